package import RosterCore
import Synchronization

/// A clock that stands still until a test moves it.
package final class TestClock: Sendable {
    private struct State {
        var wall: Int64
        var steady: Int64 = 0
    }

    private let state: Mutex<State>

    package init(_ start: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)) {
        state = Mutex(State(wall: start.milliseconds))
    }

    package var now: Timestamp {
        Timestamp(milliseconds: state.withLock { $0.wall })
    }

    /// Of the clock that nobody sets.
    package var steadyMilliseconds: Int64 { state.withLock { $0.steady } }

    /// Lets time pass; a negative step sets the clock back, and no time passes.
    package func advance(milliseconds step: Int64) {
        state.withLock { state in
            state.wall += step
            state.steady += max(0, step)
        }
    }

    /// Sets the clock while no time passes.
    package func jump(days: Int64) { state.withLock { $0.wall += days * 86_400_000 } }

    package func advance(seconds: Int64) { advance(milliseconds: seconds * 1000) }

    package func advance(days: Int64) { advance(seconds: days * 86_400) }
}

extension DirectoryEnvironment {
    /// This environment with a clock that a test moves, if there is one.
    package func running(on clock: TestClock?) -> DirectoryEnvironment {
        guard let clock else { return self }
        return DirectoryEnvironment(
            now: { clock.now }, steadyMilliseconds: { clock.steadyMilliseconds },
            randomBytes: randomBytes, keyedHash: keyedHash, hash: hash,
            seal: seal, unseal: unseal, md5: md5)
    }
}
