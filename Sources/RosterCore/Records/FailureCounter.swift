/// Whose tries a counter counts.
package enum FailureSubject: Hashable, Sendable {
    /// An account, whichever login id or surface the tries come by.
    case account(AccountID)
    /// A login id that resolves to no account, as a keyed hash of its folded form: the database
    /// does not tell what people typed.
    case unknown(hash: String)

    /// The key under which the counter is stored.
    package var storageKey: String {
        switch self {
        case .account(let id): "a:\(id)"
        case .unknown(let hash): "u:\(hash)"
        }
    }
}

/// How often a password or code was tried without success (DESIGN §6).
package struct FailureCounter: Sendable, Equatable {
    package var failures: Int
    package var blockedUntil: Timestamp?
    package var updatedAt: Timestamp

    package init(failures: Int, blockedUntil: Timestamp?, updatedAt: Timestamp) {
        self.failures = failures
        self.blockedUntil = blockedUntil
        self.updatedAt = updatedAt
    }

    /// When the delay that still runs ends; nil when tries are taken. It began when the counter was
    /// touched last, so that a clock that is set back makes no delay longer; nor
    /// does it last longer than the longest there is, whatever the row says.
    package func delayEnd(at now: Timestamp) -> Timestamp? {
        blockedUntil.flatMap { now.end(ofWait: $0, begunAt: updatedAt) }
            .flatMap { now.end(ofWait: $0, atMost: Limits.failureDelaySecondsMax) }
    }

    /// How long tries are refused after `failures` of them: from the fifth on a doubling delay,
    /// 1 s to 15 min.
    package static func delaySeconds(after failures: Int) -> Int64? {
        guard failures >= Limits.failuresBeforeDelay else { return nil }
        let doublings = min(failures - Limits.failuresBeforeDelay, 32)
        return min(Int64(1) << Int64(doublings), Limits.failureDelaySecondsMax)
    }
}
