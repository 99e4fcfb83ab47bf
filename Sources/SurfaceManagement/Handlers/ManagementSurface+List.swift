import RosterCore
import SurfaceKit

extension ManagementSurface {
    /// `GET /v1/users`, by id ascending (contracts/management.md §4).
    func listUsers(_ call: Call) async throws(ManagementRefusal) -> Reply {
        try ManagementRefusal.checking { () throws(DirectoryError) in
            try AccessPolicy.requireAdministrator(call.caller)
        }
        let (page, size, query) = try query(of: call)
        let found = try await ManagementRefusal.asking { () async throws(DirectoryError) in
            try await directory.accounts(query, on: name, by: call.caller)
        }
        return envelope.reply { writer in
            writer.beginObject()
            writer.key("total")
            writer.value(found.total ?? 0)
            writer.key("page")
            writer.value(page)
            writer.key("page_size")
            writer.value(size)
            writer.key("items")
            writer.beginArray()
            for account in found.accounts {
                ManagementUserOutput(account, publicURL: options.publicURL, shape: .listItem)
                    .write(into: &writer)
            }
            writer.endArray()
            writer.endObject()
        }
    }

    /// - Throws: 400 naming every failing parameter.
    private func query(
        of call: Call
    ) throws(ManagementRefusal) -> (page: Int, size: Int, query: AccountQuery) {
        var problems: [ManagementRefusal.FieldProblem] = []
        let page = call.query.number("page", in: 1...Int.max).value(or: 1)
        if page == nil { problems.append(.init(field: "page", message: "应为不小于 1 的整数")) }
        let size = call.query.number("page_size", in: 1...ManagementRules.pageSizeMax)
            .value(or: 20)
        if size == nil {
            problems.append(.init(field: "page_size", message: "应为 1 到 100 的整数"))
        }
        var query = AccountQuery()
        switch call.query["status"] {
        case nil: break
        case "active": query.status = .active
        case "inactive": query.status = .disabled
        default: problems.append(.init(field: "status", message: "应为 active 或 inactive"))
        }
        guard let page, let size, problems.isEmpty else { throw ManagementRefusal(problems) }
        if let keyword = call.query["keyword"], !keyword.isEmpty {
            query.contains = keyword
            query.searched = [.name, .email, .phone]
        }
        query.limit = size
        // A page that is beyond counting is as empty as any past the end.
        let (offset, isBeyond) = (page - 1).multipliedReportingOverflow(by: size)
        query.offset = isBeyond ? Int.max : offset
        return (page, size, query)
    }
}
