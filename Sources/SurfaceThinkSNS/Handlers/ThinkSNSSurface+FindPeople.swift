import RosterCore
import SurfaceKit

/// How clients find people (contracts/thinksns.md §13.3, §13.4). No input is ever an error.
extension ThinkSNSSurface {
    /// `GET /user/search`: by a part of the name, the highest number first. A keyword that is empty
    /// after folding finds no user.
    func searchUsers(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let input = try ThinkSNSInput(call)
        let keyword = input.plainText("keyword") ?? ""
        guard !FoldedKey(folding: keyword).isEmpty else { return reply(with: []) }
        var query = Self.query(of: ThinkSNSPage(input))
        query.contains = keyword
        query.order = .idDescending
        return try await reply(withPageOf: query, additions: [.blacked, .tags], to: call)
    }

    /// `GET /user/populars`: those with the most followers first.
    func listPopular(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let page = ThinkSNSPage(try ThinkSNSInput(call))
        let people = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.mostFollowedProfiles(
                offset: page.offset, limit: page.limit, as: view(for: call))
        }
        return reply(with: people, additions: .blacked)
    }

    /// `GET /user/latests`: the newest account first.
    func listLatest(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var query = Self.query(of: ThinkSNSPage(try ThinkSNSInput(call)))
        query.order = .newestFirst
        return try await reply(withPageOf: query, additions: .blacked, to: call)
    }

    /// `GET /user/follow-mutual`: whom the caller follows and who follow it back.
    func listMutual(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let input = try ThinkSNSInput(call)
        let page = ThinkSNSPage(input)
        let people = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.mutualProfiles(
                of: call.caller, nameContaining: input.plainText("keyword"), offset: page.offset,
                limit: page.limit, as: view(for: call))
        }
        return reply(with: people, additions: .blacked)
    }

    /// `GET /users/{user}/tags`: by number alone. No user has a tag; an unknown user is not found.
    func listTags(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.requireAccount(target(number: call.parameter("user")))
        }
        return Self.emptyList
    }

    private static func query(of page: ThinkSNSPage) -> AccountQuery {
        var query = AccountQuery()
        query.status = .active
        query.offset = page.offset
        query.limit = page.limit
        return query
    }

    private func reply(
        withPageOf query: AccountQuery, additions: ThinkSNSItemAdditions, to call: Call
    ) async throws(ThinkSNSRefusal) -> Reply {
        let people = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.profiles(query, as: view(for: call))
        }
        return reply(with: people, additions: additions)
    }
}

/// `limit` and `offset` of a list in which people are found.
struct ThinkSNSPage {
    let limit: Int
    let offset: Int

    init(_ input: ThinkSNSInput) {
        limit = input.clamped(
            "limit", to: ThinkSNSRules.pageSizes, or: ThinkSNSRules.pageSizeDefault)
        offset = input.clamped("offset", to: 0...Int.max, or: 0)
    }
}
