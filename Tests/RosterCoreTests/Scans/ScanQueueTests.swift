import RosterCore
import RosterTestSupport
import Synchronization
import Testing

/// Anonymous callers do not keep known ones waiting (THREATS 33).
@Suite("Queues of lists and searches") struct ScanQueueTests {
    private static let anonymous = ScanCaller(.anonymous, addressBlock: "192.0.2.1")

    @Test("a scan of each kind of caller runs while any number of anonymous ones waits")
    func kindsDoNotWait() async throws {
        try await withScans { scans, gate, order in
            scans.start(Self.anonymous, count: 20, "anonymous")
            await gate.waitUntilHolding(1)
            for kind in [ScanCaller.Kind.user, .administrator, .key] {
                scans.start(ScanCaller(kind, addressBlock: "192.0.2.1"), "\(kind)")
            }
            await gate.waitUntilHolding(4)
            #expect(scans.queues.waitingCount(.anonymous) == 19)
            #expect(Set(order.names) == ["anonymous", "user", "administrator", "key"])
        }
    }

    @Test("known callers may run a few more at a time, anonymous ones may not")
    func extraScans() async throws {
        try await withScans { scans, gate, _ in
            scans.start(ScanCaller(.key, addressBlock: nil), count: 10, "key")
            await gate.waitUntilHolding(3)
            scans.start(Self.anonymous, count: 10, "anonymous")
            await gate.waitUntilHolding(4)
            await scans.waitUntil { $0.waitingCount(.anonymous) == 9 }
            #expect(scans.queues.waitingCount(.key) == 7)
        }
    }

    @Test("address blocks of one kind take turns, however much one of them asks")
    func blocksTakeTurns() async throws {
        try await withScans { scans, gate, order in
            scans.start(Self.anonymous, "first")
            await gate.waitUntilHolding(1)
            scans.start(Self.anonymous, count: 10, "busy")
            await scans.waitUntil { $0.waitingCount(.anonymous) == 10 }
            scans.start(ScanCaller(.anonymous, addressBlock: "198.51.100.7"), "quiet")
            await scans.waitUntil { $0.waitingCount(.anonymous) == 11 }
            gate.open()
            await scans.finish()
            let place = order.names.firstIndex(of: "quiet")
            #expect(place == 2)
        }
    }

    @Test("a full queue refuses at once, one block before the whole")
    func fullQueue() async throws {
        var bounds = ScanQueues.Bounds(cores: 2)
        bounds.waitingMax = 3
        bounds.waitingPerBlockMax = 2
        try await withScans(bounds) { scans, gate, _ in
            scans.start(Self.anonymous, "runs")
            await gate.waitUntilHolding(1)
            scans.start(Self.anonymous, count: 2, "waits")
            await scans.waitUntil { $0.waitingCount(.anonymous) == 2 }
            await #expect(throws: DirectoryError.busy(retryAfterSeconds: 2)) {
                try await scans.queues.run(for: Self.anonymous) {}
            }
            let other = ScanCaller(.anonymous, addressBlock: "198.51.100.7")
            scans.start(other, "other")
            await scans.waitUntil { $0.waitingCount(.anonymous) == 3 }
            let third = ScanCaller(.anonymous, addressBlock: "203.0.113.5")
            await #expect(throws: DirectoryError.busy(retryAfterSeconds: 2)) {
                try await scans.queues.run(for: third) {}
            }
        }
    }

    @Test("a turn that does not come in time is given up, and the queue forgets it")
    func turnTooLate() async throws {
        var bounds = ScanQueues.Bounds(cores: 2)
        bounds.waitDuration = .milliseconds(1)
        try await withScans(bounds) { scans, gate, _ in
            scans.start(Self.anonymous, "runs")
            await gate.waitUntilHolding(1)
            await #expect(throws: DirectoryError.busy(retryAfterSeconds: 2)) {
                try await scans.queues.run(for: Self.anonymous) {}
            }
            #expect(scans.queues.waitingCount(.anonymous) == 0)
        }
    }

    @Test("a cancelled caller leaves its queue")
    func cancelled() async throws {
        try await withScans { scans, gate, _ in
            scans.start(Self.anonymous, "runs")
            await gate.waitUntilHolding(1)
            let queues = scans.queues
            let waiting = Task { try await queues.run(for: Self.anonymous) {} }
            await scans.waitUntil { $0.waitingCount(.anonymous) == 1 }
            waiting.cancel()
            await #expect(throws: DirectoryError.self) { try await waiting.value }
            #expect(queues.waitingCount(.anonymous) == 0)
        }
    }

    @Test("a scan that fails gives its turn to the next")
    func failure() async throws {
        let queues = ScanQueues(ScanQueues.Bounds(cores: 2))
        for _ in 0..<20 {
            await #expect(throws: DirectoryError.notFound) {
                try await queues.run(for: Self.anonymous) { () throws(DirectoryError) in
                    throw .notFound
                }
            }
        }
    }

    @Test("a request scans as its caller, from its address")
    func callers() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user")
        let chief = try await fixture.createAdministrator("chief")
        func kind(_ principal: Principal) -> ScanCaller.Kind {
            ScanCaller(Actor(principal: principal, origin: .test)).kind
        }
        #expect(kind(.anonymous) == .anonymous)
        #expect(kind(Principal(account: user, credential: .password)) == .user)
        #expect(kind(Principal(account: chief, credential: .password)) == .administrator)
        #expect(kind(Principal(account: chief, credential: .local)) == .user)
        #expect(kind(.operator) == .administrator)
        #expect(ScanCaller.current.kind == .administrator)
    }

    private func withScans(
        _ bounds: ScanQueues.Bounds = ScanQueues.Bounds(cores: 2),
        _ body: (RunningScans, Gate, Order) async throws -> Void
    ) async throws {
        let gate = Gate()
        gate.close()
        let order = Order()
        let scans = RunningScans(ScanQueues(bounds), gate, order)
        try await body(scans, gate, order)
        gate.open()
        await scans.finish()
    }
}

/// Scans that wait at a gate, and tell in which order they came to it.
private final class RunningScans: Sendable {
    let queues: ScanQueues
    private let gate: Gate
    private let order: Order
    private let tasks = Mutex<[Task<Void, Never>]>([])

    init(_ queues: ScanQueues, _ gate: Gate, _ order: Order) {
        self.queues = queues
        self.gate = gate
        self.order = order
    }

    func start(_ caller: ScanCaller, count: Int = 1, _ name: String) {
        for _ in 0..<count {
            let task = Task { [queues, gate, order] in
                try? await queues.run(for: caller) {
                    order.add(name)
                    await gate.pass()
                }
                return
            }
            tasks.withLock { $0.append(task) }
        }
    }

    func waitUntil(_ condition: (ScanQueues) -> Bool) async {
        while !condition(queues) { await Task.yield() }
    }

    func finish() async {
        for task in tasks.withLock({ $0 }) { await task.value }
    }
}

private final class Order: Sendable {
    private let list = Mutex<[String]>([])

    var names: [String] { list.withLock { $0 } }

    func add(_ name: String) { list.withLock { $0.append(name) } }
}
