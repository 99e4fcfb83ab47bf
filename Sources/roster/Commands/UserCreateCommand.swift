import ArgumentParser
import RosterCore
import RosterServer

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
    @Flag(help: "Write JSON.") var json = false

    func validate() throws {
        if generatePassword, noPassword {
            throw ValidationError("--generate-password and --no-password exclude each other")
        }
    }

    func run() async throws {
        var draft = AccountDraft(name: try AccountName(argument: name))
        draft.displayName = displayName
        draft.email = try email.map { try EmailAddress(argument: $0) }
        draft.phone = try phone.map { try PhoneNumber(argument: $0) }
        draft.role = role
        if !noPassword, !generatePassword { draft.password = try PasswordInput.read() }
        let (account, generated) = try await withDirectory { [draft] open in
            var draft = draft
            let generated = generatePassword ? open.directory.makePassword() : nil
            if let generated { draft.password = generated }
            return (try await open.directory.create(draft, by: .commandLine), generated)
        }
        if json {
            try StandardOutput.write(json: AccountOutput(account, password: generated))
        } else {
            StandardOutput.write("created \(account.name), number \(account.id)\n")
            if let generated { StandardOutput.write("password: \(generated)\n") }
        }
    }
}

extension AccountName {
    init(argument: String) throws {
        do throws(InvalidField) {
            self = try AccountName(parsing: argument)
        } catch {
            throw CommandFailure.directory(.invalid([error]))
        }
    }
}

extension EmailAddress {
    init(argument: String) throws {
        do throws(InvalidField) {
            self = try EmailAddress(parsing: argument)
        } catch {
            throw CommandFailure.directory(.invalid([error]))
        }
    }
}

extension PhoneNumber {
    init(argument: String) throws {
        do throws(InvalidField) {
            self = try PhoneNumber(parsing: argument)
        } catch {
            throw CommandFailure.directory(.invalid([error]))
        }
    }
}
