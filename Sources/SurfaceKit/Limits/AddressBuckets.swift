/// How often an address may call what guesses or costs something: logins, codes, registrations
/// (`limits.perAddress`, a minute). A token bucket per address: a whole minute's worth at once,
/// then one more each time a minute's fraction has passed.
///
/// Counted is ``ClientAddress/bucketKey``; loopback is never counted.
package final class AddressBuckets: Sendable {
    private let buckets: KeyedBuckets<ClientAddress>

    /// - Parameters:
    ///   - perMinute: Calls a minute for each address; below one counts as one.
    ///   - addressesMax: How many addresses are remembered.
    package init(perMinute: Int, addressesMax: Int = 65_536) {
        buckets = KeyedBuckets(perMinute: perMinute, keysMax: addressesMax)
    }

    /// Counts one call.
    ///
    /// - Parameter now: Milliseconds of any clock; when it goes back, no bucket fills until the
    ///   clock has moved on from there.
    package func take(_ address: ClientAddress, now: Int64) -> BucketAnswer {
        address.isLoopback ? .allowed : buckets.take(address.bucketKey, now: now)
    }

    /// Takes back a call that ``take(_:now:)`` counted: it turned out not to be a guess.
    package func giveBack(_ address: ClientAddress, now: Int64) {
        if !address.isLoopback { buckets.giveBack(address.bucketKey, now: now) }
    }

    /// How many addresses are remembered right now.
    package var count: Int { buckets.count }
}
