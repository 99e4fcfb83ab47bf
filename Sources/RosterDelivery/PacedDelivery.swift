package import RosterCore
import Synchronization

/// A way of delivery that can pretend: a message that goes nowhere takes as long as the last one that
/// went somewhere, and fails as that one did, so that its row in the outbox fares alike (THREATS 9).
///
/// The lock guards how the last delivery went.
package final class PacedDelivery: MessageDelivering {
    private struct State {
        var duration = Duration.zero
        var failure: DeliveryFailure?
        var isStopping = false
    }

    private let inner: any MessageDelivering
    private let state = Mutex(State())
    private static let longest = Duration.seconds(60)
    /// How soon a shutdown is noticed.
    private static let step = Duration.milliseconds(50)

    package init(_ inner: any MessageDelivering) { self.inner = inner }

    package func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        let start = ContinuousClock.now
        do throws(DeliveryFailure) {
            try await inner.deliver(message)
        } catch {
            note(start.duration(to: .now), error)
            throw error
        }
        note(start.duration(to: .now), nil)
    }

    package func pretend(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        let (duration, failure) = state.withLock { ($0.duration, $0.failure) }
        let end = ContinuousClock.now + min(duration, Self.longest)
        while ContinuousClock.now < end {
            if state.withLock({ $0.isStopping }) {
                throw .temporary("broken off by the shutdown")
            }
            try? await Task.sleep(for: min(Self.step, ContinuousClock.now.duration(to: end)))
        }
        // A refusal was of one recipient.
        if case .temporary(let reason) = failure { throw .temporary(reason) }
    }

    package func stop() {
        state.withLock { $0.isStopping = true }
        inner.stop()
    }

    package func shutdown() async {
        state.withLock { $0.isStopping = true }
        await inner.shutdown()
    }

    private func note(_ duration: Duration, _ failure: DeliveryFailure?) {
        state.withLock { state in
            state.duration = duration
            state.failure = failure
        }
    }
}
