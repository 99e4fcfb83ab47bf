import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// THREATS 9: neither the request for a code nor the ones after it take longer for an address that
/// is known.
@Suite("Equal times of code requests", .serialized) struct EqualTimeTests {
    private static let isSoak = ProcessInfo.processInfo.environment["ROSTER_SOAK"] == "1"
    private static let samples = isSoak ? 250 : 60
    /// Of few samples, chance alone makes more.
    private static let bounds = isSoak ? 0.40...0.60 : 0.30...0.70

    @Test("the area under the curve is that of a guess") func curves() async throws {
        try await SNS.run { sns in
            for number in 0..<Self.samples {
                try await sns.directory.make("k\(number)", email: "known\(number)@example.com")
            }
            var times: [String: [Bool: [Double]]] = [:]
            for (number, isKnown) in Self.order().enumerated() {
                let address = "\(isKnown.known ? "known" : "other")\(isKnown.number)@example.com"
                let (first, answer) = try await Self.timed {
                    try await sns.ask(.prove, address)
                }
                #expect(answer.status == 202)
                times["the request", default: [:]][isKnown.known, default: []].append(first)
                // A write, and a read: what a stranger can call.
                let (write, _) = try await Self.timed {
                    try await sns.ask(.prove, "probe\(number)@example.org")
                }
                times["the next write", default: [:]][isKnown.known, default: []].append(write)
                let (read, _) = try await Self.timed {
                    try await sns.call("GET", "/users", by: .anonymous)
                }
                times["the next read", default: [:]][isKnown.known, default: []].append(read)
                try await Task.sleep(for: .milliseconds(5))
            }
            for (name, groups) in times {
                let area = Self.area(groups[true] ?? [], over: groups[false] ?? [])
                #expect(Self.bounds.contains(area), "\(name): \(area)")
            }
        }
    }

    /// Known and unknown ones in a random order.
    private static func order() -> [(known: Bool, number: Int)] {
        (0..<samples).flatMap { [(true, $0), (false, $0)] }.shuffled()
    }

    private static func timed(
        _ body: () async throws -> WireResponse
    ) async throws -> (Double, WireResponse) {
        let start = ContinuousClock.now
        let answer = try await body()
        return (start.duration(to: .now) / .seconds(1), answer)
    }

    /// How often one of `left` is longer than one of `right`; a half where nothing tells them apart.
    private static func area(_ left: [Double], over right: [Double]) -> Double {
        var sum = 0.0
        for one in left {
            for other in right { sum += one > other ? 1 : one == other ? 0.5 : 0 }
        }
        return sum / Double(left.count * right.count)
    }
}
