import Dispatch
import RosterCore
import RosterSecurity
import Synchronization
import Testing

/// THREATS 23: what verifying may take.
@Suite("Memory and costly comparisons in the pool", .timeLimit(.minutes(1)))
struct HashBudgetTests {
    private func until(_ condition: () -> Bool) async {
        while !condition(), !Task.isCancelled { await Task.yield() }
    }

    @Test("jobs that run at once share the memory, and small ones pass those that must wait")
    func budget() async throws {
        let pool = HashPool(threads: 4, memoryBytesMax: 100)
        let gate = Hold()
        let done = Marks()
        try await withThrowingTaskGroup { group in
            defer { gate.open() }
            group.addTask {
                try await pool.run(.interactive, memoryBytes: 60) { gate.pass() }
            }
            await until { gate.count == 1 }
            group.addTask {
                try await pool.run(.interactive, memoryBytes: 60) {
                    done.add("large")
                }
            }
            await until { pool.waitingCount(.interactive) == 1 }
            try await pool.run(.interactive, memoryBytes: 40) {
                done.add("small")
            }
            #expect(done.all == ["small"])
            #expect(pool.waitingCount(.interactive) == 1)
            gate.open()
            try await group.waitForAll()
        }
        #expect(done.all == ["small", "large"])
    }

    @Test("one that takes more than all runs alone, and is not passed for ever")
    func oversize() async throws {
        let pool = HashPool(threads: 2, memoryBytesMax: 100)
        try await pool.run(.interactive, memoryBytes: 1000) {}
        let gate = Hold()
        let done = Marks()
        try await withThrowingTaskGroup { group in
            defer { gate.open() }
            group.addTask { try await pool.run(.interactive, memoryBytes: 1) { gate.pass() } }
            await until { gate.count == 1 }
            group.addTask {
                try await pool.run(.interactive, memoryBytes: 1000) {
                    done.add("large")
                }
            }
            await until { pool.waitingCount(.interactive) == 1 }
            for _ in 0..<32 { try await pool.run(.interactive, memoryBytes: 1) {} }
            group.addTask {
                try await pool.run(.interactive, memoryBytes: 1) {
                    done.add("late")
                }
            }
            await until { pool.waitingCount(.interactive) == 2 }
            gate.open()
            try await group.waitForAll()
        }
        #expect(done.all == ["large", "late"])
    }

    @Test("costly comparisons run one at a time, and however many come they stop no other")
    func costly() async throws {
        let pool = HashPool(threads: 1)
        let gate = Hold()
        try await withThrowingTaskGroup { group in
            defer { gate.open() }
            for _ in 0..<3 {
                group.addTask {
                    try await pool.run(.interactive, memoryBytes: 1 << 30, isCostly: true) {
                        gate.pass()
                    }
                }
            }
            await until { gate.count == 1 && pool.waitingCount(.interactive) == 2 }
            for _ in 0..<10 { try await pool.run(.interactive, memoryBytes: 1 << 20) {} }
            #expect(gate.most == 1)
            gate.open()
            try await group.waitForAll()
        }
        #expect(gate.most == 1)
    }

    @Test("a login by a hash that costs seconds does not hold up another one")
    func logins() async throws {
        // On a machine so slow that each foreign form is a costly one.
        let pool = HashPool(threads: 1)
        let hasher = try PasswordHasher(
            algorithm: .cheapArgon2id, pool: pool, meter: HashMeter(speed: 1e-9))
        let stored = try await hasher.hash("right", priority: .interactive)
        let gate = Hold()
        try await withThrowingTaskGroup { group in
            defer { gate.open() }
            group.addTask {
                try await pool.run(.interactive, isCostly: true) { gate.pass() }
            }
            await until { gate.count == 1 }
            group.addTask {
                let verdict = try await hasher.compare(
                    "wrong", with: "$1$salt$" + String(repeating: "a", count: 22),
                    priority: .interactive)
                #expect(verdict == .wrong)
            }
            await until { pool.waitingCount(.interactive) == 1 }
            let verdict = try await hasher.compare(
                "right", with: stored, priority: .interactive)
            #expect(verdict == .right(needsRehash: false))
            gate.open()
            try await group.waitForAll()
        }
    }
}

/// Holds jobs until it is opened.
private final class Hold: Sendable {
    private let counts = Mutex((now: 0, most: 0))
    private let semaphore = DispatchSemaphore(value: 0)

    var count: Int { counts.withLock { $0.now } }
    var most: Int { counts.withLock { $0.most } }

    func pass() {
        counts.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
        semaphore.wait()
        semaphore.signal()
        counts.withLock { $0.now -= 1 }
    }

    func open() { semaphore.signal() }
}

/// What jobs leave behind, in order.
private final class Marks: Sendable {
    private let marks = Mutex<[String]>([])

    var all: [String] { marks.withLock { $0 } }

    func add(_ mark: String) { marks.withLock { $0.append(mark) } }
}
