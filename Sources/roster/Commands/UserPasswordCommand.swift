import ArgumentParser
import RosterControl

/// `roster user password`
struct UserPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Set a password and end the account's sessions.",
        discussion: "The password is read from standard input, unless one is generated.")

    @OptionGroup var argument: UserArgument
    @Flag(help: "Generate a password and print it.") var generatePassword = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let typed = generatePassword ? nil : try PasswordInput.read()
        let account = try await Desk.ask(
            UserPasswordVerb(user: argument.user, password: typed))
        let remedy = generatePassword ? PasswordRemedy.text(account.name) : nil
        try output.write(account, remedy: remedy) {
            account.password.map { "password: \($0)\n" } ?? "password set\n"
        }
    }
}
