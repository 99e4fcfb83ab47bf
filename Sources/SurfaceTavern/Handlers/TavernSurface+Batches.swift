import RosterCore
import SurfaceKit

extension TavernSurface {
    /// `PATCH /users/batch/status`.
    func setStatuses(_ call: Call) async throws(TavernRefusal) -> Reply {
        let body = try TavernBody(call)
        try body.require("ids", "status")
        let ids = try body.ids()
        guard let status = try body.status() else {
            throw TavernRefusal(issue: "", "must have required property 'status'", "required")
        }
        return try await write(status, to: ids, as: "updated", showsStatus: true, call)
    }

    /// `POST /users/batch/delete`.
    func deleteCards(_ call: Call) async throws(TavernRefusal) -> Reply {
        let body = try TavernBody(call)
        try body.require("ids")
        return try await write(
            .deleted, to: try body.ids(), as: "deleted", showsStatus: false, call)
    }

    /// One transaction; a card that is not there, or deleted already, is told as such.
    private func write(
        _ status: CardStatus, to ids: [CardID], as action: String, showsStatus: Bool, _ call: Call
    ) async throws(TavernRefusal) -> Reply {
        try await TavernRefusal.asking { () async throws(DirectoryError) in
            let change = try directory.preparedCardStatuses(ids, status, by: call.actor)
            return try await directory.reply(to: call, with: change) { found in
                let results = zip(ids, found).enumerated().map { index, pair -> JSONValue in
                    [
                        "index": .number(JSONNumber(index)), "id": .string(pair.0.rawValue),
                        "action": .string(pair.1 ? action : "not_found"),
                    ]
                }
                let done = found.count { $0 }
                var meta: JSONObject = [
                    "total": .number(JSONNumber(ids.count)), action: .number(JSONNumber(done)),
                    "not_found": .number(JSONNumber(ids.count - done)),
                ]
                if showsStatus { meta["status"] = .string(status.rawValue) }
                return .json(["data": ["results": .array(results), "meta": .object(meta)]])
            }
        }
    }
}
