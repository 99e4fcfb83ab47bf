import RosterCore
import SurfaceKit

/// A card as answers show it (contracts/tavern.md §5).
struct TavernCardOutput {
    let card: Card

    /// `{"data": card}`.
    var document: [UInt8] {
        var writer = JSONWriter(capacity: 256 + card.content.snapshot.utf8.count)
        writer.beginObject()
        writer.key("data")
        write(into: &writer)
        writer.endObject()
        return writer.take()
    }

    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("id")
        writer.value(card.id.rawValue)
        writer.key("name")
        writer.value(card.content.name.rawValue)
        writer.key("status")
        writer.value(card.status.rawValue)
        writer.key("snapshot")
        writer.value(document: card.content.snapshot)
        writer.key("revision")
        writer.value(card.revision)
        writer.key("created_at")
        writer.value(card.createdAt.milliseconds)
        writer.key("updated_at")
        writer.value(card.updatedAt.milliseconds)
        writer.endObject()
    }
}
