import Synchronization

/// The memory for bodies of requests that are being read or worked on. Small bodies, which logins are,
/// have a budget of their own, so that they go on while the other one is in use.
package final class BodyBudget: Sendable {
    private let large: ByteBudget
    private let small: ByteBudget
    private let patience: Duration
    private let refused = Atomic<Int>(0)

    /// - Parameters:
    ///   - bytesMax: The setting `limits.bodyBytes`. One block of addresses may hold an eighth of it,
    ///     and always one body of the largest size.
    ///   - patience: How long a body waits for room.
    package init(
        bytesMax: Int = Bounds.bodyBudgetBytes,
        patience: Duration = .seconds(Bounds.bodyRoomSeconds)
    ) {
        let largest = Bounds.batchBodyBytesMax
        large = ByteBudget(
            bytesMax: max(bytesMax, largest), blockBytesMax: max(bytesMax / 8, largest))
        small = ByteBudget(
            bytesMax: Bounds.smallBodyBudgetBytes,
            blockBytesMax: Bounds.smallBodyBudgetBytes / 8)
        self.patience = patience
    }

    /// What large and small bodies hold now.
    package var usedBytes: (large: Int, small: Int) { (large.usedBytes, small.usedBytes) }

    /// How many bodies found no room since the start.
    package var refusedCount: Int { refused.load(ordering: .relaxed) }

    /// Takes room for a body of a known length before any of it is read, so that no two half-read bodies
    /// wait for each other.
    /// - Throws: ``TransportRefusal/overloaded(retryAfterSeconds:)``.
    package func admit(
        _ bytes: Int, for block: ClientAddress?
    ) async throws(TransportFailure) -> BodyLease {
        let lease = BodyLease(budget: self, block: block)
        try await lease.grow(to: bytes)
        return lease
    }

    fileprivate func take(
        _ bytes: Int, isSmall: Bool, for block: ClientAddress?
    ) async throws(TransportFailure) -> Int {
        let budget = isSmall ? small : large
        guard let taken = await budget.take(bytes, for: block, waiting: patience) else {
            refused.wrappingAdd(1, ordering: .relaxed)
            throw TransportFailure(.overloaded(retryAfterSeconds: Bounds.overloadRetrySeconds))
        }
        return taken
    }

    fileprivate func giveBack(_ bytes: Int, isSmall: Bool, of block: ClientAddress?) {
        (isSmall ? small : large).giveBack(bytes, of: block)
    }
}

/// What one body holds of a ``BodyBudget``, given back at the latest when nobody has the lease any more.
package final class BodyLease: Sendable {
    private struct Held {
        var large = 0
        var small = 0
        /// What was asked for so far.
        var bytes = 0
    }

    private let budget: BodyBudget
    private let block: ClientAddress?
    private let held = Mutex(Held())

    fileprivate init(budget: BodyBudget, block: ClientAddress?) {
        self.budget = budget
        self.block = block
    }

    deinit { release() }

    /// Takes what is missing to `bytes`: small bodies in the budget of their own, which they leave when
    /// they turn out to be larger.
    package func grow(to bytes: Int) async throws(TransportFailure) {
        let now = held.withLock { $0 }
        guard bytes > now.bytes else { return }
        let isSmall = bytes <= Bounds.smallBodyBytesMax
        let missing = isSmall ? bytes - now.small : bytes - now.large
        let taken = try await budget.take(missing, isSmall: isSmall, for: block)
        let left = held.withLock { held in
            held.bytes = bytes
            if isSmall {
                held.small += taken
                return 0
            }
            held.large += taken
            defer { held.small = 0 }
            return held.small
        }
        budget.giveBack(left, isSmall: true, of: block)
    }

    /// Gives back what it holds and takes `bytes` in its place: who waits holds nothing that others
    /// wait for.
    package func exchange(for bytes: Int) async throws(TransportFailure) {
        release()
        try await grow(to: bytes)
    }

    package func release() {
        let old = held.withLock { held in
            defer { held = Held() }
            return held
        }
        budget.giveBack(old.large, isSmall: false, of: block)
        budget.giveBack(old.small, isSmall: true, of: block)
    }
}
