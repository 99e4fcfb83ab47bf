import Synchronization

/// The memory for answers that wait for their readers (THREATS 22, 32): one number for the process, of
/// which one block of addresses may hold an eighth. An answer counts from the moment that it is there
/// until its last byte is with the system. Beyond, the connection that has read nothing for longest is
/// closed, of the block that holds too much; where all read, the new answer waits a moment for room.
package final class AnswerBudget: Sendable {
    private struct Entry {
        let block: ClientAddress?
        let bytes: Int
        var progressedAt: Int64
        var close: (@Sendable () -> Void)?
    }

    private struct State {
        var used = 0
        var held: [ClientAddress?: Int] = [:]
        /// Of answers that are there and wait for room.
        var waiting: [ClientAddress?: Int] = [:]
        var entries: [Int: Entry] = [:]
        var next = 0
    }

    private enum Outcome {
        case admitted(Int)
        case tooMany
        case wait(closing: (@Sendable () -> Void)?)
    }

    private let bytesMax: Int
    private let blockBytesMax: Int
    private let patience: Duration
    private let nanoseconds: @Sendable () -> Int64
    private let state = Mutex(State())
    private let closed = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)

    /// - Parameters:
    ///   - bytesMax: The setting `limits.answerBytes`.
    ///   - patience: How long an answer waits for room.
    ///   - nanoseconds: A monotonic clock.
    package init(
        bytesMax: Int = Bounds.answerBudgetBytes,
        patience: Duration = .seconds(Bounds.answerRoomSeconds),
        nanoseconds: @escaping @Sendable () -> Int64
    ) {
        self.bytesMax = bytesMax
        self.blockBytesMax = bytesMax / 8
        self.patience = patience
        self.nanoseconds = nanoseconds
    }

    package var usedBytes: Int {
        state.withLock { state in state.used + state.waiting.values.reduce(0, +) }
    }

    /// How many connections were closed to make room since the start.
    package var closedCount: Int { closed.load(ordering: .relaxed) }

    /// How many answers found no room since the start.
    package var refusedCount: Int { refused.load(ordering: .relaxed) }

    /// Takes room for an answer that is there. A small one always finds it, and so does the only one of
    /// its block.
    /// - Returns: nil when there is none, and none comes in time.
    package func admit(_ bytes: Int, for block: ClientAddress?) async -> AnswerLease? {
        let end = ContinuousClock.now + patience
        var isWaiting = false
        defer { if isWaiting { state.withLock { leave(bytes, block, &$0) } } }
        while true {
            let outcome = state.withLock { state in
                look(bytes, for: block, isWaiting: isWaiting, &state)
            }
            switch outcome {
            case .admitted(let number): return AnswerLease(budget: self, number: number)
            case .tooMany:
                refused.wrappingAdd(1, ordering: .relaxed)
                return nil
            case .wait(let close):
                isWaiting = true
                if let close {
                    closed.wrappingAdd(1, ordering: .relaxed)
                    close()
                }
            }
            guard ContinuousClock.now < end,
                (try? await Task.sleep(for: Self.pause)) != nil
            else {
                refused.wrappingAdd(1, ordering: .relaxed)
                return nil
            }
        }
    }

    private static let pause = Duration.milliseconds(20)

    private func look(
        _ bytes: Int, for block: ClientAddress?, isWaiting: Bool, _ state: inout State
    ) -> Outcome {
        let own = state.held[block] ?? 0
        let fitsBlock = own == 0 || own + bytes <= blockBytesMax
        let fits = state.used == 0 || state.used + bytes <= bytesMax
        if bytes <= Bounds.smallAnswerBytesMax || fits && fitsBlock {
            return .admitted(add(bytes, block, &state))
        }
        let close = takeSlowest(of: fitsBlock ? largest(state) : block, &state)
        if isWaiting { return .wait(closing: close) }
        // What waits is in memory as well.
        guard (state.waiting[block] ?? 0) + bytes <= max(blockBytesMax, bytes),
            state.waiting.values.reduce(bytes, +) <= max(bytesMax, bytes)
        else { return .tooMany }
        state.waiting[block, default: 0] += bytes
        return .wait(closing: close)
    }

    private func leave(_ bytes: Int, _ block: ClientAddress?, _ state: inout State) {
        let rest = (state.waiting[block] ?? 0) - bytes
        state.waiting[block] = rest > 0 ? rest : nil
    }

    private func add(_ bytes: Int, _ block: ClientAddress?, _ state: inout State) -> Int {
        state.used += bytes
        state.held[block, default: 0] += bytes
        state.next += 1
        state.entries[state.next] = Entry(
            block: block, bytes: bytes, progressedAt: nanoseconds(), close: nil)
        return state.next
    }

    private func largest(_ state: State) -> ClientAddress? {
        state.held.max { $0.value < $1.value }?.key ?? nil
    }

    /// How to close the connection of the block that has read nothing for longest, if it has for a
    /// while.
    private func takeSlowest(
        of block: ClientAddress?, _ state: inout State
    ) -> (@Sendable () -> Void)? {
        let latest = nanoseconds() - Bounds.stalledAnswerSeconds * 1_000_000_000
        var slowest: (number: Int, at: Int64)?
        for (number, entry) in state.entries
        where entry.block == block && entry.close != nil && entry.progressedAt <= latest {
            if entry.progressedAt < slowest?.at ?? .max { slowest = (number, entry.progressedAt) }
        }
        guard let slowest else { return nil }
        defer { state.entries[slowest.number]?.close = nil }
        return state.entries[slowest.number]?.close
    }

    fileprivate func setClose(_ number: Int, _ close: @escaping @Sendable () -> Void) {
        state.withLock { $0.entries[number]?.close = close }
    }

    fileprivate func progress(_ number: Int) {
        let now = nanoseconds()
        state.withLock { $0.entries[number]?.progressedAt = now }
    }

    fileprivate func release(_ number: Int) {
        state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: number) else { return }
            state.used -= entry.bytes
            let rest = (state.held[entry.block] ?? 0) - entry.bytes
            state.held[entry.block] = rest > 0 ? rest : nil
        }
    }
}

/// What one answer holds of an ``AnswerBudget``, given back at the latest when nobody has the lease any
/// more.
package final class AnswerLease: Sendable {
    private let budget: AnswerBudget
    private let number: Int

    fileprivate init(budget: AnswerBudget, number: Int) {
        self.budget = budget
        self.number = number
    }

    deinit { release() }

    /// How to close the answer's connection, should its reader not read while others wait.
    package func closing(by close: @escaping @Sendable () -> Void) {
        budget.setClose(number, close)
    }

    /// The reader has read something.
    package func progress() { budget.progress(number) }

    package func release() { budget.release(number) }
}
