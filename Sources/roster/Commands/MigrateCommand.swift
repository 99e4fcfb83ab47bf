import ArgumentParser
import RosterServer

/// `roster migrate`: brings the database to this release's schema; `serve` does so by itself.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to this release's schema.")

    func run() async throws {
        try await withDirectory { open in
            let steps = open.migrations
            StandardOutput.write(
                steps.isEmpty
                    ? "the schema is up to date\n"
                    : steps.map { "applied \($0)\n" }.joined())
        }
    }
}
