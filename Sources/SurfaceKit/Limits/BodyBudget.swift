import Synchronization

/// The memory for bodies of requests that are being read or worked on. Small bodies, which logins are,
/// have a budget of their own, so that they go on while the other one is in use.
package final class BodyBudget: Sendable {
    private let large: ByteBudget
    /// Of the large bodies of callers who have shown no credential: they take no room from others.
    private let strange: ByteBudget
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
        let (largest, part) = (Bounds.batchBodyBytesMax, bytesMax / 4)
        large = ByteBudget(
            bytesMax: max(bytesMax - part, largest), blockBytesMax: max(bytesMax / 8, largest))
        strange = ByteBudget(
            bytesMax: max(part, Bounds.bodyBytesMax),
            blockBytesMax: max(part / 4, Bounds.bodyBytesMax))
        small = ByteBudget(
            bytesMax: Bounds.smallBodyBudgetBytes,
            blockBytesMax: Bounds.smallBodyBudgetBytes / 8)
        self.patience = patience
    }

    /// What large and small bodies hold now.
    package var usedBytes: (large: Int, small: Int) {
        (large.usedBytes + strange.usedBytes, small.usedBytes)
    }

    /// How many bodies found no room since the start.
    package var refusedCount: Int { refused.load(ordering: .relaxed) }

    /// Takes room for a body of a known length before any of it is read, so that no two half-read bodies
    /// wait for each other.
    /// - Parameter isStranger: Whether the caller has shown no credential.
    /// - Throws: ``TransportRefusal/overloaded(retryAfterSeconds:)``.
    package func admit(
        _ bytes: Int, for block: ClientAddress?, isStranger: Bool = false
    ) async throws(TransportFailure) -> BodyLease {
        let lease = BodyLease(
            budget: self, large: isStranger ? strange : large, small: small, block: block)
        try await lease.grow(to: bytes)
        return lease
    }

    fileprivate func take(
        _ bytes: Int, of budget: ByteBudget, for block: ClientAddress?
    ) async throws(TransportFailure) -> Int {
        guard let taken = await budget.take(bytes, for: block, waiting: patience) else {
            refused.wrappingAdd(1, ordering: .relaxed)
            throw TransportFailure(.overloaded(retryAfterSeconds: Bounds.overloadRetrySeconds))
        }
        return taken
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
    private let large: ByteBudget
    private let small: ByteBudget
    private let block: ClientAddress?
    private let held = Mutex(Held())

    fileprivate init(
        budget: BodyBudget, large: ByteBudget, small: ByteBudget, block: ClientAddress?
    ) {
        self.budget = budget
        self.large = large
        self.small = small
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
        let taken = try await budget.take(missing, of: isSmall ? small : large, for: block)
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
        small.giveBack(left, of: block)
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
        large.giveBack(old.large, of: block)
        small.giveBack(old.small, of: block)
    }
}
