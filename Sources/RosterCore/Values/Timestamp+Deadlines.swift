/// Deadlines on a wall clock that may be set back. Every deadline that is stored or held is judged
/// here, by one rule: a wait never lasts longer than its own longest, and one that would last longer
/// was begun by a clock that has been set back since, and is over.
extension Timestamp {
    /// When a wait ends that still runs; nil when it is over.
    /// - Parameters:
    ///   - due: The end as it was noted.
    ///   - longest: How long such a wait lasts at most, in seconds. What ends further ahead than that
    ///     is over; ``Limits/waitSkewSeconds`` are allowed for requests that read the clock before the
    ///     wait began, and then count as the longest.
    package func end(ofWait due: Timestamp, atMost longest: Int64) -> Timestamp? {
        let latest = adding(seconds: longest)
        guard due > self, due <= latest.adding(seconds: Limits.waitSkewSeconds) else { return nil }
        return min(due, latest)
    }

    /// As ``end(ofWait:atMost:)``, for a wait whose beginning is known: its longest is its length.
    package func end(ofWait due: Timestamp, begunAt start: Timestamp) -> Timestamp? {
        guard due > self, start <= adding(seconds: Limits.waitSkewSeconds) else { return nil }
        let length = max(0, due.milliseconds - start.milliseconds)
        return min(due, Timestamp(milliseconds: milliseconds + length))
    }

    /// Whether `made` lies further ahead than the clocks of two nodes may differ
    /// (``Limits/clockSkewSeconds``): it was noted before the clock was set back. A code or
    /// ticket that was made then has no life left that could be measured.
    package func isBehind(_ made: Timestamp) -> Bool {
        made > adding(seconds: Limits.clockSkewSeconds)
    }
}
