import RosterCore
import SurfaceKit
import Synchronization
import Testing

/// THREATS 31: pages of many megabytes are not made all at once.
@Suite("Memory of large pages", .timeLimit(.minutes(1)))
struct PageMemoryTests {
    private final class Counts: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func enter() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func leave() { state.withLock { $0.now -= 1 } }
    }

    private func make(_ bytes: Int, times: Int) async throws -> Int {
        let budget = ByteBudget(
            bytesMax: Bounds.pageBudgetBytes, blockBytesMax: Bounds.pageBudgetBytes)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<times {
                let memory = PageMemory(
                    budget: budget, block: ClientAddress("192.0.2.\(number % 4)"))
                group.addTask {
                    try await memory.hold(bytes) { () async throws(DirectoryError) in
                        counts.enter()
                        for _ in 0..<20 { await Task.yield() }
                        counts.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(budget.usedBytes == 0)
        return counts.most
    }

    @Test("those of 25 MiB are made one at a time, smaller ones as they fit")
    func turns() async throws {
        #expect(try await make(25 << 20, times: 20) == 1)
        #expect(try await make(10 << 20, times: 20) <= 3)
    }

    @Test("a page that finds no room in time is refused as busy, and a small one needs none")
    func refusal() async throws {
        let budget = ByteBudget(bytesMax: 4 << 20, blockBytesMax: 4 << 20)
        let memory = PageMemory(budget: budget, block: nil)
        try await memory.hold(4 << 20) { () async throws(DirectoryError) in
            await #expect(throws: DirectoryError.self) {
                try await memory.hold(2 << 20) { () async throws(DirectoryError) in }
            }
            try? await memory.hold(Bounds.freePageBytes) { () async throws(DirectoryError) in }
        }
        #expect(budget.usedBytes == 0)
    }
}
