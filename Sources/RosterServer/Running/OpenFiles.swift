import Glibc
import SurfaceKit

/// The number of files that the process may have open: each connection is one.
package enum OpenFiles {
    /// What the database, logs and the runtime need for themselves.
    private static let reserved = 200

    /// Raises the soft limit to the hard one: shells commonly start with 1024 of far more.
    package static func raiseLimit() {
        guard var limit = current() else { return }
        limit.rlim_cur = limit.rlim_max
        // A refusal leaves the limit as it was, and fewer connections are accepted.
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// How many connections each of `listeners` accepts at once: its share of what the limit
    /// leaves, at most ``Bounds/connectionsMax``. The rest wait in the queue of the system.
    static func connectionsMax(listeners: Int) -> Int {
        let files = current().map { Int(clamping: $0.rlim_cur) } ?? Bounds.connectionsMax
        return max(16, min(Bounds.connectionsMax, (files - reserved) / max(1, listeners)))
    }

    /// How many files may be open now.
    static var softLimit: Int? { current().map { Int(clamping: $0.rlim_cur) } }

    /// With fewer, database and runtime fail somewhere, and say of it what they can.
    private static let leastForStart = 64

    static var areEnough: Bool { softLimit.map { $0 >= leastForStart } ?? true }

    /// Up to which ``raiseLimit()`` can go.
    static var hardLimit: Int? { current().map { Int(clamping: $0.rlim_max) } }

    private static func current() -> rlimit? {
        var limit = rlimit()
        let result = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return result == 0 ? limit : nil
    }
}
