import Synchronization

/// The memory for heads of requests: those that are on their way and those of requests that are worked
/// on, so that neither unfinished heads on many connections nor requests on many streams fill the
/// process (THREATS 22, 31). Ordinary requests have a budget of their own, so that they go on while the
/// other one is in use. Nobody waits for room: what asks is small.
package final class HeadBudget: Sendable {
    private let large = ByteBudget.quartered(Bounds.headBudgetBytes)
    private let small = ByteBudget.quartered(Bounds.smallHeadBudgetBytes)
    private let refused = Atomic<Int>(0)

    package init() {}

    /// What large and small heads hold now.
    package var usedBytes: (large: Int, small: Int) { (large.usedBytes, small.usedBytes) }

    /// How many heads found no room since the start.
    package var refusedCount: Int { refused.load(ordering: .relaxed) }

    /// - Returns: What was taken, to be given back; nil when there was no room.
    package func take(_ bytes: Int, for block: ClientAddress?) -> HeadRoom? {
        let budget = bytes <= Bounds.smallHeadBytesMax ? small : large
        return take(bytes, of: budget, for: block)
    }

    /// As ``take(_:for:)``, for a head of which the size is not known yet.
    package func takeUnfinished(_ bytes: Int, for block: ClientAddress?) -> HeadRoom? {
        take(bytes, of: large, for: block)
    }

    private func take(
        _ bytes: Int, of budget: ByteBudget, for block: ClientAddress?
    ) -> HeadRoom? {
        guard budget.takeAtOnce(bytes, for: block) else {
            refused.wrappingAdd(1, ordering: .relaxed)
            return nil
        }
        return HeadRoom(budget: budget, bytes: bytes, block: block)
    }
}

/// What one head holds of a ``HeadBudget``.
package struct HeadRoom: Sendable {
    fileprivate let budget: ByteBudget
    package let bytes: Int
    fileprivate let block: ClientAddress?

    package func release() { budget.giveBack(bytes, of: block) }
}

extension ByteBudget {
    /// Of which one block of addresses may hold a quarter, as of the connections.
    fileprivate static func quartered(_ bytes: Int) -> ByteBudget {
        ByteBudget(bytesMax: bytes, blockBytesMax: bytes / 4)
    }
}
