import Dispatch
import Glibc
import RosterCore
import RosterSecurity
import Synchronization
import Testing

@Suite("The pool of hashing threads", .timeLimit(.minutes(1)))
struct HashPoolTests {
    private let busy = DirectoryError.busy(retryAfterSeconds: 1)

    /// Waits for what other threads bring about; the suite's time limit cancels a wait in vain.
    private func until(_ condition: () -> Bool) async {
        while !condition(), !Task.isCancelled { await Task.yield() }
    }

    /// What comes of a task that should not wait for the gate; the time limit opens it.
    private func value(of task: Task<Void, any Error>, or gate: Gate) async throws {
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            gate.open()
        }
    }

    @Test("interactive jobs overtake bulk ones, and both keep their order")
    func order() async throws {
        let pool = HashPool(threads: 1)
        let gate = Gate()
        let done = Names()
        try await withThrowingTaskGroup { group in
            defer { gate.open() }
            group.addTask { try await pool.run(.interactive) { gate.pass() } }
            await until { gate.waitingCount == 1 }
            let jobs: [(String, HashPriority)] = [
                ("b1", .bulk), ("b2", .bulk), ("i1", .interactive), ("i2", .interactive),
            ]
            for (name, priority) in jobs {
                let before = pool.waitingCount(priority)
                group.addTask {
                    try await pool.run(priority) { done.append(name) }
                }
                await until { pool.waitingCount(priority) > before }
            }
            gate.open()
            try await group.waitForAll()
        }
        #expect(done.all == ["i1", "i2", "b1", "b2"])
    }

    @Test(
        "bulk jobs take at most half of the threads, one at least",
        arguments: [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)])
    func share(threads: Int, bulkMax: Int) async throws {
        let pool = HashPool(threads: threads)
        let gate = Gate()
        try await withThrowingTaskGroup { group in
            defer { gate.open() }
            for _ in 0..<6 {
                group.addTask { try await pool.run(.bulk) { gate.pass() } }
            }
            await until { gate.waitingCount + pool.waitingCount(.bulk) == 6 }
            await until { gate.waitingCount == bulkMax }
            if threads > bulkMax {
                // The other threads are free for logins, however many of these come.
                for _ in 0..<20 { try await pool.run(.interactive) {} }
            }
            #expect(gate.waitingCount == bulkMax)
            #expect(pool.waitingCount(.bulk) == 6 - bulkMax)
            gate.open()
            try await group.waitForAll()
        }
        #expect(gate.waitingMax == bulkMax)
    }

    @Test("all threads serve logins when there is nothing else")
    func allThreads() async throws {
        let pool = HashPool(threads: 3)
        let gate = Gate()
        try await withThrowingTaskGroup { group in
            defer { gate.open() }
            for _ in 0..<3 { group.addTask { try await pool.run(.interactive) { gate.pass() } } }
            await until { gate.waitingCount == 3 }
            gate.open()
            try await group.waitForAll()
        }
    }

    @Test("a full interactive queue refuses as busy; bulk is never refused for its length")
    func bound() async throws {
        let pool = HashPool(threads: 1, interactiveWaitingMax: 3)
        let gate = Gate()
        let served = Names()
        try await withThrowingTaskGroup { group in
            defer { gate.open() }
            group.addTask { try await pool.run(.interactive) { gate.pass() } }
            await until { gate.waitingCount == 1 }
            for _ in 0..<3 {
                group.addTask {
                    try await pool.run(.interactive) { served.append("served") }
                }
            }
            await until { pool.waitingCount(.interactive) == 3 }
            await #expect(throws: busy) { try await pool.run(.interactive) {} }
            for _ in 0..<50 {
                group.addTask {
                    try await pool.run(.bulk) { served.append("served") }
                }
            }
            await until { pool.waitingCount(.bulk) == 50 }
            gate.open()
            try await group.waitForAll()
        }
        #expect(served.all.count == 53)
    }

    @Test("addresses take turns, and a full queue refuses those of which most wait")
    func addresses() async throws {
        let pool = HashPool(threads: 1, interactiveWaitingMax: 6)
        let gate = Gate()
        let served = Names()
        @Sendable func run(_ block: String) async throws {
            try await ScanCaller.$current.withValue(ScanCaller(.anonymous, addressBlock: block)) {
                try await pool.run(.interactive) { served.append(block) }
            }
        }
        async let blocker: Void = pool.run(.interactive) { gate.pass() }
        defer { gate.open() }
        await until { gate.waitingCount == 1 }
        let many = (0..<6).map { _ in Task { try await run("many") } }
        await until { pool.waitingCount(.interactive) == 6 }
        await #expect(throws: busy) { try await run("many") }
        let few = (0..<2).map { _ in Task { try await run("few") } }
        // Two of the many have to go for them.
        let refusals = Names()
        for task in many {
            Task {
                if (try? await task.value) == nil { refusals.append("refused") }
            }
        }
        await until { refusals.all.count == 2 }
        gate.open()
        try await blocker
        for task in few { try await task.value }
        var outcomes: [Bool] = []
        for task in many { outcomes.append((try? await task.value) != nil) }
        #expect(outcomes.count { $0 } == 4)
        // Whoever asks least does not wait for all of the others.
        #expect(served.all.prefix(4).count { $0 == "few" } == 2)
    }

    @Test(
        "a cancelled task leaves the queue as busy and its job never runs",
        arguments: [HashPriority.interactive, .bulk])
    func cancellation(priority: HashPriority) async throws {
        let pool = HashPool(threads: 1)
        let gate = Gate()
        let ran = Names()
        async let blocker: Void = pool.run(.interactive) { gate.pass() }
        defer { gate.open() }
        await until { gate.waitingCount == 1 }
        let waiting = Task {
            try await pool.run(priority) { ran.append("cancelled") }
        }
        await until { pool.waitingCount(priority) == 1 }
        waiting.cancel()
        await #expect(throws: busy) { try await value(of: waiting, or: gate) }
        #expect(pool.waitingCount(priority) == 0)
        gate.open()
        try await blocker
        try await pool.run(.bulk) {}
        #expect(ran.all.isEmpty)
    }

    @Test("a task that was cancelled before it asked is refused")
    func cancelledBefore() async throws {
        let pool = HashPool(threads: 1)
        let gate = Gate()
        async let blocker: Void = pool.run(.interactive) { gate.pass() }
        defer { gate.open() }
        await until { gate.waitingCount == 1 }
        let late = Task {
            await until { Task.isCancelled }
            try await pool.run(.interactive) {}
        }
        late.cancel()
        await #expect(throws: busy) { try await value(of: late, or: gate) }
        gate.open()
        try await blocker
    }

    @Test("shutdown refuses what waits, lets finish what runs, ends the threads, and refuses more")
    func shutdown() async throws {
        let pool = HashPool(threads: 2)
        let gate = Gate()
        let running = Task { try await pool.run(.interactive) { gate.pass(returning: 7) } }
        let runningBulk = Task { try await pool.run(.bulk) { gate.pass() } }
        await until { gate.waitingCount == 2 }
        let waiting = [HashPriority.interactive, .bulk].map { priority in
            Task { try await pool.run(priority) {} }
        }
        await until { pool.waitingCount(.interactive) == 1 && pool.waitingCount(.bulk) == 1 }
        let ending = Task { await pool.shutdown() }
        for task in waiting {
            await #expect(throws: busy) { try await task.value }
        }
        gate.open()
        #expect(try await running.value == 7)
        try await runningBulk.value
        // Returns only when no thread is left.
        await ending.value
        await pool.shutdown()
        await #expect(throws: busy) { try await pool.run(.bulk) {} }
    }

    @Test("what a job throws comes back to its caller")
    func failure() async throws {
        let pool = HashPool(threads: 1)
        await #expect(throws: DirectoryError.notFound) {
            try await pool.run(.bulk) { () throws(DirectoryError) in throw .notFound }
        }
        #expect(try await pool.run(.bulk) { 1 } == 1)
    }

    @Test("threads run at lower priority than the server's")
    func priority() async throws {
        let niceness = try await HashPool(threads: 1).run(.interactive) {
            getpriority(Int32(PRIO_PROCESS.rawValue), 0)
        }
        #expect(niceness >= 10)
    }

    @Test("200 concurrent hashes and comparisons finish")
    func many() async throws {
        let hasher = try PasswordHasher(algorithm: .cheapArgon2id, pool: HashPool(threads: 2))
        let stored = try await withThrowingTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    (number, try await hasher.hash("secret \(number)", priority: .interactive))
                }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(Set(stored.values).count == 200)
        try await withThrowingTaskGroup { group in
            for (number, hash) in stored {
                group.addTask {
                    let verdict = try await hasher.compare(
                        "secret \(number)", with: hash, priority: .bulk)
                    #expect(verdict == .right(needsRehash: false))
                }
            }
            try await group.waitForAll()
        }
        await hasher.shutdown()
        await #expect(throws: busy) { try await hasher.hash("late", priority: .interactive) }
    }
}

/// Holds the threads of jobs until it is opened.
private final class Gate: Sendable {
    private let counts = Mutex((now: 0, most: 0))
    private let semaphore = DispatchSemaphore(value: 0)

    var waitingCount: Int { counts.withLock { $0.now } }
    var waitingMax: Int { counts.withLock { $0.most } }

    func pass() {
        counts.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
        semaphore.wait()
        // The next one may pass, too.
        semaphore.signal()
        counts.withLock { $0.now -= 1 }
    }

    func pass<Value>(returning value: Value) -> Value {
        pass()
        return value
    }

    func open() { semaphore.signal() }
}

/// What jobs leave behind, in order.
private final class Names: Sendable {
    private let names = Mutex<[String]>([])

    var all: [String] { names.withLock { $0 } }

    func append(_ name: String) { names.withLock { $0.append(name) } }
}
