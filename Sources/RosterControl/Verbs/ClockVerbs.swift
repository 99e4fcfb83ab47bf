import RosterCore

/// `doctor --accept-clock`: the clock is right, and what waited for it goes on.
package struct ClockAcceptVerb: ControlVerb {
    /// What is believed now.
    package struct Answer: Codable, Sendable, Equatable {
        /// The time that is believed from now on, as `2026-03-01T12:00:00Z`.
        package let accepted: String
        /// Whether purges and expiries had waited.
        package let wasHeld: Bool
    }

    package static let name = "clock.accept"

    package init() {}

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> Answer {
        let judgement = try await desk.ask { directory throws(DirectoryError) in
            try await directory.acceptClock(by: ControlDesk.actor)
        }
        return Answer(accepted: UTCText.of(judgement.now), wasHeld: judgement.isHeld)
    }
}
