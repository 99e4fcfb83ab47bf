import Configuration
import Foundation
import Glibc

/// A file of settings: YAML or JSON by its extension, maps nested or keys dotted.
struct ConfigurationFile {
    let path: String
    let snapshot: any ConfigSnapshot
    /// Its unknown keys, and keys that stand in it twice or without a value.
    let problems: [SettingProblem]

    /// Far more than all settings need.
    static let bytesMax = 65_536

    /// - Throws: ``BadValue`` about the file as a whole. It never shows a line of the file, as a
    ///   secret may stand in it.
    init(path: String) throws(BadValue) {
        let content: FileContent
        switch path.split(separator: "/").last?.split(separator: ".").last?.lowercased() {
        case "yaml", "yml": content = try .yaml(Self.bytes(of: path))
        case "json": content = try .json(Self.bytes(of: path))
        default: throw BadValue("must end in .yaml, .yml or .json, not \(quotedPath(path))")
        }
        let source = SettingSource.file(path: path)
        self.path = path
        self.snapshot = content.snapshot
        self.problems = Self.faults(of: content.leaves).map { key, sentence in
            SettingProblem(
                key: cleaned(key), place: source.place(of: SettingKey(rawValue: key)),
                sentence: sentence)
        }
    }

    private static func faults(of leaves: [FileLeaf]) -> [(key: String, sentence: String)] {
        var seen: Set<String> = []
        return leaves.sorted { $0.key < $1.key }.compactMap { leaf in
            let isKnown = SettingsTable.row(for: SettingKey(rawValue: leaf.key)) != nil
            if leaf.kind == .emptyMap, !isKnown, isGroup(leaf.key) { return nil }
            guard isKnown else {
                let hint = SettingsTable.hint(for: leaf.key, spelled: \.rawValue)
                return (leaf.key, "is not a known key\(hint)")
            }
            guard seen.insert(leaf.key).inserted else {
                return (leaf.key, "stands in the file more than once")
            }
            switch leaf.kind {
            case .value: return nil
            case .emptyMap, .null:
                return (leaf.key, "has no value; leave the key out to have its default")
            case .boolean: return (leaf.key, "must not be true or false")
            }
        }
    }

    /// Whether the name is the first part of known keys, as `iam` is.
    private static func isGroup(_ name: String) -> Bool {
        SettingsTable.rows.contains { $0.key.rawValue.hasPrefix(name + ".") }
    }

    private static func bytes(of path: String) throws(BadValue) -> Data {
        if let reason = reasonUnreadable(path) {
            let isMissing = unsafe access(path, F_OK) != 0 && [ENOENT, ENOTDIR].contains(errno)
            throw BadValue(
                isMissing
                    ? "names a file that does not exist: \(quotedPath(path))"
                    : "names a file that cannot be read: \(quotedPath(path)): \(reason)")
        }
        let data: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            // Nil is what an empty file reads as.
            data = try file.read(upToCount: bytesMax + 1) ?? Data()
        } catch {
            throw BadValue(
                "names a file that cannot be read: \(quotedPath(path)): "
                    + error.localizedDescription)
        }
        guard data.count <= bytesMax else {
            throw BadValue("names a file of more than \(bytesMax) bytes: \(quotedPath(path))")
        }
        guard String(validating: data, as: UTF8.self) != nil else {
            throw BadValue("names a file that is not UTF-8: \(quotedPath(path))")
        }
        return data
    }
}
