import RosterCore
import SurfaceKit

extension BitAnswerSurface {
    /// `GET /users/user/{name}`.
    func getUser(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        let name = call.parameter("name")
        do throws(DirectoryError) {
            let account = try await directory.account(
                .name(FoldedKey(folding: name)), on: self.name, by: call.caller)
            return records([account])
        } catch {
            throw BitAnswerRefusal(error, names: [name])
        }
    }

    /// `POST /users/user/{name}`: changes in what is given, or makes.
    func upsertUser(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        try await write(call, makingMissing: true)
    }

    /// `PATCH /users/user/{name}`: changes only.
    func updateUser(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        try await write(call, makingMissing: false)
    }

    /// `DELETE /users/user/{name}`.
    func deleteUser(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        let name = call.parameter("name")
        do throws(DirectoryError) {
            let change: PreparedChange<Account> = try directory.preparedDelete(
                .name(FoldedKey(folding: name)), by: call.actor)
            return try await directory.reply(to: call, with: change) { account in
                Self.reply(deleted: [account.name.rawValue])
            }
        } catch {
            throw BitAnswerRefusal(error, names: [name])
        }
    }

    private func write(
        _ call: Call, makingMissing: Bool
    ) async throws(BitAnswerRefusal) -> Reply {
        let name = call.parameter("name")
        let object = try BitAnswerBody.object(call.body)
        if object["name"] != nil {
            let sent = try object.requiredText("name", of: "body")
            guard FoldedKey(folding: sent) == FoldedKey(folding: name) else {
                throw BitAnswerRefusal(
                    .invalid, "name in the body (\(sent)) is not the one in the path (\(name))")
            }
        }
        let input = try BitAnswerUserInput(
            object, name: name, at: "body", passwordBytesMax: directory.passwords.bytesMax)
        let surface = self.name
        do throws(DirectoryError) {
            let change = try await directory.preparedUpsert(
                input.upsert, makingMissing: makingMissing, by: call.actor
            ).known(on: surface)
            return try await directory.reply(to: call, with: change) { records([$0]) }
        } catch {
            throw BitAnswerRefusal(error, names: [name])
        }
    }
}
