import RosterCore
import Testing

@Suite("Deadlines on a clock that may be set back")
struct DeadlineTests {
    private let now = Timestamp(milliseconds: 1_700_000_000_000)

    @Test(
        "a wait ends at its time, never lasts longer than its longest, and is over if it would",
        arguments: [
            (-1, nil), (0, nil), (1, 1), (60, 60), (61, 60), (65, 60), (66, nil), (3_660, nil),
        ] as [(Int64, Int64?)])
    func waits(_ ahead: Int64, _ left: Int64?) {
        let due = now.adding(seconds: ahead)
        let end = left.map { now.adding(seconds: $0) }
        #expect(now.end(ofWait: due, atMost: 60) == end)
    }

    @Test(
        "where the beginning is known, its length is the longest",
        arguments: [
            (0, 10, 10), (-5, 5, 5), (-20, -10, nil), (5, 15, 10), (6, 16, nil),
            (3_600, 3_601, nil),
        ] as [(Int64, Int64, Int64?)])
    func lengths(_ start: Int64, _ due: Int64, _ left: Int64?) {
        let end = now.end(ofWait: now.adding(seconds: due), begunAt: now.adding(seconds: start))
        #expect(end == left.map { now.adding(seconds: $0) })
    }

    @Test("what was made a minute ahead may be another node's; later, no clock has come so far")
    func stamps() {
        #expect(!now.isBehind(now.adding(seconds: -1)))
        #expect(!now.isBehind(now.adding(seconds: 60)))
        #expect(now.isBehind(now.adding(seconds: 61)))
    }
}
