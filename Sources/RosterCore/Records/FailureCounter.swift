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

    /// The account, where there is one.
    package var account: AccountID? {
        if case .account(let id) = self { return id }
        return nil
    }
}

/// Who tries at what: a subject, and the block of addresses that the tries come from.
package struct TrySource: Hashable, Sendable {
    package let subject: FailureSubject
    /// A keyed hash of the subject and the block of addresses, of 64 letters: the database does not
    /// tell who tried, nor that one block tried at two accounts.
    package let block: String

    package init(subject: FailureSubject, block: String) {
        self.subject = subject
        self.block = block
    }
}

/// How often a password or code was tried without success (DESIGN §6), from one block of addresses or
/// from all.
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

    /// How long tries are refused after `failures` of them: from the `first` on a doubling delay, 1 s to
    /// 15 min.
    package static func delaySeconds(
        after failures: Int, from first: Int = Limits.failuresBeforeDelay
    ) -> Int64? {
        guard failures >= first else { return nil }
        let doublings = min(failures - first, 32)
        return min(Int64(1) << Int64(doublings), Limits.failureDelaySecondsMax)
    }

    /// The failures that still count: a day after the last one all are forgotten.
    func liveFailures(at now: Timestamp) -> Int {
        updatedAt.adding(seconds: Limits.failureCounterSeconds) < now ? 0 : failures
    }
}

/// What two counters of one try bound: those of its block of addresses, and those of all blocks.
enum FailureScope: CaseIterable, Sendable {
    case block, all

    /// The failure from which on there is a delay.
    var failuresBeforeDelay: Int {
        switch self {
        case .block: Limits.failuresBeforeDelay
        case .all: Limits.failuresOfAllBlocksBeforeDelay
        }
    }

    func delaySeconds(after failures: Int) -> Int64? {
        FailureCounter.delaySeconds(after: failures, from: failuresBeforeDelay)
    }
}
