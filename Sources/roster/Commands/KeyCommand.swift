import ArgumentParser
import RosterCore
import RosterServer
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

    func run() async throws {
        let scopes = surface.isEmpty ? nil : surface.map { RosterCore.SurfaceName($0.rawValue) }
        let secret = try await withDirectory { open in
            var owner: Directory.Target?
            if let account { owner = try await open.directory.target(account).target }
            return try await open.directory.createKey(
                name: name, owner: owner, role: role, scopes: scopes, by: .commandLine
            ).secret
        }
        StandardOutput.write(secret + "\n")
    }
}

/// `roster key list`
struct KeyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List API keys; their secrets are not kept.")

    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
        let keys = try await withDirectory { open in
            try await open.directory.keys(by: .operator)
        }
        if json {
            try StandardOutput.write(json: keys.map(KeyOutput.init))
        } else {
            StandardOutput.write(
                table(
                    ["ID", "NAME", "ACCOUNT", "ROLE", "SURFACES", "CREATED", "LAST USED"],
                    keys.map { KeyOutput($0).cells }))
        }
    }
}

/// `roster key revoke`
struct KeyRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke an API key.")

    @Argument(help: "The key's number, as `roster key list` shows it.") var key: String

    func run() async throws {
        guard let number = Int64(key) else { throw CommandFailure.badKeyNumber(key) }
        try await withDirectory { open in
            try await open.directory.revokeKey(APIKeyID(number), by: .commandLine)
        }
        StandardOutput.write("revoked key \(number)\n")
    }
}

extension RosterSettings.SurfaceName: ExpressibleByArgument {
    public init?(argument: String) { self.init(matching: argument) }
}
