import ArgumentParser
import RosterControl
import RosterCore

/// `roster user create`
struct UserCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create an account.",
        discussion:
            "The password is read from standard input, unless one is generated or none wanted.")

    @Argument(help: "The account's name.") var name: String
    @Option(help: "The name to show.") var displayName: String?
    @Option(help: "An e-mail; it counts as proven.") var email: String?
    @Option(help: "A phone; free text.") var phone: String?
    @Option(help: "user or admin.") var role: Role = .user
    @Flag(help: "Generate a password and print it.") var generatePassword = false
    @Flag(help: "Create an account that has no password.") var noPassword = false
    @OptionGroup var strength: PasswordStrength
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if generatePassword, noPassword {
            throw ValidationError("--generate-password and --no-password exclude each other")
        }
        try strength.validate(readsPassword: !generatePassword && !noPassword)
    }

    func run() async throws {
        var verb = UserCreateVerb(user: name)
        verb.displayName = displayName
        verb.email = email
        verb.phone = phone
        verb.role = role.rawValue
        verb.generatesPassword = generatePassword
        verb.allowsWeak = strength.weak
        if !noPassword, !generatePassword { verb.password = try PasswordInput.read() }
        let account = try await Desk.ask(verb)
        let remedy = generatePassword ? PasswordRemedy.text(account.name) : nil
        try output.write(account, remedy: remedy) {
            "created \(account.name), number \(account.id)\n"
                + (account.password.map { "password: \($0)\n" } ?? "")
        }
    }
}
