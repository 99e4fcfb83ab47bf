import Synchronization

/// The deliveries that run in this process. What is slow holds up itself alone: there is a bound for
/// each channel, each domain of mailboxes and each mailbox (``Limits``).
///
/// The lock guards the list.
package final class RunningDeliveries: Sendable {
    private let running = Mutex<[String: StoredMessage]>([:])

    package init() {}

    package var ids: [String] { running.withLock { $0.keys.sorted() } }

    package func begin(_ message: StoredMessage) { running.withLock { $0[message.id] = message } }

    package func end(_ message: StoredMessage) { running.withLock { $0[message.id] = nil } }

    /// How many more may begin on a channel.
    package func free(_ channel: OutgoingMessage.Channel) -> Int {
        running.withLock { running in
            Limits.deliveriesPerChannelMax - running.values.count { $0.channel == channel }
        }
    }

    /// What may begin on a channel; nil when nothing may.
    package func selection(_ channel: OutgoingMessage.Channel) -> OutboxSelection? {
        guard free(channel) > 0 else { return nil }
        let all = running.withLock { Array($0.values) }
        let own = all.filter { $0.channel == channel }
        var selection = OutboxSelection(channel: channel)
        selection.exceptIDs = all.map(\.id).sorted()
        selection.exceptRecipients = Self.full(
            own.map(\.recipient), Limits.deliveriesPerMailboxMax)
        selection.exceptMailboxHosts = Self.full(
            own.compactMap(\.mailboxHost), Limits.deliveriesPerMailboxHostMax)
        selection.noticesMax = max(
            0, Limits.noticesPerChannelMax - own.count { $0.isNotice })
        return selection
    }

    /// Whether one that was chosen beside others may begin still, after those that did.
    package func mayBegin(_ message: StoredMessage) -> Bool {
        guard let selection = selection(message.channel) else { return false }
        return !selection.exceptIDs.contains(message.id)
            && !selection.exceptRecipients.contains(message.recipient)
            && !selection.exceptMailboxHosts.contains(message.mailboxHost ?? "")
            && (!message.isNotice || selection.noticesMax != 0)
    }

    private static func full(_ keys: [String], _ maximum: Int) -> [String] {
        Dictionary(grouping: keys) { $0 }.filter { $0.value.count >= maximum }.keys.sorted()
    }
}
