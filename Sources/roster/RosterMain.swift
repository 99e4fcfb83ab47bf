import ArgumentParser
import RosterServer

/// The command `roster`. Settings are flags of every verb; they are taken out of the words before
/// the verbs' own options are parsed, so that both may stand anywhere.
@main
struct RosterMain {
    static func main() async {
        StandardStreams.occupy()
        let words = CommandWords(Array(CommandLine.arguments.dropFirst()))
        await CommandWords.$settingFlags.withValue(words.settings) {
            await RosterCommand.main(words.verb)
        }
    }
}

struct RosterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster",
        abstract: "One user directory behind every user API.",
        discussion: """
            Every verb takes the settings as flags, e.g. --data ./data; over environment
            variables, e.g. ROSTER_DATA; over --config FILE. `roster config` shows them all.
            """,
        version: Release.version,
        subcommands: [
            ServeCommand.self, UserCommand.self, SessionCommand.self, KeyCommand.self,
            LedgerCommand.self, ImportCommand.self, ExportCommand.self,
            MigrateCommand.self, ConfigCommand.self, DoctorCommand.self,
            CompletionsCommand.self,
            ManualCommand.self,
        ])
}
