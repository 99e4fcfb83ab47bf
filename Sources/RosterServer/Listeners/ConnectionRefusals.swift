import Logging
import SurfaceKit
import Synchronization

/// Counts connections that were closed at once because their block of addresses had its part, and tells
/// of it once a minute at most.
final class ConnectionRefusals: Sendable {
    private struct State {
        var count = 0
        var untold = 0
        var toldAt: Int64?
    }

    private let state = Mutex(State())
    private let logger: Logger
    private let nanoseconds: @Sendable () -> Int64

    init(logger: Logger, nanoseconds: @escaping @Sendable () -> Int64) {
        self.logger = logger
        self.nanoseconds = nanoseconds
    }

    /// Since the start.
    var count: Int { state.withLock { $0.count } }

    func note(_ block: ClientAddress, at listener: String) {
        let now = nanoseconds()
        let untold = state.withLock { state -> Int? in
            state.count += 1
            state.untold += 1
            if let last = state.toldAt, now - last < 60_000_000_000 { return nil }
            state.toldAt = now
            defer { state.untold = 0 }
            return state.untold
        }
        guard let untold else { return }
        logger.warning(
            "connections refused",
            metadata: [
                "listener": "\(listener)", "address": "\(block)", "connections": "\(untold)",
                "reason": "one address has a quarter of the listener's connections",
            ])
    }
}
