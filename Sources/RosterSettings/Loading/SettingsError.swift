/// Why the process does not start: everything that is wrong with its configuration, at once.
package struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Never empty: first the command line, then the environment, the file and the values.
    package let problems: [SettingProblem]

    /// One line for each problem, without a line break at the end.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}

/// One thing that is wrong. It never shows the value of a secret.
package struct SettingProblem: Sendable, Equatable, CustomStringConvertible {
    /// The dotted key; for one that is not known, its name as it was written.
    package let key: String
    /// Where it was read, such as `flag --listen`; nil where the key says it.
    package let place: String?
    /// What is wrong, in words that follow the key.
    package let sentence: String

    package var description: String {
        place.map { "\(key) (\($0)): \(sentence)" } ?? "\(key): \(sentence)"
    }
}
