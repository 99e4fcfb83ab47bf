import Foundation
import RosterSettings

/// The words of a command line, settings apart from the rest.
struct CommandWords: Equatable {
    private(set) var settings: [String] = []
    private(set) var verb: [String] = []

    /// The setting flags of the command that runs.
    @TaskLocal static var settingFlags: [String] = []

    init(_ words: [String]) {
        let flags = Set(
            SettingsTable.rows.map(\.key.flag) + [SettingsTable.configurationFile.flag])
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                verb += [word] + rest
                return
            }
            // By code points: a value may begin with a combining mark.
            let name = String(word.flagName)
            guard flags.contains(name) else {
                verb.append(word)
                continue
            }
            settings.append(word)
            if name.utf8.count == word.utf8.count, let value = rest.popFirst() {
                settings.append(value)
            }
        }
    }

    /// The settings from flags, environment and file.
    static func loadSettings() throws(SettingsError) -> LoadedSettings {
        try SettingsLoader.load(
            arguments: settingFlags, environment: ProcessInfo.processInfo.environment,
            isTerminal: isatty(STDERR_FILENO) == 1)
    }
}
