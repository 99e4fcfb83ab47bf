import RosterCore
import SurfaceKit

extension BitAnswerSurface {
    /// `GET /users/status`: one record, its status 2 while the user is online. The page lists type
    /// and guid as parameters and sends them as a body; both are read, the query first.
    func getStatus(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        let guid: String
        if call.query.contains("type") || call.query.contains("guid") {
            guid = try Self.guid(type: call.query["type"], guid: call.query["guid"], at: "query")
        } else {
            let object = try BitAnswerBody.object(call.body)
            guid = try Self.guid(of: object, at: "body")
        }
        let found: (account: SurfaceAccount, isOnline: Bool)
        do throws(DirectoryError) {
            found = try await directory.presence(
                of: .guid(guid, on: name), on: name, by: call.caller)
        } catch {
            throw BitAnswerRefusal(error, names: [guid])
        }
        return BitAnswerEnvelope.reply(total: 1, [found]) { found, writer in
            BitAnswerRecord(found.account, time: options.time, isOnline: found.isOnline)
                .write(into: &writer)
        }
    }

    /// `POST /users/end`: ends every session of the users, all or none.
    func endSessions(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        let objects = try BitAnswerBody.objects(try BitAnswerBody.value(call.body))
        var guids: [String] = []
        for (index, object) in objects.enumerated() {
            guids.append(try Self.guid(of: object, at: "element \(index)"))
        }
        try Self.refuseTwice(guids, guids)
        do throws(DirectoryError) {
            let change = try directory.preparedSessionsEnd(
                of: guids.map { .guid($0, on: name) }, on: name, by: call.actor)
            return try await directory.reply(to: call, with: change) { records($0) }
        } catch {
            throw BitAnswerRefusal(error, names: guids)
        }
    }

    private static func guid(
        of object: JSONObject, at place: String
    ) throws(BitAnswerRefusal) -> String {
        try guid(
            type: try object.requiredText("type", of: place),
            guid: try object.requiredText("guid", of: place), at: place)
    }

    private static func guid(
        type: String?, guid: String?, at place: String
    ) throws(BitAnswerRefusal) -> String {
        guard type?.lowercased() == "user" else {
            throw BitAnswerRefusal(.invalid, "\(place): type must be user")
        }
        guard let guid else { throw BitAnswerRefusal(.invalid, "\(place): guid is missing") }
        return guid
    }
}
