import RosterCore
import SurfaceKit

extension TavernSurface {
    /// `GET /users`.
    func listCards(_ call: Call) async throws(TavernRefusal) -> Reply {
        let query = try TavernListInput(call.query).query
        return try await TavernRefusal.asking { () async throws(DirectoryError) in
            let held = try await directory.cardBytes(of: call.caller)
            // A snapshot is no longer than a body.
            let most = query.limit.multipliedReportingOverflow(by: Bounds.bodyBytesMax)
            let bytes = most.overflow ? held : min(held, most.partialValue)
            return try await call.memory.hold(bytes) { () async throws(DirectoryError) in
                let page = try await directory.cards(query, by: call.caller)
                return await Self.reply(page, to: query)
            }
        }
    }

    private static func reply(_ page: CardPage, to query: CardQuery) async -> Reply {
        var writer = JSONWriter(capacity: 256 + 256 * page.cards.count)
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        var rested = 0
        for card in page.cards {
            TavernCardOutput(card: card).write(into: &writer)
            // Cards are large: others go on between them.
            guard writer.bytes.count - rested >= restBytes else { continue }
            rested = writer.bytes.count
            await Task.yield()
        }
        writer.endArray()
        writer.key("meta")
        write(query, total: page.total, into: &writer)
        writer.endObject()
        return .json(writer.take())
    }

    private static let restBytes = 128 * 1024

    private static func write(_ query: CardQuery, total: Int, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("total")
        writer.value(total)
        writer.key("limit")
        writer.value(query.limit)
        writer.key("offset")
        writer.value(query.offset)
        writer.key("has_more")
        // The other way round, as an offset may be too large to add to.
        writer.value(total - query.limit > query.offset)
        writer.key("sort_by")
        writer.value(query.sortKey.rawValue)
        writer.key("sort_order")
        writer.value(query.isAscending ? "asc" : "desc")
        writer.endObject()
    }
}
