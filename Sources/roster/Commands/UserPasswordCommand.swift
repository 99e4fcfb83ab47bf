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
    @OptionGroup var strength: PasswordStrength
    @OptionGroup var output: OutputOptions

    func validate() throws { try strength.validate(readsPassword: !generatePassword) }

    func run() async throws {
        let typed = generatePassword ? nil : try PasswordInput.read()
        var verb = UserPasswordVerb(user: argument.user, password: typed)
        verb.allowsWeak = strength.weak
        let account = try await Desk.ask(verb)
        let remedy = generatePassword ? PasswordRemedy.text(account.name) : nil
        try output.write(account, remedy: remedy) {
            account.password.map { "password: \($0)\n" } ?? "password set\n"
        }
    }
}
