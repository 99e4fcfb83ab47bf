import Dispatch
import RosterCore
import RosterStorage
import Synchronization

/// Connections for long reads, each with a thread of its own, so that a search over a million
/// accounts never holds a thread that serves requests.
final class ScanLanes: Sendable {
    private let lanes: [ScanLane]
    private let turn = Atomic<Int>(0)
    /// Guards that lanes are paused and resumed in pairs, and not paused any more once they close.
    private let pause = Mutex(Pause())

    private struct Pause {
        var isOn = false
        var isClosed = false
    }

    init(path: String, count: Int) throws(DirectoryError) {
        var lanes: [ScanLane] = []
        for number in 0..<max(1, count) {
            lanes.append(
                ScanLane(
                    connection: try SQLiteConnection.open(path: path, configuration: .reader),
                    queue: DispatchQueue(label: "roster.scan.\(number)")))
        }
        self.lanes = lanes
    }

    /// Runs `body` over one snapshot, on a lane that is free, or behind what runs on the next one.
    /// - Throws: What `body` throws; ``DirectoryError/busy(retryAfterSeconds:)`` when the log had to
    ///   be emptied each time that `body` ran.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let lane = freeLane
        defer { lane.leave() }
        for _ in 0..<Self.snapshotsMax {
            if let result = await lane.run(body) { return try result.get() }
        }
        throw .busy(retryAfterSeconds: 1)
    }

    /// Lets no further read begin.
    func hold() {
        pause.withLock { pause in
            guard !pause.isOn, !pause.isClosed else { return }
            pause.isOn = true
            for lane in lanes { lane.queue.suspend() }
        }
    }

    func resume() {
        pause.withLock { pause in
            guard pause.isOn else { return }
            pause.isOn = false
            for lane in lanes { lane.queue.resume() }
        }
    }

    /// Breaks off reads that have run for longer; they run again.
    func endSnapshots(olderThan duration: Duration) {
        let now = ContinuousClock.now
        for lane in lanes { lane.endSnapshot(begunBefore: now - duration) }
    }

    func close() {
        // What waits runs to its end; a queue that is paused could not be given back.
        pause.withLock { $0.isClosed = true }
        resume()
        for lane in lanes { lane.queue.sync { lane.connection.close() } }
    }

    /// How often a read begins anew before its caller is asked to come back.
    private static let snapshotsMax = 4

    private var freeLane: ScanLane {
        let first = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        for step in 0..<lanes.count {
            let lane = lanes[Int((first &+ step).magnitude) % lanes.count]
            if lane.enterIfFree() { return lane }
        }
        let lane = lanes[Int(first.magnitude) % lanes.count]
        lane.enter()
        return lane
    }
}

/// One connection with its thread.
private final class ScanLane: Sendable {
    let connection: SQLiteConnection
    let queue: DispatchQueue
    /// Reads that run or wait here.
    private let readsCount = Atomic<Int>(0)
    private let state = Mutex(Snapshot())

    private struct Snapshot {
        var begunAt: ContinuousClock.Instant?
        var isBrokenOff = false
    }

    init(connection: SQLiteConnection, queue: DispatchQueue) {
        self.connection = connection
        self.queue = queue
    }

    func enterIfFree() -> Bool {
        readsCount.compareExchange(expected: 0, desired: 1, ordering: .relaxed).exchanged
    }

    func enter() { readsCount.wrappingAdd(1, ordering: .relaxed) }

    func leave() { readsCount.wrappingSubtract(1, ordering: .relaxed) }

    /// Nil when the snapshot was broken off.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async -> Result<Value, DirectoryError>? {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                begin()
                let result: Result<Value, DirectoryError>
                do throws(DirectoryError) {
                    result = .success(try connection.read(body))
                } catch {
                    result = .failure(error)
                }
                let isBrokenOff = end()
                if isBrokenOff, case .failure = result {
                    continuation.resume(returning: nil)
                } else {
                    continuation.resume(returning: result)
                }
            }
        }
    }

    func endSnapshot(begunBefore time: ContinuousClock.Instant) {
        // Under the lock, so that the read which is broken off is the one that was looked at.
        state.withLock { snapshot in
            guard let begunAt = snapshot.begunAt, begunAt <= time else { return }
            snapshot.isBrokenOff = true
            connection.breakOff()
        }
    }

    private func begin() {
        state.withLock { snapshot in
            snapshot = Snapshot(begunAt: .now)
            connection.allowReads()
        }
    }

    private func end() -> Bool {
        state.withLock { snapshot in
            defer { snapshot = Snapshot() }
            return snapshot.isBrokenOff
        }
    }
}
