package import Foundation

/// What `roster config` prints; secrets are masked in the values already.
package enum EffectiveReport {
    /// One line for each setting: key, value and place, in aligned columns.
    package static func lines(_ settings: [EffectiveSetting]) -> [String] {
        let keys = settings.map(\.key.rawValue)
        let values = settings.map { $0.value.map { $0.isEmpty ? "\"\"" : $0 } ?? "none" }
        let keyWidth = keys.map(\.count).max() ?? 0
        // One long value does not push the places of all others off the screen.
        let valueWidth = min(values.map(\.count).max() ?? 0, 40)
        return settings.indices.map { index in
            let setting = settings[index]
            return padded(keys[index], to: keyWidth) + "  " + padded(values[index], to: valueWidth)
                + "  " + setting.source.place(of: setting.key)
        }
    }

    /// An array of objects `key`, `environment`, `flag`, `value` (null when nothing is set),
    /// `source` (default, flag, environment or file) and, for a file, its path as `file`.
    package static func json(_ settings: [EffectiveSetting]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(settings.map(Entry.init))
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }

    private struct Entry: Encodable {
        let setting: EffectiveSetting

        private enum Name: CodingKey {
            case key, environment, flag, value, source, file
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Name.self)
            try container.encode(setting.key.rawValue, forKey: .key)
            try container.encode(setting.key.environmentName, forKey: .environment)
            try container.encode(setting.key.flag, forKey: .flag)
            try container.encode(setting.value, forKey: .value)
            try container.encode(setting.source.name, forKey: .source)
            if case .file(let path) = setting.source {
                try container.encode(path, forKey: .file)
            }
        }
    }
}
