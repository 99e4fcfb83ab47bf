import SurfaceKit
import Synchronization
import Testing

@Suite("Memory that callers share") struct ByteBudgetTests {
    private static let first = ClientAddress("192.0.2.1")
    private static let second = ClientAddress("192.0.2.2")

    @Test("one block of addresses holds no more than its part, and others find room meanwhile")
    func part() async {
        let budget = ByteBudget(bytesMax: 800, blockBytesMax: 100)
        #expect(await budget.take(100, for: Self.first, waiting: .zero) == 100)
        #expect(await budget.take(1, for: Self.first, waiting: .zero) == nil)
        #expect(await budget.take(100, for: Self.second, waiting: .zero) == 100)
        #expect(budget.usedBytes == 200)
        budget.giveBack(100, of: Self.first)
        #expect(await budget.take(100, for: Self.first, waiting: .zero) == 100)
    }

    @Test("who waits gets what another gives back, before those who come later")
    func waiting() async {
        let budget = ByteBudget(bytesMax: 100, blockBytesMax: 100)
        #expect(await budget.take(100, for: Self.first, waiting: .zero) == 100)
        async let waiter = budget.take(80, for: Self.second, waiting: .seconds(60))
        while budget.waitingCount == 0 { await Task.yield() }
        budget.giveBack(40, of: Self.first)
        let late = await budget.take(10, for: Self.first, waiting: .zero)
        #expect(late == nil, "it passed the one that waits")
        budget.giveBack(60, of: Self.first)
        #expect(await waiter == 80)
        #expect(budget.usedBytes == 80 && budget.waitingCount == 0)
    }

    @Test("room goes to the blocks in turn, however many callers of one wait")
    func turns() async {
        let budget = ByteBudget(bytesMax: 10, blockBytesMax: 10)
        #expect(await budget.take(10, for: Self.first, waiting: .zero) == 10)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    if await budget.take(10, for: Self.first, waiting: .seconds(60)) != nil {
                        budget.giveBack(10, of: Self.first)
                    }
                }
            }
            while budget.waitingCount < 20 { await Task.yield() }
            let served = Flag()
            group.addTask {
                #expect(await budget.take(10, for: Self.second, waiting: .seconds(60)) == 10)
                served.set(budget.waitingCount)
                budget.giveBack(10, of: Self.second)
            }
            while budget.waitingCount < 21 { await Task.yield() }
            budget.giveBack(10, of: Self.first)
            await group.waitForAll()
            #expect(served.value >= 15, "it came after \(20 - served.value) of the other block")
        }
        #expect(budget.usedBytes == 0)
    }

    @Test("a wait ends, and who waited behind it is looked at again")
    func patience() async {
        let budget = ByteBudget(bytesMax: 100, blockBytesMax: 100)
        #expect(await budget.take(50, for: Self.first, waiting: .zero) == 50)
        async let large = budget.take(100, for: Self.second, waiting: .milliseconds(50))
        while budget.waitingCount == 0 { await Task.yield() }
        async let small = budget.take(10, for: Self.first, waiting: .seconds(60))
        #expect(await large == nil)
        #expect(await small == 10)
    }

    @Test("a budget that is smaller than one body still takes one of the largest size at a time")
    func smallSetting() async throws {
        let bodies = BodyBudget(bytesMax: 1, patience: .zero)
        let lease = try await bodies.admit(Bounds.batchBodyBytesMax, for: Self.first)
        await #expect(throws: TransportFailure.self) {
            _ = try await bodies.admit(Bounds.bodyBytesMax, for: Self.second)
        }
        #expect(bodies.refusedCount == 1)
        lease.release()
        _ = try await bodies.admit(Bounds.batchBodyBytesMax, for: Self.second)
    }

    @Test("small bodies go on while there is no room for large ones")
    func small() async throws {
        let bodies = BodyBudget(bytesMax: 1, patience: .zero)
        let large = try await bodies.admit(Bounds.batchBodyBytesMax, for: Self.first)
        let small = try await bodies.admit(Bounds.smallBodyBytesMax, for: Self.first)
        let used = bodies.usedBytes
        #expect(used.small == Bounds.smallBodyBytesMax)
        #expect(used.large == Bounds.batchBodyBytesMax)
        large.release()
        // One that turns out to be larger moves.
        try await small.grow(to: Bounds.smallBodyBytesMax + 1)
        let moved = bodies.usedBytes
        #expect(moved.small == 0 && moved.large == Bounds.smallBodyBytesMax + 1)
        small.release()
        let rest = bodies.usedBytes
        #expect(rest.small == 0 && rest.large == 0)
    }
}

/// A number that one task sets and another reads.
private final class Flag: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    func set(_ new: Int) { number.withLock { $0 = new } }
}
