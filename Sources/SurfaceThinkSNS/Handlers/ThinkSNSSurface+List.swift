import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `GET /users`. No parameter is ever an error: limits are clamped, unknown orders are the
    /// default (contracts/thinksns.md §8).
    func listUsers(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        var query = AccountQuery()
        query.limit = call.query.clamped("limit", to: 1...50, or: 20)
        query.order = call.query["order"]?.lowercased() == "asc" ? .idAscending : .idDescending
        var targets: [Directory.Target]?
        let name = call.query["name"].flatMap { $0.isEmpty ? nil : $0 }
        let fetchBy = call.query["fetch_by"].flatMap { $0.isEmpty ? nil : $0 } ?? "id"
        if fetchBy == "username" {
            let names = Self.items(name).map { FoldedKey(folding: $0) }
            query.nameConditions = [.isOneOf(Array(names.prefix(Limits.searchValuesMax)))]
        } else {
            query.contains = name
        }
        if fetchBy == "id" {
            let ids = Self.items(call.query["id"]).filter { $0 != "0" }
            if !ids.isEmpty { targets = ids.map(target(number:)) }
        }
        // Disabled accounts are seen by those who ask for them by id, and nowhere else.
        if targets == nil { query.status = .active }
        let since = since(call.query)
        let (list, among) = (query, targets)
        let people = try await ThinkSNSRefusal.asking { () async throws(DirectoryError) in
            try await directory.profiles(
                list, among: among, since: since, on: self.name,
                seenBy: call.caller.account?.id)
        }
        return reply(with: people)
    }

    func reply(with people: [Profile]) -> Reply {
        var writer = JSONWriter(capacity: 64 + people.count * 512)
        writer.beginArray()
        for person in people {
            ThinkSNSUserOutput(person, publicURL: options.publicURL).writeItem(into: &writer)
        }
        writer.endArray()
        var reply = Reply.json(writer.take())
        reply.keeping = .never
        return reply
    }

    /// The parts of a list with commas, empty ones left out.
    private static func items(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }
}
