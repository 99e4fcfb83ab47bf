import Synchronization

/// Lets a few scans run at a time: one of each kind of caller always, and a few more of any kind but
/// anonymous. Others wait in a queue of their kind, in which address blocks take turns. A full queue
/// refuses, and so does one in which a caller has waited too long.
package final class ScanQueues: Sendable {
    /// How many scans run and wait at most.
    package struct Bounds: Sendable {
        /// Beyond one of each kind.
        package var extraMax: Int
        package var waitingMax: Int
        package var waitingPerBlockMax: Int
        package var waitDuration: Duration

        /// - Parameter cores: The processors that scans may use.
        package init(
            cores: Int, waitingMax: Int = Limits.scansWaitingMax,
            waitingPerBlockMax: Int = Limits.scansWaitingPerBlockMax,
            waitDuration: Duration = .seconds(Limits.scanWaitSeconds)
        ) {
            extraMax = max(2, cores)
            self.waitingMax = waitingMax
            self.waitingPerBlockMax = waitingPerBlockMax
            self.waitDuration = waitDuration
        }

        /// How many run at a time: what an engine needs connections for.
        package var runningMax: Int { ScanCaller.Kind.allCases.count + extraMax }
    }

    private let bounds: Bounds
    /// Guards which scans run and wait.
    private let state: Mutex<ScanSchedule>

    package init(_ bounds: Bounds) {
        self.bounds = bounds
        state = Mutex(ScanSchedule(extraMax: bounds.extraMax))
    }

    /// Runs `body` when it is its caller's turn.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when too many wait or the turn does not
    ///   come in time; what `body` throws.
    package func run<Value: Sendable>(
        for caller: ScanCaller, _ body: () async throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        guard await enter(caller) else {
            throw .busy(retryAfterSeconds: Limits.scanRetrySeconds)
        }
        defer { leave(caller.kind) }
        return try await body()
    }

    /// How many callers of a kind wait; for the metrics.
    package func waitingCount(_ kind: ScanCaller.Kind) -> Int {
        state.withLock { $0.lines[kind.rawValue].waitingCount }
    }

    private enum Entry {
        case runs
        case refused
        case waits(id: UInt64)
    }

    /// Whether the caller's turn came.
    private func enter(_ caller: ScanCaller) async -> Bool {
        let canRun = state.withLock { $0.begin(caller.kind) }
        if canRun { return true }
        let timeout = Timeout()
        defer { timeout.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let entry = state.withLock { state -> Entry in
                    if state.begin(caller.kind) { return .runs }
                    let line = state.lines[caller.kind.rawValue]
                    guard line.waitingCount < bounds.waitingMax,
                        line.waitingCount(of: caller.addressBlock) < bounds.waitingPerBlockMax
                    else { return .refused }
                    return .waits(id: state.append(continuation, of: caller))
                }
                switch entry {
                case .runs: continuation.resume(returning: true)
                case .refused: continuation.resume(returning: false)
                case .waits(let id):
                    timeout.begin(after: bounds.waitDuration) { [weak self] in
                        self?.giveUp(id, caller)
                    }
                }
            }
        } onCancel: {
            timeout.fire()
        }
    }

    private func giveUp(_ id: UInt64, _ caller: ScanCaller) {
        state.withLock { $0.remove(id, of: caller) }?.resume(returning: false)
    }

    private func leave(_ kind: ScanCaller.Kind) {
        let next = state.withLock { state in
            state.end(kind)
            return state.takeNext()
        }
        for waiting in next { waiting.resume(returning: true) }
    }
}

/// The end of one wait: after its time, or at once when the waiting task is cancelled.
private final class Timeout: Sendable {
    private struct State {
        var isFired = false
        var action: (@Sendable () -> Void)?
        var timer: Task<Void, Never>?
    }

    private let state = Mutex(State())

    func begin(after duration: Duration, _ action: @escaping @Sendable () -> Void) {
        let isFired = state.withLock { state in
            state.action = action
            if !state.isFired {
                state.timer = Task { [weak self] in
                    guard (try? await Task.sleep(for: duration)) != nil else { return }
                    self?.fire()
                }
            }
            return state.isFired
        }
        if isFired { action() }
    }

    func fire() {
        let action = state.withLock { state in
            state.isFired = true
            return state.action
        }
        action?()
    }

    func cancel() { state.withLock { $0.timer }?.cancel() }
}
