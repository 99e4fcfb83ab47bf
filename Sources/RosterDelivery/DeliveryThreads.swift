import Foundation
import RosterCore
import Synchronization

/// A few threads for calls that block for up to half a minute, so that none of the threads that
/// serve requests ever waits for a mail server or a disk.
final class DeliveryThreads: Sendable {
    private struct State {
        var waiting = 0
        var isClosed = false
    }

    /// Guards how many wait for a thread, and whether more may come.
    private let state = Mutex(State())
    private let queue = OperationQueue()
    private let waitingMax: Int

    init(count: Int, waitingMax: Int = 256) {
        queue.maxConcurrentOperationCount = count
        self.waitingMax = waitingMax
    }

    /// What `work` returns, once a thread has run it.
    /// - Throws: ``DeliveryFailure/temporary(_:)`` when too many wait, and after ``shutdown()``.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async throws(DeliveryFailure) -> Value {
        let isTaken = state.withLock { state in
            guard !state.isClosed, state.waiting < waitingMax else { return false }
            state.waiting += 1
            return true
        }
        guard isTaken else { throw .temporary("the delivery is busy or shutting down") }
        let value: Value? = await withCheckedContinuation { continuation in
            queue.addOperation { [self] in
                let mayRun = state.withLock { state in
                    state.waiting -= 1
                    return !state.isClosed
                }
                continuation.resume(returning: mayRun ? work() : nil)
            }
        }
        guard let value else { throw .temporary("the delivery is shutting down") }
        return value
    }

    /// Refuses waiting calls and those to come, and returns when the running ones have ended.
    func shutdown() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            queue.addBarrierBlock { continuation.resume() }
        }
    }
}
