/// How the tries of one source stand at a moment.
struct FailureStanding: Sendable {
    /// Failures from the source's own block of addresses.
    var block: FailureCounter?
    /// Failures from all blocks.
    var all: FailureCounter?
    /// Whether the account logged in from the block lately: others' failures do not hold it then.
    let isKnownBlock: Bool

    subscript(_ scope: FailureScope) -> FailureCounter? {
        switch scope {
        case .block: block
        case .all: all
        }
    }

    /// When the delay ends that holds the source; nil when its tries are taken.
    func delayEnd(at now: Timestamp) -> Timestamp? {
        let ends = [block?.delayEnd(at: now), isKnownBlock ? nil : all?.delayEnd(at: now)]
        return ends.compactMap { $0 }.max()
    }
}

extension TrySource {
    /// The block that a counter is stored under; nil is that of all blocks.
    func block(_ scope: FailureScope) -> String? {
        switch scope {
        case .block: block
        case .all: nil
        }
    }
}

/// A try that was counted, with what it takes to undo it.
struct CountedTry: Sendable {
    /// One of its two counters.
    struct Count: Sendable {
        let scope: FailureScope
        /// The failures with this one.
        let failures: Int
        /// The delay that this try began.
        let blockedUntil: Timestamp?
        /// The delay before it, over by then.
        let blockedBefore: Timestamp?
    }

    let source: TrySource
    let counts: [Count]
}
