import RosterCore

/// What the one who answers is.
package struct ServerStatusVerb: ControlVerb {
    package static let name = "server.status"

    package init() {}

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> ServerStatus {
        desk.server
    }
}

/// `migrate`
package struct MigrateVerb: ControlVerb {
    /// The steps that were applied; none where the schema was up to date.
    package struct Answer: Codable, Sendable, Equatable {
        package let applied: [String]
        /// Login ids that accounts had to yield to others, each in words for the operator.
        package let clashes: [String]
    }

    package static let name = "migrate"
    package static let makesDirectory = true

    package init() {}

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> Answer {
        Answer(applied: desk.migrations, clashes: desk.clashes.map(\.words))
    }
}
