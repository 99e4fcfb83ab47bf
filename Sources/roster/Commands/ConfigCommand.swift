import ArgumentParser
import RosterSettings

/// `roster config`: what the settings come to, and where each value comes from.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show the effective settings, secrets masked.",
        discussion: """
            They are the settings of this call: its flags, its environment, its file. A server that
            runs may have been started with others.
            """)

    @Flag(help: "Write JSON.") var json = false

    func run() throws {
        let effective = try CommandWords.loadSettings().effective
        if json {
            let data = try EffectiveReport.json(effective)
            try StandardOutput.write(String(decoding: data, as: UTF8.self) + "\n")
        } else {
            for line in EffectiveReport.lines(effective) { try StandardOutput.write(line + "\n") }
        }
    }
}
