import ArgumentParser
import RosterControl
import RosterCore

/// `roster user list`
struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List accounts by number, or the recycle bin.")

    @Option(help: "Only accounts whose name, shown name, e-mail or phone contains this text.")
    var contains: String?
    @Option(help: "Only accounts of this status: active or disabled.") var status: AccountStatus?
    @Option(help: "How many at most, 1 to 1000.") var limit = 100
    @Option(help: "How many to pass over.") var offset = 0
    @Flag(help: "The recycle bin: deleted accounts, newest number first.") var deleted = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...Limits.pageSizeMax).contains(limit) else {
            throw ValidationError("--limit must be 1 to \(Limits.pageSizeMax)")
        }
        guard offset >= 0 else { throw ValidationError("--offset must not be negative") }
        guard !deleted || contains == nil && status == nil && offset == 0 else {
            throw ValidationError("--deleted goes with --limit alone")
        }
    }

    func run() async throws {
        let list = try await Desk.ask(
            UserListVerb(
                contains: contains, status: status?.rawValue, limit: limit, offset: offset,
                deleted: deleted))
        try output.write(list) { deleted ? Self.bin(list.users) : Self.live(list) }
    }

    private static func live(_ list: AccountListView) -> String {
        table(
            ["ID", "NAME", "SHOWN AS", "EMAIL", "ROLE", "STATUS"],
            list.users.map { user in
                [
                    "\(user.id)", user.name, user.displayName, user.email ?? "-", user.role,
                    user.status,
                ]
            }) + "\(list.users.count) of \(list.total ?? 0)\n"
    }

    private static func bin(_ users: [AccountView]) -> String {
        table(
            ["ID", "NAME", "SHOWN AS", "EMAIL", "DELETED"],
            users.map {
                ["\($0.id)", $0.name, $0.displayName, $0.email ?? "-", $0.deletedAt ?? "-"]
            })
    }
}
