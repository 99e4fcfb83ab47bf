import Synchronization

/// Lets tries at one subject run one after the other within this process. The counter in the
/// database already bounds guesses; the queue keeps right passwords that arrive together (a
/// script with 32 Basic requests) from being counted as five unjudged tries.
///
/// The lock guards the table of waiters alone and is held for a look-up.
final class TryQueue: Sendable {
    private let lines = Mutex<[FailureSubject: [CheckedContinuation<Void, Never>]]>([:])

    /// Runs `body` when no other try at `subject` runs.
    func alone<Value: Sendable>(
        _ subject: FailureSubject, _ body: () async throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        await enter(subject)
        defer { leave(subject) }
        return try await body()
    }

    private func enter(_ subject: FailureSubject) async {
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

    private func leave(_ subject: FailureSubject) {
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
