/// The rows read so far: values, where they came from, and what is wrong with them.
struct SettingsReading {
    private(set) var settings = Settings()
    private(set) var problems: [SettingProblem] = []
    private var sources: [SettingKey: SettingSource] = [:]
    private var failed: Set<SettingKey> = []
    private let isTerminal: Bool

    init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }

    /// Takes the value of the first layer that has one, else the default. A bad value in a layer
    /// that another overrides is never looked at.
    mutating func read(_ row: SettingRow, from layers: [SettingsLayer]) {
        for layer in layers {
            guard let value = layer.value(for: row.key) else { continue }
            sources[row.key] = layer.source
            do throws(BadValue) {
                try row.assign(try text(of: value, for: row), &settings)
            } catch {
                failed.insert(row.key)
                problems.append(
                    SettingProblem(
                        key: row.key.rawValue, place: layer.source.place(of: row.key),
                        sentence: error.sentence))
            }
            return
        }
        row.derive(&settings, isTerminal)
    }

    func combinationProblems() -> [SettingProblem] {
        SettingsTable.problems(combining: settings, sources: sources, failed: failed)
    }

    var effective: [EffectiveSetting] {
        SettingsTable.rows.map { row in
            EffectiveSetting(
                key: row.key, value: row.write(settings), source: sources[row.key] ?? .default)
        }
    }

    private func text(of value: LayerValue, for row: SettingRow) throws(BadValue) -> String {
        switch value {
        case .text(let text): return text
        case .list(let items):
            guard row.isList else { throw BadValue("must be one value, not a list") }
            return items.joined(separator: ",")
        case .null: throw BadValue("has no value; leave the key out to have its default")
        }
    }
}
