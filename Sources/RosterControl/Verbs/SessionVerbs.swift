import RosterCore

/// `session list`
package struct SessionListVerb: ControlVerb {
    package static let name = "session.list"

    package let user: String

    package init(user: String) { self.user = user }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> [SessionView] {
        let target = try await desk.target(user)
        return try await desk.ask { directory throws(DirectoryError) in
            try await directory.sessions(of: target, by: .operator)
        }.map(SessionView.init)
    }
}

/// `session end`
package struct SessionEndVerb: ControlVerb {
    /// How many sessions were ended.
    package struct Answer: Codable, Sendable, Equatable {
        package let ended: Int
    }

    package static let name = "session.end"

    /// Whose sessions; nil where one is named.
    package let user: String?
    package let session: String?

    package init(user: String) {
        self.user = user
        session = nil
    }

    package init(session: String) {
        user = nil
        self.session = session
    }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> Answer {
        if let user {
            let target = try await desk.target(user)
            return Answer(
                ended: try await desk.ask { directory throws(DirectoryError) in
                    try await directory.endSessions(of: target, by: ControlDesk.actor)
                })
        }
        guard let session else { throw ControlFailure(.usage, "whose session?") }
        do throws(DirectoryError) {
            try await desk.directory.endSession(SessionID(session), by: ControlDesk.actor)
        } catch .notFound {
            throw .unknown("session", session)
        } catch {
            throw ControlFailure(error)
        }
        return Answer(ended: 1)
    }
}
