package import Foundation

/// Every verb that a server performs: one line each.
package enum ControlCatalogue {
    package static let verbs: [any ControlVerb.Type] = [
        ServerStatusVerb.self, MigrateVerb.self, ClockAcceptVerb.self,
        UserListVerb.self, UserShowVerb.self, UserCreateVerb.self, UserUpdateVerb.self,
        UserDeleteVerb.self, UserRestoreVerb.self, UserPasswordVerb.self, UserUnlockVerb.self,
        SessionListVerb.self, SessionEndVerb.self,
        KeyCreateVerb.self, KeyListVerb.self, KeyRevokeVerb.self,
        LedgerAddVerb.self, LedgerShowVerb.self,
        ImportBeginVerb.self, ImportRowsVerb.self, ImportRehearseVerb.self,
        ExportPeopleVerb.self, ExportCardsVerb.self,
    ]

    private static let byName = Dictionary(
        uniqueKeysWithValues: verbs.map { ($0.name, $0) })

    /// The reply to one frame of a client.
    package static func reply(to frame: Data, on desk: ControlDesk) async -> ControlOutcome {
        guard let head = try? JSONDecoder().decode(ControlRequestHead.self, from: frame) else {
            return ControlOutcome(
                verb: "?", refusing: ControlFailure(.unreadable, "the request cannot be read"))
        }
        guard head.version == ControlWire.version, let verb = byName[head.verb] else {
            let failure = ControlFailure(
                .otherRelease,
                "the running server (\(desk.server.release)) does not know the verb "
                    + "\(head.verb) of protocol \(head.version); use the server's own program")
            return ControlOutcome(verb: "?", refusing: failure)
        }
        return await reply(verb, to: frame, on: desk)
    }

    private static func reply<Verb: ControlVerb>(
        _ verb: Verb.Type, to frame: Data, on desk: ControlDesk
    ) async -> ControlOutcome {
        guard let request = try? JSONDecoder().decode(ControlRequest<Verb>.self, from: frame) else {
            return ControlOutcome(
                verb: Verb.name,
                refusing: ControlFailure(.unreadable, "the request \(Verb.name) cannot be read"))
        }
        do throws(ControlFailure) {
            let answer = try await request.body.perform(on: desk)
            return ControlOutcome(verb: Verb.name, answering: answer)
        } catch {
            return ControlOutcome(verb: Verb.name, refusing: error)
        }
    }
}

/// A reply as it goes out, with what a log says of it.
package struct ControlOutcome: Sendable {
    package let verb: String
    /// Nil when it was done.
    package let failure: ControlFailure?
    package let frame: Data

    init<Answer: Codable & Sendable>(verb: String, answering answer: Answer) {
        self.verb = verb
        failure = nil
        frame = Self.encoded(ControlReply(answer: answer))
    }

    init(verb: String, refusing failure: ControlFailure) {
        self.verb = verb
        self.failure = failure
        frame = Self.encoded(ControlRefusal(failure: failure))
    }

    /// A frame that refuses, whatever is asked.
    package static func refusal(_ failure: ControlFailure) -> Data {
        encoded(ControlRefusal(failure: failure))
    }

    /// Answers hold nothing that JSON cannot say.
    private static func encoded(_ reply: some Encodable) -> Data {
        (try? JSONEncoder().encode(reply)) ?? Data(#"{}"#.utf8)
    }
}
