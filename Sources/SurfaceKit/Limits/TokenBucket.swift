/// A bucket of calls. Kept in parts of a call so small that a millisecond is a whole number of
/// them at any rate: nothing is rounded, nothing drifts.
struct TokenBucket {
    /// How fast buckets fill, and how much they hold.
    struct Rate: Sendable {
        /// A minute's calls; also the parts that flow in each millisecond.
        let perMinute: Int64

        /// Bounded, so that the arithmetic below cannot overflow.
        init(perMinute: Int) {
            self.perMinute = Int64(min(max(perMinute, 1), 1_000_000))
        }

        fileprivate var capacity: Int64 { perMinute * TokenBucket.partsPerCall }
    }

    /// A minute in milliseconds: after one of them, a bucket has gained `perMinute` parts.
    fileprivate static let partsPerCall: Int64 = 60_000

    private var parts: Int64
    /// When it was last looked at.
    private(set) var changedAt: Int64

    /// A full bucket.
    init(rate: Rate, now: Int64) {
        parts = rate.capacity
        changedAt = now
    }

    /// Takes one call out. Zero when it was there; else the milliseconds until it will be.
    mutating func take(rate: Rate, now: Int64) -> Int64 {
        parts = filled(rate: rate, now: now)
        changedAt = now
        if parts >= TokenBucket.partsPerCall {
            parts -= TokenBucket.partsPerCall
            return 0
        }
        return (TokenBucket.partsPerCall - parts + rate.perMinute - 1) / rate.perMinute
    }

    /// Puts one call back.
    mutating func giveBack(rate: Rate, now: Int64) {
        parts = min(filled(rate: rate, now: now) + TokenBucket.partsPerCall, rate.capacity)
        changedAt = now
    }

    /// Whether forgetting it makes no difference.
    func isFull(rate: Rate, now: Int64) -> Bool {
        filled(rate: rate, now: now) == rate.capacity
    }

    private func filled(rate: Rate, now: Int64) -> Int64 {
        let (elapsed, isFar) = now.subtractingReportingOverflow(changedAt)
        // A minute fills any bucket, and time that goes back fills none.
        if isFar || elapsed >= 60_000 { return now < changedAt ? parts : rate.capacity }
        return min(parts + max(elapsed, 0) * rate.perMinute, rate.capacity)
    }
}
