import Dispatch
import Glibc
import RosterCore
import RosterSecurity
import Synchronization

/// Tries what a write needs, for `/readyz`: room on the disk, a database that takes a change, a folder of
/// uploads that takes a file, and threads that hash.
///
/// At most one round runs at a time and at most one begins in a second, whoever asks. A part that does
/// not end within ``limit`` counts as failing, and is not begun again before it has ended: a disk that
/// hangs costs one thread, not one for each question.
final class WriteTrial: Sendable {
    /// What can fail, in the words of the answer.
    enum Part: String, Sendable, CaseIterable {
        case disk, database, media, passwords
    }

    private struct Round {
        let task: Task<[Part], Never>
        let begunAt: ContinuousClock.Instant
        var isOver = false
    }

    private struct State {
        var round: Round?
        /// Since when a part runs.
        var running: [Part: ContinuousClock.Instant] = [:]
    }

    private let state = Mutex(State())
    private let checks: [Part: @Sendable () async -> Bool]
    private let limit: Duration
    private let interval: Duration

    /// Passwords wait behind others in a queue with a bound of its own, so that a slow one is fine; one
    /// that has not come up after this long says that no thread works.
    private static let passwordsLimit = Duration.seconds(30)

    /// - Parameters:
    ///   - checks: True where a part does what it should.
    ///   - limit: How long a part may take.
    ///   - interval: Between the beginnings of two rounds.
    init(
        checks: [Part: @Sendable () async -> Bool], limit: Duration = .seconds(2),
        interval: Duration = .seconds(1)
    ) {
        self.checks = checks
        self.limit = limit
        self.interval = interval
    }

    /// The parts that fail, in the order of ``Part``.
    func failing() async -> [Part] {
        await state.withLock { state in
            let now = ContinuousClock.now
            if let round = state.round, !round.isOver || round.begunAt + interval > now {
                return round.task
            }
            let task = Task { await self.round() }
            state.round = Round(task: task, begunAt: now)
            return task
        }.value
    }

    private func round() async -> [Part] {
        let failing = await withTaskGroup(of: Part?.self) { group in
            for (part, check) in checks {
                group.addTask { await self.succeeds(part, check) ? nil : part }
            }
            var failing: Set<Part> = []
            for await part in group { if let part { failing.insert(part) } }
            return failing
        }
        state.withLock { $0.round?.isOver = true }
        return Part.allCases.filter(failing.contains)
    }

    private func succeeds(_ part: Part, _ check: @escaping @Sendable () async -> Bool) async -> Bool
    {
        let now = ContinuousClock.now
        let since = state.withLock { state in
            defer { if state.running[part] == nil { state.running[part] = now } }
            return state.running[part]
        }
        if let since { return part == .passwords && since + Self.passwordsLimit > now }
        let answer = FirstAnswer()
        Task {
            let isFine = await check()
            _ = state.withLock { $0.running.removeValue(forKey: part) }
            answer.give(isFine)
        }
        let timer = Task {
            try? await Task.sleep(for: limit)
            answer.give(part == .passwords)
        }
        defer { timer.cancel() }
        return await answer.wait()
    }
}

/// The first of several answers. The lock guards it and the one who waits.
private final class FirstAnswer: Sendable {
    private struct State {
        var answer: Bool?
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    func give(_ answer: Bool) {
        let waiter = state.withLock { state in
            guard state.answer == nil else { return CheckedContinuation<Bool, Never>?.none }
            state.answer = answer
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: answer)
    }

    func wait() async -> Bool {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state in
                if state.answer == nil { state.waiter = continuation }
                return state.answer
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
