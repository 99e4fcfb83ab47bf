import Dispatch
import Foundation
import Glibc
import RosterCore
import Synchronization

/// The queues and threads of a ``HashPool``. Apart from it because the threads hold on to this, and
/// end when the pool goes.
final class HashCrew: Sendable {
    private struct State {
        var interactive: HashLines
        var bulk: HashLines
        var runningBulk = 0
        /// Of the jobs that run.
        var memoryBytes = 0
        var isClosed = false
        var liveThreads: Int
        /// Callers of ``shutdown()`` that wait for the last thread.
        var shutdowns: [CheckedContinuation<Void, Never>] = []
    }

    /// Guards both queues and all counts. Jobs run, and are refused, outside of it.
    private let state: Mutex<State>
    /// One signal for each job that came, and one for each thread at the end. A thread looks for
    /// work again before it waits, so a signal may come to nothing, but no job is forgotten.
    private let arrivals = DispatchSemaphore(value: 0)
    private let threads: Int
    private let bulkRunningMax: Int
    private let memoryBytesMax: Int

    init(
        name: String, threads: Int, interactiveWaitingMax: Int, bulkWaitingMax: Int,
        memoryBytesMax: Int
    ) {
        self.threads = threads
        self.memoryBytesMax = memoryBytesMax
        bulkRunningMax = max(1, threads / 2)
        state = Mutex(
            State(
                interactive: HashLines(waitingMax: interactiveWaitingMax),
                bulk: HashLines(waitingMax: bulkWaitingMax), liveThreads: threads))
        for number in 1...threads {
            let thread = Thread { [self] in work() }
            thread.name = "\(name)-\(number)"
            thread.start()
        }
    }

    func enqueue(_ job: HashJob, _ priority: HashPriority) {
        let refused: HashJob? = state.withLock { state in
            guard !state.isClosed else { return job }
            switch priority {
            case .interactive: return state.interactive.append(job)
            case .bulk: return state.bulk.append(job)
            }
        }
        refused?.refuse()
        if refused?.id != job.id { arrivals.signal() }
    }

    /// Refuses a job that still waits; one that runs or has run is left alone.
    func cancel(_ id: UInt64) {
        let job = state.withLock { $0.interactive.remove(id) ?? $0.bulk.remove(id) }
        job?.refuse()
    }

    func waitingCount(_ priority: HashPriority) -> Int {
        state.withLock { state in
            switch priority {
            case .interactive: state.interactive.count
            case .bulk: state.bulk.count
            }
        }
    }

    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            var waiting: [HashJob] = []
            while let job = state.interactive.popFirst() ?? state.bulk.popFirst() {
                waiting.append(job)
            }
            return waiting
        }
        for job in waiting { job.refuse() }
        for _ in 0..<threads { arrivals.signal() }
    }

    func shutdown() async {
        close()
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if state.liveThreads > 0 { state.shutdowns.append(continuation) }
                return state.liveThreads == 0
            }
            if hasEnded { continuation.resume() }
        }
    }
}

// What a thread does.
extension HashCrew {
    private enum Turn {
        case run(HashJob, HashPriority)
        case wait
        case end
    }

    private func work() {
        Self.lowerPriority()
        while true {
            switch takeTurn() {
            case .run(let job, let priority):
                job.run()
                finish(job, priority)
            case .wait:
                arrivals.wait()
            case .end:
                return end()
            }
        }
    }

    private func takeTurn() -> Turn {
        state.withLock { state in
            // Alone, a job may take what it needs.
            let free = state.memoryBytes == 0 ? .max : memoryBytesMax - state.memoryBytes
            if let job = state.interactive.popFirst(within: free) {
                state.memoryBytes += job.memoryBytes
                return .run(job, .interactive)
            }
            if state.runningBulk < bulkRunningMax, let job = state.bulk.popFirst(within: free) {
                state.runningBulk += 1
                state.memoryBytes += job.memoryBytes
                return .run(job, .bulk)
            }
            return state.isClosed ? .end : .wait
        }
    }

    private func finish(_ job: HashJob, _ priority: HashPriority) {
        let isAwaited = state.withLock { state in
            state.memoryBytes -= job.memoryBytes
            if priority == .bulk { state.runningBulk -= 1 }
            return state.interactive.count + state.bulk.count > 1
        }
        // What was given back may be enough for two; this thread takes one of them.
        if isAwaited { arrivals.signal() }
    }

    private func end() {
        let shutdowns = state.withLock { state in
            state.liveThreads -= 1
            defer { if state.liveThreads == 0 { state.shutdowns = [] } }
            return state.liveThreads == 0 ? state.shutdowns : []
        }
        for shutdown in shutdowns { shutdown.resume() }
    }

    /// On Linux a nice value belongs to a thread, and 0 names the calling one. Libargon2's
    /// threads inherit it. Being refused is no harm: the pool is then as urgent as the rest.
    private static func lowerPriority() {
        let thread = Int32(PRIO_PROCESS.rawValue)
        _ = setpriority(thread, 0, max(10, getpriority(thread, 0)))
    }
}
