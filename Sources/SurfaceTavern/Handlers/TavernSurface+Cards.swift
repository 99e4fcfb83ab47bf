import HTTPTypes
import RosterCore
import SurfaceKit

extension TavernSurface {
    /// `POST /users`: a card is always new and active.
    func createCard(_ call: Call) async throws(TavernRefusal) -> Reply {
        let body = try TavernBody(call)
        try body.require("snapshot")
        let object = try TavernSnapshot.shape(body.object["snapshot"] ?? .null)
        let content = try TavernSnapshot.content(object)
        return try await TavernRefusal.asking { () async throws(DirectoryError) in
            let change = try directory.preparedCardCreate(content, by: call.actor)
            return try await directory.reply(to: call, with: change) {
                Self.reply(with: $0, status: .created)
            }
        }
    }

    /// `GET /users/{id}`.
    func getCard(_ call: Call) async throws(TavernRefusal) -> Reply {
        let id = try Self.id(of: call)
        return try await TavernRefusal.asking { () async throws(DirectoryError) in
            Self.reply(with: try await directory.card(id, by: call.caller))
        }
    }

    /// `PATCH /users/{id}`: a snapshot replaces the whole one; status and snapshot may come
    /// together.
    func updateCard(_ call: Call) async throws(TavernRefusal) -> Reply {
        let body = try TavernBody(call)
        guard !body.object.isEmpty else {
            throw TavernRefusal(
                issue: "", "must NOT have fewer than 1 properties", "minProperties")
        }
        let snapshot = try body.object["snapshot"].map { value throws(TavernRefusal) in
            try TavernSnapshot.shape(value)
        }
        var change = CardChange()
        change.status = try body.status()
        let revision = try body.revision()
        let id = try Self.id(of: call)
        change.content = try snapshot.map { object throws(TavernRefusal) in
            try TavernSnapshot.content(object)
        }
        guard change != CardChange() else {
            throw TavernRefusal(issue: "", "At least one field is required", "custom")
        }
        let condition = Self.condition(of: call, revision)
        return try await TavernRefusal.asking { [change] () async throws(DirectoryError) in
            let change = try directory.preparedCardUpdate(id, change, if: condition, by: call.actor)
            return try await directory.reply(to: call, with: change) { Self.reply(with: $0) }
        }
    }

    /// `DELETE /users/{id}`: the card's status becomes deleted; row and name stay.
    func deleteCard(_ call: Call) async throws(TavernRefusal) -> Reply {
        let revision = try TavernBody.optional(call)?.revision()
        let id = try Self.id(of: call)
        let condition = Self.condition(of: call, revision)
        return try await TavernRefusal.asking { () async throws(DirectoryError) in
            let change = try directory.preparedCardDelete(id, if: condition, by: call.actor)
            return try await directory.reply(to: call, with: change) { card in
                Reply.json([
                    "data": [
                        "id": .string(card.id.rawValue), "deleted": .bool(true),
                        "revision": .number(JSONNumber(card.revision)),
                    ]
                ]).with(.eTag, RevisionTag.text(card))
            }
        }
    }

    private static func id(of call: Call) throws(TavernRefusal) -> CardID {
        let text = call.parameter("id").trimmingWhiteSpace()
        guard !text.isEmpty else {
            throw TavernRefusal(
                issue: "id", "String must contain at least 1 character(s)", "too_small")
        }
        return CardID(text)
    }

    /// `If-Match` and `expected_revision` are two ways to say the same; both must hold.
    private static func condition(of call: Call, _ revision: Int64?) -> CardCondition {
        var condition = CardCondition()
        if let revision { condition.require(anyOf: [revision]) }
        RevisionTag.require(call.head.headers, in: &condition)
        return condition
    }

    private static func reply(with card: Card, status: HTTPResponse.Status = .ok) -> Reply {
        .json(TavernCardOutput(card: card).document, status: status)
            .with(.eTag, RevisionTag.text(card))
    }
}
