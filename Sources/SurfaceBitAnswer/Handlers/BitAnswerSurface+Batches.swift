import RosterCore
import SurfaceKit

extension BitAnswerSurface {
    /// `POST /users`: changes or makes. An object with `querys` or `sorts` is a search: the seed's
    /// own sample prints it under this path (contracts/bitanswer.md §4).
    func upsertUsersOrSearch(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        let value = try BitAnswerBody.value(call.body)
        if let object = value.objectValue, object["querys"] != nil || object["sorts"] != nil {
            // A search changes nothing that a repeated one could change again.
            var reply: Reply
            do throws(BitAnswerRefusal) {
                reply = try await search(object, call)
            } catch {
                reply = error.reply
            }
            reply.keeping = .never
            return reply
        }
        return try await write(value, makingMissing: true, call)
    }

    /// `PATCH /users`: changes only; an unknown name is an error.
    func updateUsers(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        try await write(try BitAnswerBody.value(call.body), makingMissing: false, call)
    }

    /// `DELETE /users`: unknown names are passed over; answers those that were deleted.
    func deleteUsers(_ call: Call) async throws(BitAnswerRefusal) -> Reply {
        let objects = try BitAnswerBody.objects(try BitAnswerBody.value(call.body))
        let names = try Self.names(of: objects)
        let keys = names.map { FoldedKey(folding: $0) }
        try Self.refuseTwice(keys.map(\.rawValue), names)
        do throws(DirectoryError) {
            let change: PreparedChange<[Account]> = try directory.preparedDelete(
                keys.map { .name($0) }, by: call.actor)
            return try await directory.reply(to: call, with: change) { accounts in
                let deleted = Set(accounts.map(\.name.key))
                let items = zip(names, keys).filter { deleted.contains($1) }.map(\.0)
                return Self.reply(deleted: items)
            }
        } catch {
            throw BitAnswerRefusal(error, names: names)
        }
    }

    static func reply(deleted names: [String]) -> Reply {
        BitAnswerEnvelope.reply(total: names.count, names) { name, writer in
            writer.beginObject()
            writer.key("name")
            writer.value(name)
            writer.endObject()
        }
    }

    private func write(
        _ body: JSONValue, makingMissing: Bool, _ call: Call
    ) async throws(BitAnswerRefusal) -> Reply {
        let objects = try BitAnswerBody.objects(body)
        let names = try Self.names(of: objects)
        var inputs: [BitAnswerUserInput] = []
        for (index, object) in objects.enumerated() {
            inputs.append(
                try BitAnswerUserInput(
                    object, name: names[index], at: "element \(index)",
                    passwordBytesMax: directory.passwords.bytesMax))
        }
        try Self.refuseTwice(inputs.map(\.upsert.name.key.rawValue), names)
        do throws(DirectoryError) {
            let change = try await directory.preparedUpserts(
                inputs.map(\.upsert), makingMissing: makingMissing, by: call.actor)
            return try await directory.reply(to: call, with: change) { [inputs] _ in
                BitAnswerEnvelope.reply(total: inputs.count, inputs) { input, writer in
                    input.echo.write(into: &writer)
                }
            }
        } catch {
            throw BitAnswerRefusal(error, names: names)
        }
    }

    private static func names(of objects: [JSONObject]) throws(BitAnswerRefusal) -> [String] {
        var names: [String] = []
        for (index, object) in objects.enumerated() {
            let name = try object.requiredText("name", of: "element \(index)")
            guard !name.isEmpty else {
                throw BitAnswerRefusal(.invalid, "element \(index): name is empty")
            }
            names.append(name)
        }
        return names
    }

    /// - Throws: 1001 for what stands twice in one batch.
    static func refuseTwice(
        _ keys: [String], _ names: [String]
    ) throws(BitAnswerRefusal) {
        var seen: [String: Int] = [:]
        for (index, key) in keys.enumerated() {
            if let first = seen.updateValue(index, forKey: key) {
                throw BitAnswerRefusal(
                    .invalid,
                    "element \(index) (\(names[index])) is the same as element \(first)")
            }
        }
    }
}
