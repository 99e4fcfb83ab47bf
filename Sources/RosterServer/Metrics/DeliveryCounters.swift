import CoreMetrics
import RosterCore

/// Counts tries to deliver messages, by channel and outcome.
struct DeliveryCounters: Sendable {
    static let name = "roster_message_deliveries_total"

    private struct Key: Hashable {
        let channel: OutgoingMessage.Channel
        let outcome: Outcome
    }

    /// What a try came to.
    enum Outcome: String, CaseIterable {
        case delivered, postponed, dropped
    }

    private let counters: [Key: Counter]

    init(factory: any MetricsFactory) {
        var counters: [Key: Counter] = [:]
        for channel in OutgoingMessage.Channel.allCases {
            for outcome in Outcome.allCases {
                counters[Key(channel: channel, outcome: outcome)] = Counter(
                    label: Self.name,
                    dimensions: [("channel", channel.rawValue), ("outcome", outcome.rawValue)],
                    factory: factory)
            }
        }
        self.counters = counters
    }

    func count(_ outcome: Outcome, of message: StoredMessage) {
        counters[Key(channel: message.channel, outcome: outcome)]?.increment()
    }
}
