import ArgumentParser
import RosterControl
import RosterCore

/// `roster user ...`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "List, show and change accounts.",
        subcommands: [
            UserListCommand.self, UserShowCommand.self, UserCreateCommand.self,
            UserUpdateCommand.self, UserPasswordCommand.self, UserDisableCommand.self,
            UserEnableCommand.self, UserUnlockCommand.self, UserDeleteCommand.self,
            UserRestoreCommand.self,
        ])
}

/// The account that a verb is about.
struct UserArgument: ParsableArguments {
    @Argument(help: "A name, a number or a proven e-mail.") var user: String
}

/// Whether a typed password may be a weak one.
struct PasswordStrength: ParsableArguments {
    @Flag(help: "Take a typed password that is shorter than 8 characters or longer than 128.")
    var weak = false

    /// - Parameter readsPassword: Whether the verb reads one from standard input.
    func validate(readsPassword: Bool) throws {
        guard !weak || readsPassword else {
            throw ValidationError("--weak is for a password that is read from standard input")
        }
    }
}

/// How a verb answers.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Write JSON.") var json = false

    /// The answer as JSON, or in words.
    /// - Parameter remedy: What to do if a secret, which is told only once, cannot be written.
    func write(_ answer: some Encodable, remedy: String? = nil, _ words: () -> String) throws {
        try OutputFailure.naming(remedy) {
            if json {
                try StandardOutput.write(json: answer)
            } else {
                try StandardOutput.write(words().printableLines)
            }
        }
    }
}

extension AccountStatus: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
