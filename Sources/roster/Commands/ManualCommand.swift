import ArgumentParser
import RosterServer
import RosterSettings

/// `roster manual`: roster(1) as mdoc(7) source on standard output.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page, to be read with `man -l -`.")

    func run() throws {
        let manual = Manual(
            command: try ParserDescription(of: RosterCommand.self).command,
            settings: SettingsReference.entries, version: Release.version, date: Release.date)
        try StandardOutput.write(manual.text)
    }
}
