import Synchronization

/// What a call gets of a bucket.
package enum BucketAnswer: Sendable, Equatable {
    /// It may go on, and was counted.
    case allowed
    /// It is refused, not counted, and would be allowed after this many whole seconds, at least one:
    /// the value of `Retry-After`.
    case after(seconds: Int)
}

/// A token bucket for each key. The number of buckets is bounded, so that a caller with many keys
/// costs memory only up to there.
package final class KeyedBuckets<Key: Hashable & Sendable>: Sendable {
    private let rate: TokenBucket.Rate
    private let shards: [Shard<Key>]

    /// - Parameters:
    ///   - perMinute: Calls a minute for each key; below one counts as one.
    ///   - keysMax: How many keys are remembered. Beyond, those are forgotten first that may call
    ///     freely anyway, then those that have not called for longest.
    package init(perMinute: Int, keysMax: Int = 65_536) {
        rate = TokenBucket.Rate(perMinute: perMinute)
        let perShard = max(keysMax / Self.shardCount, 1)
        shards = (0..<Self.shardCount).map { _ in Shard(bucketsMax: perShard) }
    }

    /// Counts one call; `now` in milliseconds of any clock.
    package func take(_ key: Key, now: Int64) -> BucketAnswer {
        let waitMilliseconds = shard(of: key).take(key, rate: rate, now: now)
        return waitMilliseconds == 0
            ? .allowed : .after(seconds: Int((waitMilliseconds + 999) / 1_000))
    }

    /// Takes back a call that ``take(_:now:)`` counted.
    package func giveBack(_ key: Key, now: Int64) {
        shard(of: key).giveBack(key, rate: rate, now: now)
    }

    /// How many keys are remembered right now.
    package var count: Int { shards.reduce(0) { $0 + $1.count } }

    /// One lock each, so that callers rarely wait for each other. A power of two.
    private static var shardCount: Int { 16 }

    /// The hash is seeded per process: nobody can aim at one shard.
    private func shard(of key: Key) -> Shard<Key> {
        shards[key.hashValue & (Self.shardCount - 1)]
    }
}

/// A part of the buckets. The lock guards all of them.
private final class Shard<Key: Hashable & Sendable>: Sendable {
    private let buckets = Mutex<[Key: TokenBucket]>([:])
    private let bucketsMax: Int

    init(bucketsMax: Int) {
        self.bucketsMax = bucketsMax
    }

    var count: Int { buckets.withLock { $0.count } }

    func take(_ key: Key, rate: TokenBucket.Rate, now: Int64) -> Int64 {
        buckets.withLock { buckets in
            var bucket = buckets[key] ?? TokenBucket(rate: rate, now: now)
            let waitMilliseconds = bucket.take(rate: rate, now: now)
            if buckets[key] == nil, buckets.count >= bucketsMax {
                makeRoom(in: &buckets, rate: rate, now: now)
            }
            buckets[key] = bucket
            return waitMilliseconds
        }
    }

    func giveBack(_ key: Key, rate: TokenBucket.Rate, now: Int64) {
        buckets.withLock { $0[key]?.giveBack(rate: rate, now: now) }
    }

    /// Frees a quarter at once, so that a flood of new addresses pays for a sweep only once in
    /// many calls.
    private func makeRoom(
        in buckets: inout [Key: TokenBucket], rate: TokenBucket.Rate, now: Int64
    ) {
        buckets = buckets.filter { !$0.value.isFull(rate: rate, now: now) }
        let surplus = buckets.count - bucketsMax * 3 / 4
        guard surplus > 0 else { return }
        let oldest = buckets.sorted { $0.value.changedAt < $1.value.changedAt }.prefix(surplus)
        for (key, _) in oldest { buckets[key] = nil }
    }
}
