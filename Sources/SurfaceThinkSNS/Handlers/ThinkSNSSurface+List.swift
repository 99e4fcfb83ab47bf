import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `GET /users`. No input is ever an error: limits are clamped, unknown orders are the default
    /// (contracts/thinksns.md §8).
    func listUsers(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        let input = try ThinkSNSInput(call)
        // Users who have any of these tags: no user has one (contracts/thinksns.md §13.5).
        guard input.list("tags").isEmpty else { return reply(with: []) }
        var query = AccountQuery()
        query.limit = input.clamped("limit", to: 1...50, or: 20)
        let order = input.plainText("order")?.lowercased()
        query.order = order == "asc" ? .idAscending : .idDescending
        var targets: [Directory.Target]?
        let fetchBy = input.plainText("fetch_by") ?? "id"
        if fetchBy == "username" {
            let names = input.list("name").map { FoldedKey(folding: $0) }
            query.nameConditions = [.isOneOf(Array(names.prefix(Limits.searchValuesMax)))]
        } else {
            query.contains = input.plainText("name")
        }
        if fetchBy == "id" {
            let ids = input.list("id").filter { $0 != "0" }
            if !ids.isEmpty { targets = ids.map(target(number:)) }
        }
        // Disabled accounts are seen by those who ask for them by id, and nowhere else.
        if targets == nil { query.status = .active }
        let since = since(input)
        let (list, among) = (query, targets)
        let people = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.profiles(list, among: among, since: since, as: view(for: call))
        }
        return reply(with: people)
    }

    /// How this caller sees a list of people.
    func view(for call: Call) -> ProfileView {
        ProfileView(
            on: name, seenBy: call.caller.account?.id, includesMedia: options.avatars == .object)
    }

    /// A list of people.
    /// - Parameter additions: What the items have beside those of `GET /users`.
    func reply(
        with people: [Profile], additions: ThinkSNSItemAdditions = []
    ) -> Reply {
        var writer = JSONWriter(capacity: 64 + people.count * 512)
        writer.beginArray()
        for person in people {
            ThinkSNSUserOutput(person, publicURL: options.publicURL)
                .writeItem(avatars: options.avatars, additions, into: &writer)
        }
        writer.endArray()
        var reply = Reply.json(writer.take())
        reply.keeping = .never
        return reply
    }
}
