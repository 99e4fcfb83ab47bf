import ArgumentParser
import RosterCore
import RosterServer

/// `roster user show`
struct UserShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one account.")

    @Argument(help: "A name or a number.") var user: String
    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
        let account = try await withDirectory { open in
            try await open.directory.target(user).account
        }
        let output = AccountOutput(account)
        if json {
            try StandardOutput.write(json: output)
        } else {
            StandardOutput.write(output.lines)
        }
    }
}
