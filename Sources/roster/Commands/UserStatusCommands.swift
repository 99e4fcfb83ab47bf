import ArgumentParser
import RosterControl
import RosterCore

/// `roster user disable`
struct UserDisableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Disable an account: its sessions end, and nobody logs in to it.")

    @OptionGroup var argument: UserArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let account = try await setStatus(.disabled, of: argument.user)
        try output.write(account) { "disabled \(account.name), number \(account.id)\n" }
    }
}

/// `roster user enable`
struct UserEnableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Enable a disabled account.")

    @OptionGroup var argument: UserArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let account = try await setStatus(.active, of: argument.user)
        try output.write(account) { "enabled \(account.name), number \(account.id)\n" }
    }
}

private func setStatus(_ status: AccountStatus, of user: String) async throws -> AccountView {
    var verb = UserUpdateVerb(user: user)
    verb.values = [UserUpdateVerb.FieldName.status.rawValue: status.rawValue]
    return try await Desk.ask(verb)
}

/// `roster user unlock`
struct UserUnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Forget an account's failed logins, so that its owner need not wait.")

    @OptionGroup var argument: UserArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let account = try await Desk.ask(UserUnlockVerb(user: argument.user))
        try output.write(account) { "unlocked \(account.name), number \(account.id)\n" }
    }
}

/// `roster user delete`
struct UserDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Move an account to the recycle bin: its name is free, its sessions end.")

    @OptionGroup var argument: UserArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let account = try await Desk.ask(UserDeleteVerb(user: argument.user))
        try output.write(account) {
            "deleted \(account.name), number \(account.id); "
                + "`roster user restore \(account.id)` brings it back\n"
        }
    }
}

/// `roster user restore`
struct UserRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring an account back from the recycle bin, if its ids are still free.")

    @Argument(
        help: "The name or the number of a deleted account; `user list --deleted` lists them.")
    var user: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let account = try await Desk.ask(UserRestoreVerb(user: user))
        try output.write(account) { "restored \(account.name), number \(account.id)\n" }
    }
}
