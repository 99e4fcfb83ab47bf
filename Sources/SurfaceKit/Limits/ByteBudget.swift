import Synchronization

/// Bytes of memory that all callers of a process share, of which one block of addresses may hold a
/// part (THREATS 22, 31). A caller that finds no room waits a bounded time. Room goes to the blocks in
/// turn, and within a block to the one that waits longest.
package final class ByteBudget: Sendable {
    private struct Waiter {
        let number: Int
        let bytes: Int
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var used = 0
        /// Of each block that holds any.
        var held: [ClientAddress?: Int] = [:]
        var waiters: [ClientAddress?: [Waiter]] = [:]
        /// The blocks with waiters; the first one's turn is next.
        var turns: [ClientAddress?] = []
        /// Whether the block whose turn it is waits for others to give bytes back.
        var isFull = false
        var next = 0
    }

    package let bytesMax: Int
    package let blockBytesMax: Int
    private let state = Mutex(State())

    /// - Parameter blockBytesMax: What one block may hold; more than `bytesMax` counts as that.
    package init(bytesMax: Int, blockBytesMax: Int) {
        self.bytesMax = bytesMax
        self.blockBytesMax = min(blockBytesMax, bytesMax)
    }

    package var usedBytes: Int { state.withLock { $0.used } }

    /// How many callers wait.
    package var waitingCount: Int {
        state.withLock { state in state.waiters.values.reduce(0) { $0 + $1.count } }
    }

    /// Takes `bytes` for a block of addresses, waiting at most `patience` for room.
    /// - Returns: what was taken, to be given back; nil when there was no room. One block never needs
    ///   more than its part: a larger number counts as that.
    package func take(
        _ bytes: Int, for block: ClientAddress?, waiting patience: Duration
    ) async -> Int? {
        let wanted = min(bytes, blockBytesMax)
        if state.withLock({ takeAtOnce(wanted, for: block, &$0) }) { return wanted }
        let isTaken = await withCheckedContinuation { continuation in
            let number = state.withLock { state -> Int? in
                if takeAtOnce(wanted, for: block, &state) { return nil }
                state.next += 1
                let waiter = Waiter(
                    number: state.next, bytes: wanted, continuation: continuation)
                if state.waiters[block] == nil { state.turns.append(block) }
                state.waiters[block, default: []].append(waiter)
                if fitsBlock(wanted, block, state) { state.isFull = true }
                return state.next
            }
            guard let number else { return continuation.resume(returning: true) }
            Task {
                try? await Task.sleep(for: patience)
                giveUp(number, of: block)
            }
        }
        return isTaken ? wanted : nil
    }

    /// Takes `bytes` when there is room now.
    package func takeAtOnce(_ bytes: Int, for block: ClientAddress?) -> Bool {
        state.withLock { takeAtOnce(bytes, for: block, &$0) }
    }

    package func giveBack(_ bytes: Int, of block: ClientAddress?) {
        guard bytes > 0 else { return }
        let served = state.withLock { state in
            state.used -= bytes
            let rest = (state.held[block] ?? 0) - bytes
            state.held[block] = rest > 0 ? rest : nil
            return serve(&state)
        }
        for continuation in served { continuation.resume(returning: true) }
    }

    private func fitsBlock(_ bytes: Int, _ block: ClientAddress?, _ state: State) -> Bool {
        (state.held[block] ?? 0) + bytes <= blockBytesMax
    }

    /// A caller does not pass those that wait already, be it of its block or, when all is in use, of
    /// any.
    private func takeAtOnce(
        _ bytes: Int, for block: ClientAddress?, _ state: inout State
    ) -> Bool {
        guard state.waiters[block] == nil, !state.isFull, state.used + bytes <= bytesMax,
            fitsBlock(bytes, block, state)
        else { return false }
        add(bytes, block, &state)
        return true
    }

    private func add(_ bytes: Int, _ block: ClientAddress?, _ state: inout State) {
        state.used += bytes
        state.held[block, default: 0] += bytes
    }

    private func serve(_ state: inout State) -> [CheckedContinuation<Bool, Never>] {
        var served: [CheckedContinuation<Bool, Never>] = []
        var index = 0
        state.isFull = false
        while index < state.turns.count {
            let block = state.turns[index]
            guard let first = state.waiters[block]?.first, fitsBlock(first.bytes, block, state)
            else {
                index += 1
                continue
            }
            guard state.used + first.bytes <= bytesMax else {
                state.isFull = true
                break
            }
            add(first.bytes, block, &state)
            served.append(first.continuation)
            state.turns.remove(at: index)
            state.waiters[block]?.removeFirst()
            if state.waiters[block]?.isEmpty == true {
                state.waiters[block] = nil
            } else {
                state.turns.append(block)
            }
        }
        return served
    }

    private func giveUp(_ number: Int, of block: ClientAddress?) {
        let (refused, served) = state.withLock {
            state -> (Waiter?, [CheckedContinuation<Bool, Never>]) in
            guard let index = state.waiters[block]?.firstIndex(where: { $0.number == number })
            else { return (nil, []) }
            let waiter = state.waiters[block]?.remove(at: index)
            if state.waiters[block]?.isEmpty == true {
                state.waiters[block] = nil
                state.turns.removeAll { $0 == block }
            }
            // Others may have waited behind it.
            return (waiter, serve(&state))
        }
        refused?.continuation.resume(returning: false)
        for continuation in served { continuation.resume(returning: true) }
    }
}
