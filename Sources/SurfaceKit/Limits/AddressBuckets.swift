import Synchronization

/// How often an address may call what guesses or costs something: logins, codes, registrations
/// (`limits.perAddress`, a minute). A token bucket per address: a whole minute's worth at once,
/// then one more each time a minute's fraction has passed.
///
/// Counted is ``ClientAddress/bucketKey``; loopback is never counted. The number of buckets is
/// bounded, so that a caller with many addresses costs memory only up to there.
package final class AddressBuckets: Sendable {
    /// What a call gets.
    package enum Retry: Sendable, Equatable {
        /// It may go on, and was counted.
        case allowed
        /// It is refused, not counted, and would be allowed after this many whole seconds, at
        /// least one: the value of `Retry-After`.
        case after(seconds: Int)
    }

    private let rate: TokenBucket.Rate
    private let shards: [Shard]

    /// - Parameters:
    ///   - perMinute: Calls a minute for each address; below one counts as one.
    ///   - addressesMax: How many addresses are remembered. Beyond, those are forgotten first that
    ///     may call freely anyway, then those that have not called for longest.
    package init(perMinute: Int, addressesMax: Int = 65_536) {
        rate = TokenBucket.Rate(perMinute: perMinute)
        let perShard = max(addressesMax / AddressBuckets.shardCount, 1)
        shards = (0..<AddressBuckets.shardCount).map { _ in Shard(bucketsMax: perShard) }
    }

    /// Counts one call.
    ///
    /// - Parameter now: Milliseconds of any clock; when it goes back, no bucket fills until the
    ///   clock has moved on from there.
    package func take(_ address: ClientAddress, now: Int64) -> Retry {
        if address.isLoopback { return .allowed }
        let key = address.bucketKey
        let waitMilliseconds = shard(of: key).take(key, rate: rate, now: now)
        return waitMilliseconds == 0
            ? .allowed : .after(seconds: Int((waitMilliseconds + 999) / 1_000))
    }

    /// Takes back a call that ``take(_:now:)`` counted: it turned out not to be a guess.
    package func giveBack(_ address: ClientAddress, now: Int64) {
        if address.isLoopback { return }
        let key = address.bucketKey
        shard(of: key).giveBack(key, rate: rate, now: now)
    }

    /// How many addresses are remembered right now.
    package var count: Int { shards.reduce(0) { $0 + $1.count } }

    /// One lock each, so that callers rarely wait for each other. A power of two.
    private static let shardCount = 16

    /// The hash is seeded per process: nobody can aim at one shard.
    private func shard(of key: ClientAddress) -> Shard {
        shards[key.hashValue & (AddressBuckets.shardCount - 1)]
    }
}

/// A part of the buckets. The lock guards all of them.
private final class Shard: Sendable {
    private let buckets = Mutex<[ClientAddress: TokenBucket]>([:])
    private let bucketsMax: Int

    init(bucketsMax: Int) {
        self.bucketsMax = bucketsMax
    }

    var count: Int { buckets.withLock { $0.count } }

    func take(_ key: ClientAddress, rate: TokenBucket.Rate, now: Int64) -> Int64 {
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

    func giveBack(_ key: ClientAddress, rate: TokenBucket.Rate, now: Int64) {
        buckets.withLock { $0[key]?.giveBack(rate: rate, now: now) }
    }

    /// Frees a quarter at once, so that a flood of new addresses pays for a sweep only once in
    /// many calls.
    private func makeRoom(
        in buckets: inout [ClientAddress: TokenBucket], rate: TokenBucket.Rate, now: Int64
    ) {
        buckets = buckets.filter { !$0.value.isFull(rate: rate, now: now) }
        let surplus = buckets.count - bucketsMax * 3 / 4
        guard surplus > 0 else { return }
        let oldest = buckets.sorted { $0.value.changedAt < $1.value.changedAt }.prefix(surplus)
        for (key, _) in oldest { buckets[key] = nil }
    }
}
