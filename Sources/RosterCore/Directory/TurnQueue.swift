import Synchronization

/// Lets those who come for the same subject go one after the other within this process.
///
/// For tries at one account: the counter in the database already bounds guesses; the queue keeps
/// right passwords that arrive together (a script with 32 Basic requests) from being counted as
/// five unjudged tries. For twins of one request: the second waits for the first one's answer.
///
/// The lock guards the table of waiters alone and is held for a look-up.
final class TurnQueue<Subject: Hashable & Sendable>: Sendable {
    private let lines = Mutex<[Subject: [CheckedContinuation<Void, Never>]]>([:])

    /// Runs `body` when no other body for `subject` runs.
    func alone<Value: Sendable, Failure: Error>(
        _ subject: Subject, _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        await enter(subject)
        defer { leave(subject) }
        return try await body()
    }

    private func enter(_ subject: Subject) async {
        await withCheckedContinuation { continuation in
            let isFirst = lines.withLock { lines in
                if lines[subject] == nil {
                    lines[subject] = []
                    return true
                }
                lines[subject]?.append(continuation)
                return false
            }
            if isFirst { continuation.resume() }
        }
    }

    private func leave(_ subject: Subject) {
        let next: CheckedContinuation<Void, Never>? = lines.withLock { lines in
            guard var line = lines[subject], !line.isEmpty else {
                lines[subject] = nil
                return nil
            }
            let first = line.removeFirst()
            lines[subject] = line
            return first
        }
        next?.resume()
    }
}
