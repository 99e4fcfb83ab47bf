import ArgumentParser
import RosterControl

/// `roster migrate`: brings the database to this release's schema; `serve` does so by itself.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to this release's schema.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await Desk.ask(MigrateVerb())
        try output.write(answer) {
            let lines = answer.applied.map { "applied \($0)\n" } + answer.clashes.map { $0 + "\n" }
            return lines.isEmpty ? "the schema is up to date\n" : lines.joined()
        }
    }
}
