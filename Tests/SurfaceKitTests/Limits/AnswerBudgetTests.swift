import SurfaceKit
import Synchronization
import Testing

@Suite("Memory for answers that wait for their readers") struct AnswerBudgetTests {
    private static let first = ClientAddress("192.0.2.1")
    private static let second = ClientAddress("192.0.2.2")
    private static let large = 1 << 20

    /// A clock that a test turns.
    private final class Clock: Sendable {
        private let now = Mutex<Int64>(0)

        var nanoseconds: Int64 { now.withLock { $0 } }

        func advance(seconds: Int64) { now.withLock { $0 += seconds * 1_000_000_000 } }
    }

    private static func budget(_ clock: Clock, patience: Duration = .zero) -> AnswerBudget {
        AnswerBudget(bytesMax: 16 << 20, patience: patience, nanoseconds: { clock.nanoseconds })
    }

    @Test("a block holds an eighth, one answer at least, and small ones always")
    func part() async throws {
        let budget = Self.budget(Clock())
        let whole = try #require(await budget.admit(10 << 20, for: Self.first))
        #expect(await budget.admit(Self.large, for: Self.first) == nil)
        let small = await budget.admit(Bounds.smallAnswerBytesMax, for: Self.first)
        #expect(small != nil)
        let other = await budget.admit(Self.large, for: Self.second)
        #expect(other != nil)
        let expected = (11 << 20) + Bounds.smallAnswerBytesMax
        #expect(budget.usedBytes == expected)
        small?.release()
        other?.release()
        whole.release()
        #expect(await budget.admit(Self.large, for: Self.first) != nil)
        #expect(budget.refusedCount == 1)
    }

    @Test(
        "the connection of the block that has read nothing for longest is closed for a new answer")
    func eviction() async throws {
        let clock = Clock()
        let budget = Self.budget(clock, patience: .seconds(60))
        let closed = Mutex<[String]>([])
        let idle = try #require(await budget.admit(Self.large, for: Self.first))
        idle.closing {
            closed.withLock { $0.append("idle") }
            idle.release()
        }
        clock.advance(seconds: 1)
        let reading = try #require(await budget.admit(Self.large, for: Self.first))
        reading.closing {
            closed.withLock { $0.append("reading") }
            reading.release()
        }
        let other = try #require(await budget.admit(Self.large, for: Self.second))
        other.closing { closed.withLock { $0.append("other") } }
        clock.advance(seconds: Bounds.stalledAnswerSeconds)
        reading.progress()
        #expect(await budget.admit(Self.large, for: Self.first) != nil)
        #expect(closed.withLock { $0 } == ["idle"])
        #expect(budget.closedCount == 1)
    }

    @Test("where all read, an answer waits for room, and is refused after a while")
    func waiting() async throws {
        let budget = Self.budget(Clock(), patience: .seconds(60))
        let first = try #require(await budget.admit(2 << 20, for: Self.first))
        first.closing {}
        async let waiter = budget.admit(Self.large, for: Self.first)
        while budget.usedBytes == 2 << 20 { await Task.yield() }
        first.release()
        #expect(await waiter != nil)

        let hasty = Self.budget(Clock(), patience: .milliseconds(50))
        let held = try #require(await hasty.admit(2 << 20, for: Self.first))
        #expect(await hasty.admit(Self.large, for: Self.first) == nil)
        #expect(hasty.usedBytes == 2 << 20, "what was refused still counts")
        held.release()
        #expect(hasty.usedBytes == 0)
    }

    @Test("what waits for room is bounded too, as it is in memory")
    func waitingBound() async throws {
        let budget = Self.budget(Clock(), patience: .seconds(60))
        let held = try #require(await budget.admit(2 << 20, for: Self.first))
        let waiters = (0..<2).map { _ in
            Task { await budget.admit(Self.large, for: Self.first) != nil }
        }
        while budget.usedBytes < 4 << 20 { await Task.yield() }
        #expect(await budget.admit(Self.large, for: Self.first) == nil)
        held.release()
        for waiter in waiters { #expect(await waiter.value) }
    }
}
