import RosterCore
import SurfaceKit

extension IAMSurface {
    /// `GET /v1/users`: active accounts, newest first (contracts/iam.md §8).
    func listUsers(_ call: Call) async throws(IAMRefusal) -> Reply {
        guard call.caller.isAdministrator else { throw IAMRefusal(.permissionDenied) }
        var query = AccountQuery()
        query.status = .active
        query.order = .idDescending
        query.offset = max(0, try integer("offset", of: call) ?? 0)
        let limit = try integer("limit", of: call) ?? 0
        query.limit = (1...Limits.pageSizeMax).contains(limit) ? limit : Limits.pageSizeMax
        if let selector = call.query["fieldSelector"] {
            query.contains = try IAMFieldSelector(parsing: selector).name
        }
        let page = try await IAMRefusal.asking { [query] () async throws(DirectoryError) in
            try await directory.accounts(query, on: name, by: call.caller)
        }
        return .json(body(of: page.accounts, total: page.total ?? 0))
    }

    private func body(of accounts: [SurfaceAccount], total: Int) -> [UInt8] {
        var writer = JSONWriter(capacity: 64 + 400 * accounts.count)
        writer.beginObject()
        writer.key("totalCount")
        writer.value(total)
        writer.key("items")
        writer.beginArray()
        for account in accounts {
            IAMUserOutput(account, time: options.time, revealsHash: false, isListItem: true)
                .write(into: &writer)
        }
        writer.endArray()
        writer.endObject()
        return writer.take()
    }

    /// A whole number of the query; nil when it is missing or empty.
    private func integer(_ name: String, of call: Call) throws(IAMRefusal) -> Int? {
        guard let text = call.query[name], !text.isEmpty else { return nil }
        guard let number = Int(text) else {
            throw IAMRefusal(.bind, note: "\(name) is no whole number")
        }
        return number
    }
}
