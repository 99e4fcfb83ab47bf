import ArgumentParser
import RosterCore
import RosterServer

/// `roster user list`
struct UserListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List accounts by number.")

    @Option(help: "Only names, e-mails and phones that contain this text.") var contains: String?
    @Option(help: "Only accounts of this status: active or disabled.") var status: AccountStatus?
    @Option(help: "How many at most, 1 to 1000.") var limit = 100
    @Option(help: "How many to pass over.") var offset = 0
    @Flag(help: "Write JSON.") var json = false

    func validate() throws {
        guard (1...Limits.pageSizeMax).contains(limit) else {
            throw ValidationError("--limit must be 1 to \(Limits.pageSizeMax)")
        }
        guard offset >= 0 else { throw ValidationError("--offset must not be negative") }
    }

    func run() async throws {
        var query = AccountQuery()
        query.contains = contains
        query.searched = [.name, .email, .phone]
        query.status = status
        query.limit = limit
        query.offset = offset
        let page = try await withDirectory { [query] open in
            try await open.directory.accounts(query, by: .operator)
        }
        if json {
            try StandardOutput.write(
                json: AccountListOutput(
                    total: page.total ?? 0, users: page.accounts.map(AccountOutput.init)))
        } else {
            StandardOutput.write(
                table(
                    ["ID", "NAME", "EMAIL", "ROLE", "STATUS"],
                    page.accounts.map { account in
                        [
                            "\(account.id)", account.name.rawValue,
                            account.email?.rawValue ?? "-", account.role.rawValue,
                            account.status.rawValue,
                        ]
                    }) + "\(page.accounts.count) of \(page.total ?? 0)\n")
        }
    }
}

extension AccountStatus: ExpressibleByArgument {}
extension Role: ExpressibleByArgument {}
