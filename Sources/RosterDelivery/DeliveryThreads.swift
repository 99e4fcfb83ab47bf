import Foundation
import RosterCore
import Synchronization

/// Threads of their own for calls that block, up to half an hour where a mail server is slow, so that
/// none of the threads that serve requests, nor of those that run tasks, ever waits for a mail server
/// or a disk. A thread is made when work comes and none is free, and ends when there is no more.
final class DeliveryThreads: Sendable {
    private struct State {
        var running = 0
        /// What waits for a thread, oldest first; told whether it may run.
        var waiting: [@Sendable (_ mayRun: Bool) -> Void] = []
        var isClosed = false
        /// Who waits for all threads to end.
        var ends: [CheckedContinuation<Void, Never>] = []
    }

    /// Guards who runs, who waits, and whether more may come.
    private let state = Mutex(State())
    private let count: Int
    private let waitingMax: Int

    init(count: Int, waitingMax: Int = 256) {
        self.count = count
        self.waitingMax = waitingMax
    }

    /// What `work` returns, once a thread has run it.
    /// - Throws: ``DeliveryFailure/temporary(_:)`` when too many wait, and after ``close()``.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async throws(DeliveryFailure) -> Value {
        let value: Value? = await withCheckedContinuation { continuation in
            let job: @Sendable (Bool) -> Void = { mayRun in
                continuation.resume(returning: mayRun ? work() : nil)
            }
            let isTaken = state.withLock { state in
                guard !state.isClosed, state.waiting.count < waitingMax else { return false }
                state.waiting.append(job)
                if state.running < count {
                    state.running += 1
                    Thread.detachNewThread { [self] in runWaiting() }
                }
                return true
            }
            if !isTaken { job(false) }
        }
        guard let value else { throw .temporary("the delivery is busy or shutting down") }
        return value
    }

    /// Refuses what waits and what is to come.
    func close() {
        let refused = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        refused.forEach { $0(false) }
    }

    /// As ``close()``, and returns when what runs has ended.
    func shutdown() async {
        close()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.running > 0 { state.ends.append(continuation) }
                return state.running == 0
            }
            if isOver { continuation.resume() }
        }
    }

    private func runWaiting() {
        while let job = next() { job(true) }
    }

    /// Nil when the thread has nothing more to do, and ends.
    private func next() -> (@Sendable (Bool) -> Void)? {
        let (job, ended) = state.withLock { state in
            if !state.waiting.isEmpty {
                return (Optional(state.waiting.removeFirst()), [CheckedContinuation<Void, Never>]())
            }
            state.running -= 1
            guard state.running == 0 else { return (nil, []) }
            defer { state.ends = [] }
            return (nil, state.ends)
        }
        ended.forEach { $0.resume() }
        return job
    }
}
