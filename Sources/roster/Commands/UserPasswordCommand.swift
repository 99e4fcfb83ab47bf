import ArgumentParser
import RosterCore
import RosterServer

/// `roster user password`
struct UserPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Set a password and end the account's sessions.",
        discussion: "The password is read from standard input, unless one is generated.")

    @Argument(help: "A name or a number.") var user: String
    @Flag(help: "Generate a password and print it.") var generatePassword = false

    func run() async throws {
        let typed = generatePassword ? nil : try PasswordInput.read()
        let password = try await withDirectory { open in
            let password = typed ?? open.directory.makePassword()
            let target = try await open.directory.target(user).target
            try await open.directory.setPassword(of: target, to: password, by: .commandLine)
            return password
        }
        StandardOutput.write(generatePassword ? "password: \(password)\n" : "password set\n")
    }
}
