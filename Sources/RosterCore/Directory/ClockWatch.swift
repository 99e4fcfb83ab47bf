import Synchronization

/// Whether the wall clock may be believed, judged beside a clock that nobody sets and the latest time
/// that the database has seen.
///
/// A clock that is more than ``Limits/clockLeapSeconds`` ahead of the time expected is held: until it is
/// set back, until an operator accepts it, or until it has gone evenly for
/// ``Limits/clockAgreesSeconds`` by the steady clock, expiry is judged by the expected time. A clock
/// that is behind expires nothing early and is not held; it is in doubt for the same hour.
///
/// The lock guards a few numbers, and is taken by calls that write or expire, never by every request.
final class ClockWatch: Sendable {
    /// The wall clock at a moment of the steady clock.
    private struct Reading {
        var wall: Timestamp
        var steadyMilliseconds: Int64

        /// What the wall clock says later if nobody sets it.
        func expected(at steady: Int64) -> Timestamp {
            Timestamp(milliseconds: wall.milliseconds + steady - steadyMilliseconds)
        }
    }

    private struct State {
        var known: Reading?
        /// Since when the clock goes evenly on another time than the known one.
        var doubted: Reading?
        /// What the database has seen last, as far as this process knows.
        var stored: Timestamp?
    }

    private let state = Mutex(State())

    /// A step of the clock that counts as none.
    private static let tolerance: Int64 = Limits.clockSkewSeconds * 1000

    /// Takes what the database has seen; nil for one that has seen nothing.
    func take(stored: Timestamp?, now: Timestamp, steady: Int64) {
        state.withLock { state in
            guard let stored else {
                if state.known == nil {
                    state.known = Reading(wall: now, steadyMilliseconds: steady)
                }
                return
            }
            // What another process has written since: it is as good as what this one has seen.
            guard stored != state.stored else { return }
            state.stored = stored
            state.known = Reading(wall: stored, steadyMilliseconds: steady)
            state.doubted = nil
        }
    }

    /// The clock is right by an operator's word.
    func accept(_ now: Timestamp, steady: Int64) {
        state.withLock { state in
            state.known = Reading(wall: now, steadyMilliseconds: steady)
            state.doubted = nil
            state.stored = now
        }
    }

    /// This process has written `time` as the latest that it has seen.
    func noted(_ time: Timestamp) { state.withLock { $0.stored = time } }

    /// Judges the clock, and remembers since when it goes as it does.
    func judge(now: Timestamp, steady: Int64) -> ClockJudgement {
        state.withLock { state in
            guard let known = state.known else {
                return ClockJudgement(now: now, expected: now, isInDoubt: false, stored: nil)
            }
            let expected = known.expected(at: steady)
            let step = now.milliseconds - expected.milliseconds
            let agreed = Reading(wall: now, steadyMilliseconds: steady)
            if abs(step) > Self.tolerance {
                let doubted = state.doubted.flatMap { reading in
                    let drift = now.milliseconds - reading.expected(at: steady).milliseconds
                    return abs(drift) <= Self.tolerance ? reading : nil
                }
                state.doubted = doubted ?? agreed
                let sinceDoubt = steady - (doubted ?? agreed).steadyMilliseconds
                guard sinceDoubt >= Limits.clockAgreesSeconds * 1000 else {
                    return ClockJudgement(
                        now: now, expected: expected, isInDoubt: true, stored: state.stored)
                }
            }
            state.known = agreed
            state.doubted = nil
            return ClockJudgement(
                now: now, expected: now, isInDoubt: false, stored: state.stored)
        }
    }
}

/// What may be made of the wall clock at a moment.
package struct ClockJudgement: Sendable, Equatable {
    /// What the clock says.
    package let now: Timestamp
    /// What it would say if nobody had set it since it was last believed.
    package let expected: Timestamp
    /// Whether the clock was set and has not gone evenly for long enough since.
    package let isInDoubt: Bool
    /// The latest time that the database has seen; nil for one that has seen nothing.
    let stored: Timestamp?

    /// Whether purges and expiries wait: the clock is too far ahead to be believed yet.
    package var isHeld: Bool {
        isInDoubt && now > expected.adding(seconds: Limits.clockLeapSeconds)
    }

    /// The time by which what has a life is judged to be over.
    package var expiryTime: Timestamp { isHeld ? expected : now }

    /// Whether the database should learn that it is `now`.
    var isWorthNoting: Bool {
        guard !isHeld else { return false }
        guard let stored else { return true }
        if now >= stored.adding(seconds: Limits.clockNoteSeconds) { return true }
        // The clock was ahead, and is believed since to be where it is.
        return !isInDoubt && stored > now.adding(seconds: Limits.clockSkewSeconds)
    }
}
