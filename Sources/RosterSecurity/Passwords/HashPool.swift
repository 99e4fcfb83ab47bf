import Foundation
package import RosterCore
import Synchronization

/// Threads of its own for work that takes tens of milliseconds of processor, so that the
/// threads that serve requests never wait for it (DESIGN §6).
package final class HashPool: Sendable {
    /// The processors that this process may use.
    package static var coresCount: Int { ProcessInfo.processInfo.activeProcessorCount }

    private let crew: HashCrew
    /// A thread of its own for jobs that cost more than a login should: however many come, they stop
    /// no other.
    private let costlyCrew: HashCrew
    private let nextID = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - threads: how many jobs run at once; the machine's cores unless said.
    ///   - interactiveWaitingMax: how many interactive jobs wait before more are refused, first those of
    ///     the addresses that have most.
    ///   - bulkWaitingMax: how many bulk jobs do; a few of the largest batches.
    ///   - memoryBytesMax: what the jobs that run at once may take together; the rest waits.
    package init(
        threads: Int = HashPool.coresCount, interactiveWaitingMax: Int = 256,
        bulkWaitingMax: Int = 4 * Limits.batchElementsMax,
        memoryBytesMax: Int? = nil
    ) {
        let memoryBytesMax = memoryBytesMax ?? HashLimits.memoryBytesMax
        crew = HashCrew(
            name: "hash", threads: max(1, threads),
            interactiveWaitingMax: max(1, interactiveWaitingMax),
            bulkWaitingMax: max(1, bulkWaitingMax), memoryBytesMax: memoryBytesMax)
        costlyCrew = HashCrew(
            name: "hash-costly", threads: 1, interactiveWaitingMax: HashLimits.costlyWaitingMax,
            bulkWaitingMax: HashLimits.costlyWaitingMax, memoryBytesMax: memoryBytesMax)
    }

    deinit {
        crew.close()
        costlyCrew.close()
    }

    /// What `work` returns or throws, once a thread has run it. Interactive jobs go first; bulk
    /// ones take at most half of the threads.
    /// - Parameters:
    ///   - memoryBytes: what the job takes while it runs.
    ///   - isCostly: whether it costs more than a login should; of these one runs at a time, beside
    ///     all others.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when too many jobs of its kind
    ///   wait, when the task is cancelled before its turn, and after ``shutdown()``.
    package func run<Value: Sendable>(
        _ priority: HashPriority, memoryBytes: Int = 0, isCostly: Bool = false,
        _ work: @escaping @Sendable () throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let crew = isCostly ? costlyCrew : crew
        let id = nextID.wrappingAdd(1, ordering: .relaxed).newValue
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let job = HashJob(
                    id: id, block: ScanCaller.current.addressBlock, memoryBytes: memoryBytes,
                    run: { continuation.resume(returning: Result(catching: work)) },
                    refuse: {
                        continuation.resume(returning: .failure(.busy(retryAfterSeconds: 1)))
                    })
                crew.enqueue(job, priority)
                // A cancellation before this line found no job to remove.
                if Task.isCancelled { crew.cancel(id) }
            }
        } onCancel: {
            crew.cancel(id)
        }
        return try result.get()
    }

    /// How many jobs wait for a thread; for the metrics.
    package func waitingCount(_ priority: HashPriority) -> Int {
        crew.waitingCount(priority) + costlyCrew.waitingCount(priority)
    }

    /// Refuses waiting jobs and those to come as busy, lets running ones finish, and returns when
    /// all threads have ended.
    package func shutdown() async {
        await crew.shutdown()
        await costlyCrew.shutdown()
    }
}
