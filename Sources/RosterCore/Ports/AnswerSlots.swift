import Synchronization

/// When failed tries are answered: at the end of a slot that is as long whatever was compared, so that
/// the time tells nothing of the account (THREATS 9). Waiting holds no thread.
package struct AnswerSlots: Sendable {
    /// Longer than any hash that an import accepts by itself takes to compare.
    package let length: Duration
    /// Time that only goes forward, since some moment.
    private let elapsed: @Sendable () -> Duration
    /// Returns at that time, also to a task that is cancelled: whoever hangs up learns no more, and the
    /// next try begins no earlier.
    private let waitUntil: @Sendable (_ elapsed: Duration) async -> Void

    package init(
        length: Duration, elapsed: @escaping @Sendable () -> Duration,
        waitUntil: @escaping @Sendable (_ elapsed: Duration) async -> Void
    ) {
        self.length = length
        self.elapsed = elapsed
        self.waitUntil = waitUntil
    }

    /// Failures are answered as soon as they are known.
    package static let none = AnswerSlots(length: .zero, elapsed: { .zero }, waitUntil: { _ in })

    /// The slot of one try, which begins when the comparison does: how long that waits for a thread
    /// depends on nothing that is stored, and how long it takes does.
    final class Slot: Sendable {
        private let elapsed: @Sendable () -> Duration
        private let moment: Mutex<Duration>
        let length: Duration

        fileprivate init(elapsed: @escaping @Sendable () -> Duration, length: Duration) {
            self.elapsed = elapsed
            self.length = length
            moment = Mutex(elapsed())
        }

        var begun: Duration { moment.withLock { $0 } }

        func begins() {
            let now = elapsed()
            moment.withLock { $0 = now }
        }
    }

    var moment: Duration { elapsed() }

    /// The slot of a try with `password`. Its length depends on nothing but what was typed: each form
    /// of the password is compared, and in some forms of hashes a long password takes the longer.
    func slot(password: String) -> Slot {
        let bytes = min(password.utf8.count, Limits.slotPasswordBytesMax)
        let count =
            PasswordForm.candidates(for: password).count
            * (1 + bytes / Limits.slotPasswordBytes)
        // The first part has the margin for what else the machine does.
        return Slot(elapsed: elapsed, length: length + length / 2 * (count - 1))
    }

    /// Returns at the end of a slot; of the next one, when the try has taken longer.
    func waitForEnd(of slot: Slot) async {
        guard slot.length > .zero else { return }
        var end = slot.begun + slot.length
        let now = moment
        while end < now { end += slot.length }
        await waitUntil(end)
    }
}
