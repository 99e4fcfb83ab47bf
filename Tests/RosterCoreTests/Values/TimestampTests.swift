import RosterCore
import Testing

@Suite("Moments")
struct TimestampTests {
    @Test(
        "what is told to wait is whole seconds, rounded up, and at least one",
        arguments: [(0, 1), (-5000, 1), (1, 1), (999, 1), (1000, 1), (1001, 2), (900_000, 900)]
            as [(Int64, Int)])
    func retrySeconds(_ distance: Int64, _ seconds: Int) {
        let now = Timestamp(milliseconds: 1_700_000_000_123)
        let later = Timestamp(milliseconds: now.milliseconds + distance)
        #expect(now.retrySeconds(until: later) == seconds)
    }

    @Test(
        "from the fifth failure on a delay doubles from a second to fifteen minutes",
        arguments: [
            (0, nil), (1, nil), (4, nil), (5, 1), (6, 2), (7, 4), (8, 8), (14, 512), (15, 900),
            (16, 900),
            (1_000_000, 900), (Int.max, 900),
        ] as [(Int, Int64?)])
    func delays(_ failures: Int, _ seconds: Int64?) {
        #expect(FailureCounter.delaySeconds(after: failures) == seconds)
    }
}
