import RosterControl
import RosterCore

/// What operators are told of a clock that is held: in the log, and by `roster doctor`.
enum ClockWords {
    /// - Parameter expected: What the clock would say had nobody set it, or the latest time seen.
    static func text(now: Timestamp, expected: Timestamp) -> String {
        let hours = (now.milliseconds - expected.milliseconds) / 3_600_000
        let ahead = hours < 48 ? "\(hours) hours" : "\(hours / 24) days"
        return "it is \(UTCText.of(now)) by this machine's clock, \(ahead) ahead of the time "
            + "\(UTCText.of(expected)) that the database knows, so purges and expiries wait"
    }

    static let mend =
        "set this machine's clock right; if it is right, run `roster doctor --accept-clock`, or let "
        + "the server run for an hour"
}
