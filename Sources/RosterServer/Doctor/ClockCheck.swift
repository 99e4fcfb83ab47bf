import CPlatform
import RosterControl
import RosterCore
import RosterStorage

/// The system's clock is not behind what was already written, nor left to itself.
enum ClockCheck {
    private static let subject = "clock"
    /// 2026-01-01T00:00:00Z: this release was not there before.
    private static let earliest = Timestamp(milliseconds: 1_767_225_600_000)
    private static let secondsBehindMax: Int64 = 60

    static func now() -> Timestamp {
        Timestamp(milliseconds: roster_wall_milliseconds())
    }

    static func findings(_ database: ExaminedDatabase) async -> [Finding] {
        let newest = await database.ask { facts throws(DirectoryError) in
            try await facts.newestAuditTime()
        }
        let latest = await database.ask { facts throws(DirectoryError) in
            try await facts.latestTime()
        }
        return findings(
            now: now(), newestWritten: newest ?? nil, latestSeen: latest ?? nil,
            isUnsynchronised: roster_clock_ask() == ROSTER_CLOCK_UNSYNCHRONISED)
    }

    /// The judgement alone.
    /// - Parameters:
    ///   - newestWritten: The newest time that the database has.
    ///   - latestSeen: The latest time that the database has seen; while the clock is held, no later one
    ///     is written.
    static func findings(
        now: Timestamp, newestWritten: Timestamp?, latestSeen: Timestamp? = nil,
        isUnsynchronised: Bool
    ) -> [Finding] {
        let mend = "set this machine's clock right, and let a time service (NTP) keep it so"
        if now < earliest {
            return [
                .failure(
                    subject,
                    "it is \(UTCText.of(now)) by this machine's clock, before this release",
                    mend: mend)
            ]
        }
        if let newestWritten, now.adding(seconds: secondsBehindMax) < newestWritten {
            return [
                .failure(
                    subject,
                    "it is \(UTCText.of(now)) by this machine's clock, but the database was "
                        + "written at \(UTCText.of(newestWritten)), so tokens and sessions would "
                        + "be misjudged", mend: mend)
            ]
        }
        if let latestSeen, now > latestSeen.adding(seconds: Limits.clockLeapSeconds) {
            return [
                .warning(
                    subject, ClockWords.text(now: now, expected: latestSeen), mend: ClockWords.mend)
            ]
        }
        if isUnsynchronised {
            return [
                .warning(
                    subject, "no time service keeps this machine's clock, says the system",
                    mend: mend)
            ]
        }
        return [.fine(subject, "it is \(UTCText.of(now))")]
    }
}
