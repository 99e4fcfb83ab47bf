import RosterCore
import RosterSettings
import RosterStorage

/// No message to a person has waited for long.
enum WaitingMessagesCheck {
    private static let waitingSecondsMax: Int64 = 3600

    static func findings(_ database: ExaminedDatabase, now: Timestamp) async -> [Finding] {
        let counts = await database.ask { facts throws(DirectoryError) in
            try await facts.messagesWaiting(since: now.adding(seconds: -waitingSecondsMax))
        }
        guard let counts else { return [] }
        let late = OutgoingMessage.Channel.allCases.compactMap { channel in
            counts[channel].map { finding(channel, count: $0) }
        }
        return late.isEmpty ? [.fine("messages", "none has waited for an hour")] : late
    }

    private static func finding(_ channel: OutgoingMessage.Channel, count: Int) -> Finding {
        let (name, key) =
            switch channel {
            case .mail: ("mail", SettingsTable.key(of: \.mailURL))
            case .sms: ("text", SettingsTable.key(of: \.smsURL))
            }
        return .warning(
            "messages", "\(count) \(name) message(s) have waited for more than an hour",
            mend: "see that `roster serve` runs, look for `message` in its log, and correct \(key)")
    }
}
