import ArgumentParser
import RosterControl
import RosterCore
import RosterSettings

/// `roster key ...`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make, list and revoke API keys.",
        subcommands: [KeyCreateCommand.self, KeyListCommand.self, KeyRevokeCommand.self])
}

/// `roster key create`: the key alone on standard output, so that a script can take it.
struct KeyCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make an API key and print it, this once.")

    @Option(help: "What the key is for.") var name: String
    @Option(help: "Whose rights it borrows; the first administrator's if left out.")
    var account: String?
    @Option(help: "user or admin, at most the account's own.") var role: Role?
    @Option(help: "The surface that it opens, once for each; all if left out.")
    var surface: [RosterSettings.SurfaceName] = []
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var verb = KeyCreateVerb(keyName: name)
        verb.account = account
        verb.role = role?.rawValue
        verb.surfaces = surface.isEmpty ? nil : surface.map(\.rawValue)
        let key = try await Desk.ask(verb)
        try output.write(key, remedy: "revoke what nobody knows: roster key revoke \(key.id)") {
            (key.secret ?? "") + "\n"
        }
    }
}

/// `roster key list`
struct KeyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List API keys; their secrets are not kept.")

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let keys = try await Desk.ask(KeyListVerb())
        try output.write(keys) {
            table(
                ["ID", "NAME", "ACCOUNT", "ROLE", "SURFACES", "CREATED", "LAST USED"],
                keys.map { key in
                    [
                        "\(key.id)", key.name, "\(key.account)", key.role,
                        key.surfaces?.joined(separator: ",") ?? "all", key.createdAt,
                        key.lastUsedAt ?? "never",
                    ]
                })
        }
    }
}

/// `roster key revoke`
struct KeyRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke an API key.")

    @Argument(
        help: "The key's number, as `roster key list` shows it, or its name if only one has it.")
    var key: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let revoked = try await Desk.ask(KeyRevokeVerb(key: key))
        try output.write(revoked) { "revoked key \(revoked.id), \(revoked.name.printable)\n" }
    }
}

extension RosterSettings.SurfaceName: ExpressibleByArgument {
    public init?(argument: String) { self.init(matching: argument) }

    public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}
