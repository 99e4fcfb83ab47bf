import ArgumentParser
import RosterControl

/// `roster user show`
struct UserShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one account.")

    @OptionGroup var argument: UserArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let account = try await Desk.ask(UserShowVerb(user: argument.user))
        try output.write(account) { account.lines }
    }
}
