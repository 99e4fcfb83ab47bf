import RosterCore
import SurfaceKit

/// A success: `{"status":0,"data":{"total":...,"items":[...]}}`, without `msg`.
enum BitAnswerEnvelope {
    static func reply<Item>(
        total: Int, _ items: [Item], _ write: (Item, inout JSONWriter) -> Void
    ) -> Reply {
        var writer = JSONWriter(capacity: 64 + 160 * items.count)
        writer.beginObject()
        writer.key("status")
        writer.value(0)
        writer.key("data")
        writer.beginObject()
        writer.key("total")
        writer.value(total)
        writer.key("items")
        writer.beginArray()
        for item in items { write(item, &writer) }
        writer.endArray()
        writer.endObject()
        writer.endObject()
        return .json(writer.take())
    }
}

/// A user record. Empty nodes are left out, never null (contracts/bitanswer.md §2, §5).
struct BitAnswerRecord {
    private let account: SurfaceAccount
    private let time: TimeFormat
    private let isOnline: Bool

    init(_ account: SurfaceAccount, time: TimeFormat, isOnline: Bool = false) {
        self.account = account
        self.time = time
        self.isOnline = isOnline
    }

    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        if !account.account.displayName.isEmpty {
            writer.key("nickName")
            writer.value(account.account.displayName)
        }
        writer.key("name")
        writer.value(account.account.name.rawValue)
        writer.key("guid")
        writer.value(account.guid)
        writer.key("regDate")
        writer.value(time.local(account.account.createdAt))
        writer.key("status")
        writer.value(status)
        writer.endObject()
    }

    /// 0 normal, 1 disabled, 2 online; disabled beats online.
    private var status: Int {
        switch account.account.status {
        case .disabled: 1
        case .active: isOnline ? 2 : 0
        }
    }
}
