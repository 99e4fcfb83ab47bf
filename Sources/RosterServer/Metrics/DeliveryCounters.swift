import CoreMetrics
import RosterCore

/// Counts tries to deliver messages, by channel and outcome.
struct DeliveryCounters: Sendable {
    static let name = "roster_message_deliveries_total"
    static let budgetName = "roster_message_budget_total"

    private struct Key: Hashable {
        let channel: OutgoingMessage.Channel
        let outcome: Outcome
    }

    /// What a try came to.
    enum Outcome: String, CaseIterable {
        case delivered, postponed, dropped
    }

    private let counters: [Key: Counter]
    private let sent: [OutgoingMessage.Channel: Counter]
    private let refused: [OutgoingMessage.Channel: Counter]

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
        func budget(_ outcome: String) -> [OutgoingMessage.Channel: Counter] {
            Dictionary(
                uniqueKeysWithValues: OutgoingMessage.Channel.allCases.map { channel in
                    (
                        channel,
                        Counter(
                            label: Self.budgetName,
                            dimensions: [("channel", channel.rawValue), ("outcome", outcome)],
                            factory: factory)
                    )
                })
        }
        sent = budget("sent")
        refused = budget("refused")
    }

    func count(_ counts: MessageTally.Counts, of channel: OutgoingMessage.Channel) {
        sent[channel]?.increment(by: counts.sent)
        refused[channel]?.increment(by: counts.refused)
    }

    func count(_ outcome: Outcome, of message: StoredMessage) {
        counters[Key(channel: message.channel, outcome: outcome)]?.increment()
    }
}
