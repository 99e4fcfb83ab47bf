import ArgumentParser
import CPlatform
import Glibc
import RosterControl
import RosterServer

/// The command `roster`. Settings are flags of every verb; they are taken out of the words before
/// the verbs' own options are parsed, so that both may stand anywhere.
@main
struct RosterMain {
    static func main() async {
        // Secrets are in the memory of nearly every verb. What the kernel refuses is no reason to stop.
        _ = roster_forbid_dumps()
        StandardStreams.occupy()
        // Who reads no more of an answer ends its verb, also where whoever started it ignores the
        // signal. The server ignores it: clients go away at any time.
        signal(SIGPIPE, SIG_DFL)
        if let number = undecodedWord {
            end(ControlFailure(.usage, "word \(number) of the command line is not in UTF-8"))
        }
        let words = CommandWords(Array(CommandLine.arguments.dropFirst()))
        if words.verb.first != "serve" { roster_restore_signals() }
        await CommandWords.$settingFlags.withValue(words.settings) {
            do {
                var command = try RosterCommand.parseAsRoot(words.verb)
                try words.refuseIdleSettings(of: command)
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch {
                end(error)
            }
        }
    }

    /// Ends with what the parser says of an error, made fit for a terminal: it may quote words that
    /// are not the operator's own.
    private static func end(_ error: any Error) -> Never {
        let code = RosterCommand.exitCode(for: error)
        let text = RosterCommand.fullMessage(for: error)
        guard !text.isEmpty else { exit(code.rawValue) }
        let lines =
            text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).printable }.joined(separator: "\n") + "\n"
        guard code.isSuccess else {
            StandardError.write(lines)
            exit(code.rawValue)
        }
        do {
            try StandardOutput.write(lines)
        } catch {
            StandardError.write("Error: \(error)\n")
            exit(ExitCode.failure.rawValue)
        }
        exit(code.rawValue)
    }

    /// The first word, counted from 1, that Swift would have to mend to make it a text.
    private static var undecodedWord: Int? {
        (1..<max(1, Int(CommandLine.argc))).first { index in
            guard let word = unsafe CommandLine.unsafeArgv[index] else { return false }
            return unsafe String(validatingCString: word) == nil
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
            Only `serve`, `config` and `doctor` take --surfaces.
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
