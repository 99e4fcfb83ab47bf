import RosterCore
import SurfaceKit

extension BitAnswerSurface {
    /// `GET /users`, in the order of creation.
    func listUsers(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        try await page(AccountQuery(), of: call)
    }

    /// `POST /users/data`: a search; paging stays in the query string.
    func searchUsers(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        try await search(try BitAnswerBody.object(call.body), call)
    }

    func search(_ object: JSONObject, _ call: Call) async throws(BitAnswerRefusal) -> Reply {
        let search = try BitAnswerSearch(object)
        var query = AccountQuery()
        query.nameConditions = search.conditions
        query.order = search.order
        return try await page(query, of: call)
    }

    private func page(
        _ query: AccountQuery, of call: Call
    ) async throws(BitAnswerRefusal) -> Reply {
        var query = query
        guard let offset = call.query.number("offset", in: 0...Int.max).value(or: 0) else {
            throw BitAnswerRefusal(.invalid, "offset must be a whole number of at least 0")
        }
        let limit = call.query.number("limit", in: BitAnswerRules.limit)
        guard let limit = limit.value(or: BitAnswerRules.limitDefault) else {
            throw BitAnswerRefusal(.invalid, "limit must be a whole number from 1 to 1000")
        }
        query.offset = offset
        query.limit = limit
        let page = try await BitAnswerRefusal.asking { [query] () async throws(DirectoryError) in
            try await directory.accounts(query, on: name, by: call.caller)
        }
        return records(page.accounts, total: page.total ?? 0)
    }

    func records(_ accounts: [SurfaceAccount], total: Int? = nil) -> Reply {
        BitAnswerEnvelope.reply(total: total ?? accounts.count, accounts) { account, writer in
            BitAnswerRecord(account, time: options.time).write(into: &writer)
        }
    }
}
