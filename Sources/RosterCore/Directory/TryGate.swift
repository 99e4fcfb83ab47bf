import Synchronization

/// Bounds how many tries are under way in this process: failures wait for the end of their slots, and
/// a flood of them must not fill the memory.
final class TryGate: Sendable {
    /// Guards a count, for as long as it takes to change it.
    private let count = Mutex(0)

    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` before anything is compared or counted,
    ///   so that it says nothing of the account.
    func pass<Value: Sendable>(
        _ body: () async throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let isFree = count.withLock { count in
            guard count < Limits.triesUnderWayMax else { return false }
            count += 1
            return true
        }
        guard isFree else { throw .busy(retryAfterSeconds: 1) }
        defer { count.withLock { $0 -= 1 } }
        return try await body()
    }
}
