package import RosterCore

/// The memory for pages of many megabytes while they are read and written: their rows and what becomes of
/// them are there at once, before their answers count (THREATS 31). Small pages need no leave.
package struct PageMemory: Sendable {
    private let budget: ByteBudget?
    private let block: ClientAddress?

    package init(budget: ByteBudget? = nil, block: ClientAddress? = nil) {
        self.budget = budget
        self.block = block
    }

    /// Runs `body` with room for a page of `bytes`: its rows, and an answer that grows.
    /// - Throws: ``DirectoryError/busy(retryAfterSeconds:)`` when no room comes in time; what `body`
    ///   throws.
    package func hold<Value: Sendable>(
        _ bytes: Int, _ body: () async throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        guard let budget, bytes > Bounds.freePageBytes else { return try await body() }
        guard
            let taken = await budget.take(
                3 * bytes, for: block, waiting: .seconds(Bounds.bodyRoomSeconds))
        else { throw .busy(retryAfterSeconds: Bounds.overloadRetrySeconds) }
        defer { budget.giveBack(taken, of: block) }
        return try await body()
    }
}
