package import RosterCore

extension AnswerSlots {
    /// Slots by the clock of this machine that nobody sets.
    package static func continuous(_ length: Duration) -> AnswerSlots {
        let clock = ContinuousClock()
        let start = clock.now
        return AnswerSlots(
            length: length, elapsed: { start.duration(to: clock.now) },
            waitUntil: { end in
                // A task of its own is not cancelled with the one that waits for it.
                await Task.detached {
                    try? await Task.sleep(until: start.advanced(by: end), clock: clock)
                }.value
            })
    }
}
