import SurfaceKit
import Testing

@Suite("Address buckets")
struct AddressBucketsTests {
    private let caller: ClientAddress

    init() throws {
        caller = try #require(ClientAddress("203.0.113.9"))
    }

    @Test("a minute's worth may come at once, then one more each second of a limit of 60")
    func burst() {
        let buckets = AddressBuckets(perMinute: 60)
        for _ in 0..<60 { #expect(buckets.take(caller, now: 5_000) == .allowed) }
        #expect(buckets.take(caller, now: 5_000) == .after(seconds: 1))
        #expect(buckets.take(caller, now: 5_999) == .after(seconds: 1))
        #expect(buckets.take(caller, now: 6_000) == .allowed)
        #expect(buckets.take(caller, now: 6_000) == .after(seconds: 1))
    }

    @Test(
        "Retry-After is the wait in seconds, rounded up, and is enough",
        arguments: [(1, 60), (2, 30), (7, 9), (13, 5), (59, 2), (60, 1), (120, 1), (100_000, 1)])
    func retryAfter(perMinute: Int, seconds: Int) {
        let buckets = AddressBuckets(perMinute: perMinute)
        for _ in 0..<perMinute { #expect(buckets.take(caller, now: 0) == .allowed) }
        #expect(buckets.take(caller, now: 0) == .after(seconds: seconds))
        #expect(buckets.take(caller, now: Int64(seconds) * 1_000) == .allowed)
    }

    @Test("a wait that has partly passed is answered with what is left of it")
    func partialWait() {
        let buckets = AddressBuckets(perMinute: 1)
        #expect(buckets.take(caller, now: 0) == .allowed)
        #expect(buckets.take(caller, now: 1) == .after(seconds: 60))
        #expect(buckets.take(caller, now: 30_000) == .after(seconds: 30))
        #expect(buckets.take(caller, now: 59_999) == .after(seconds: 1))
        #expect(buckets.take(caller, now: 60_000) == .allowed)
    }

    @Test(
        "over an hour of constant trying exactly the limit goes through", arguments: [1, 7, 60, 77])
    func sustained(perMinute: Int) {
        let buckets = AddressBuckets(perMinute: perMinute)
        var allowed = 0
        for now in stride(from: Int64(0), to: 3_600_000, by: 100)
        where buckets.take(caller, now: now) == .allowed {
            allowed += 1
        }
        // The first minute's worth, and what 3599.9 seconds bring.
        #expect(allowed == perMinute + (3_599_900 * perMinute) / 60_000)
    }

    @Test("a pause never saves up more than a minute's worth")
    func pause() {
        let buckets = AddressBuckets(perMinute: 3)
        for now in [Int64(0), 86_400_000, .max] {
            for _ in 0..<3 { #expect(buckets.take(caller, now: now) == .allowed) }
            #expect(buckets.take(caller, now: now) == .after(seconds: 20))
        }
    }

    @Test("a clock that goes back neither fills a bucket nor locks it for long")
    func clockGoesBack() {
        let buckets = AddressBuckets(perMinute: 1)
        #expect(buckets.take(caller, now: 1_000_000) == .allowed)
        #expect(buckets.take(caller, now: 0) == .after(seconds: 60))
        #expect(buckets.take(caller, now: .min) == .after(seconds: 60))
        #expect(buckets.take(caller, now: .min + 60_000) == .allowed)
    }

    @Test("a /64 of IPv6 shares a bucket, the next one has its own, a mapped address is IPv4")
    func sharing() throws {
        let buckets = AddressBuckets(perMinute: 1)
        func take(_ text: String) throws -> BucketAnswer {
            buckets.take(try #require(ClientAddress(text)), now: 0)
        }
        #expect(try take("2001:db8::1") == .allowed)
        #expect(try take("2001:db8::ffff:1") == .after(seconds: 60))
        #expect(try take("2001:db8:0:1::1") == .allowed)
        #expect(try take("192.0.2.1") == .allowed)
        #expect(try take("::ffff:192.0.2.1") == .after(seconds: 60))
        #expect(try take("192.0.2.2") == .allowed)
    }

    @Test("loopback is never counted", arguments: ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
    func loopback(text: String) throws {
        let buckets = AddressBuckets(perMinute: 1)
        let address = try #require(ClientAddress(text))
        for _ in 0..<100 { #expect(buckets.take(address, now: 0) == .allowed) }
        #expect(buckets.count == 0)
    }

    @Test("a million addresses are bounded in memory, and do not free who keeps calling")
    func flood() throws {
        let buckets = AddressBuckets(perMinute: 1, addressesMax: 4_096)
        #expect(buckets.take(caller, now: 0) == .allowed)
        var most = 0
        for number in 0..<1_000_000 {
            let address = try #require(addressOfOwn(number))
            // All within the minute in which nothing refills.
            let now = Int64(number / 20)
            if buckets.take(address, now: now) != .allowed { Issue.record("\(address) refused") }
            if number % 500 == 0 {
                most = max(most, buckets.count)
                #expect(buckets.take(caller, now: now) != .allowed)
            }
        }
        #expect(most <= 4_096)
        #expect(most > 2_048)
    }

    @Test("full buckets are forgotten before those that still hold a caller back")
    func eviction() throws {
        // A hundred in each of sixteen shards; a thousand addresses do not fill one.
        let buckets = AddressBuckets(perMinute: 2, addressesMax: 1_600)
        for _ in 0..<2 { #expect(buckets.take(caller, now: 0) == .allowed) }
        for number in 0..<1_000 {
            _ = buckets.take(try #require(addressOfOwn(number)), now: 10_000)
        }
        // By now those are full again, though they called later than the caller, who is not.
        for number in 1_000..<2_000 {
            _ = buckets.take(try #require(addressOfOwn(number)), now: 45_000)
        }
        #expect(buckets.count < 1_600)
        #expect(buckets.take(caller, now: 45_000) == .allowed)
        #expect(buckets.take(caller, now: 45_000) == .after(seconds: 15))
    }

    @Test("many tasks at once get exactly the limit through")
    func concurrency() async {
        let buckets = AddressBuckets(perMinute: 1_000)
        let caller = caller
        let allowed = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<500).count { _ in buckets.take(caller, now: 7) == .allowed }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(allowed == 1_000)
    }

    /// Another address for each of a million numbers.
    private func addressOfOwn(_ number: Int) -> ClientAddress? {
        ClientAddress("\(1 + number >> 16).\(number >> 8 & 255).\(number & 255).1")
    }
}
