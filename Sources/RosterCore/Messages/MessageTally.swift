import Synchronization

/// What this process let out and what it refused for the budget of an hour, until whoever delivers
/// messages has told metrics and log.
///
/// The lock guards the counts.
package final class MessageTally: Sendable {
    /// Since the last time that it was asked.
    package struct Counts: Sendable, Equatable {
        /// Codes and notices that were written.
        package var sent = 0
        /// That the budget of an hour had no room for.
        package var refused = 0
        /// Whether the budget was reached since a message was let out last: once for each time.
        package var wasReached = false
    }

    private struct State {
        var counts: [OutgoingMessage.Channel: Counts] = [:]
        var exhausted: Set<OutgoingMessage.Channel> = []
    }

    private let state = Mutex(State())

    package init() {}

    func countSent(_ channel: OutgoingMessage.Channel) {
        state.withLock { state in
            state.counts[channel, default: Counts()].sent += 1
            state.exhausted.remove(channel)
        }
    }

    func countRefused(_ channel: OutgoingMessage.Channel) {
        state.withLock { state in
            state.counts[channel, default: Counts()].refused += 1
            if state.exhausted.insert(channel).inserted {
                state.counts[channel, default: Counts()].wasReached = true
            }
        }
    }

    package func take() -> [OutgoingMessage.Channel: Counts] {
        state.withLock { state in
            let counts = state.counts
            state.counts = [:]
            return counts
        }
    }
}
