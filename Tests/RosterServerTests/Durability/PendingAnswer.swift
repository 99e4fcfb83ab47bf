import RosterTestSupport
import Synchronization

/// A request on its way, whose answer can be looked for without waiting for it.
final class PendingAnswer: Sendable {
    private let answer = Mutex<Result<WireResponse, any Error>?>(nil)

    init(_ request: @escaping @Sendable () async throws -> WireResponse) {
        Task {
            let result: Result<WireResponse, any Error>
            do { result = .success(try await request()) } catch { result = .failure(error) }
            answer.withLock { $0 = result }
        }
    }

    var isThere: Bool { answer.withLock { $0 != nil } }

    /// Waits for the answer, not for ever.
    func value() async throws -> WireResponse {
        _ = try await eventually { isThere }
        guard let result = answer.withLock({ $0 }) else {
            throw FixtureFailure(text: "no answer")
        }
        return try result.get()
    }
}
