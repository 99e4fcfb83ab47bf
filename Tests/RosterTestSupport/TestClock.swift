package import RosterCore
import Synchronization

/// A clock that stands still until a test moves it.
package final class TestClock: Sendable {
    private let milliseconds: Mutex<Int64>

    package init(_ start: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)) {
        milliseconds = Mutex(start.milliseconds)
    }

    package var now: Timestamp {
        Timestamp(milliseconds: milliseconds.withLock { $0 })
    }

    package func advance(milliseconds step: Int64) { milliseconds.withLock { $0 += step } }

    package func advance(seconds: Int64) { advance(milliseconds: seconds * 1000) }

    package func advance(days: Int64) { advance(seconds: days * 86_400) }
}

extension DirectoryEnvironment {
    /// This environment with a clock that a test moves, if there is one.
    package func running(on clock: TestClock?) -> DirectoryEnvironment {
        guard let clock else { return self }
        return DirectoryEnvironment(
            now: { clock.now }, randomBytes: randomBytes, keyedHash: keyedHash, hash: hash,
            seal: seal, unseal: unseal, md5: md5)
    }
}
