import HTTPTypes
import RosterCore
import SurfaceKit

extension ManagementSurface {
    /// `POST /v1/users`: for administrators; self-registration is not of this API.
    func createUser(_ call: Call) async throws(ManagementRefusal) -> Reply {
        var input = try ManagementUserInput(
            call.body, passwordBytesMax: directory.passwords.bytesMax,
            phonesIn: directory.policy.phoneRegion)
        let draft = try input.draft()
        return try await ManagementRefusal.asking { () async throws(DirectoryError) in
            let change = try await directory.preparedCreate(draft, by: call.actor)
            return try await directory.reply(to: call, with: change) { account in
                reply(
                    with: SurfaceAccount(account: account, key: nil), .created, status: .created,
                    message: "用户创建成功")
            }
        }
    }

    /// Before the body of a creation is read.
    func requireAdministrator(_ call: Call) async throws(ManagementRefusal) {
        try ManagementRefusal.checking { () throws(DirectoryError) in
            try AccessPolicy.requireAdministrator(call.caller)
        }
    }

    /// `GET /v1/users/{user_id}`.
    func getUser(_ call: Call) async throws(ManagementRefusal) -> Reply {
        let account = try await ManagementRefusal.asking { () async throws(DirectoryError) in
            try await directory.account(target(of: call), on: name, by: call.caller)
        }
        return reply(with: account, .detail)
    }

    /// `PUT /v1/users/{user_id}`: a partial change in spite of its verb. Order: permission, body,
    /// look-up, conflicts.
    func updateUser(_ call: Call) async throws(ManagementRefusal) -> Reply {
        let target = target(of: call)
        let known: SurfaceAccount?
        do throws(DirectoryError) {
            known = try await directory.account(target, on: name, by: call.caller)
        } catch .notFound {
            known = nil
        } catch {
            throw ManagementRefusal(rendering: error)
        }
        var input = try ManagementUserInput(
            call.body, passwordBytesMax: directory.passwords.bytesMax,
            phonesIn: directory.policy.phoneRegion)
        let change = try input.change()
        guard let known else { throw ManagementRefusal(.notFound) }
        let account = try await ManagementRefusal.asking { () async throws(DirectoryError) in
            try await directory.update(
                .id(known.account.id), change, if: RevisionTag.condition(call.head.headers),
                by: call.actor)
        }
        return reply(
            with: SurfaceAccount(account: account, key: known.key), .updated,
            message: "用户更新成功")
    }

    /// `DELETE /v1/users/{user_id}`.
    func deleteUser(_ call: Call) async throws(ManagementRefusal) -> Reply {
        _ = try await ManagementRefusal.asking { () async throws(DirectoryError) in
            try await directory.commit(
                try directory.preparedDelete(
                    target(of: call), if: RevisionTag.condition(call.head.headers),
                    by: call.actor))
        }
        return envelope.reply(message: "用户删除成功")
    }

    /// The account that the path names: `user_` and the id under which this surface knows it. A
    /// bare number is nobody's id.
    private func target(of call: Call) -> Directory.Target {
        let id = call.parameter("user_id").after(prefix: "user_")
        return .number(id.map(String.init) ?? "", on: name)
    }

    private func reply(
        with account: SurfaceAccount, _ shape: ManagementUserOutput.Shape,
        status: HTTPResponse.Status = .ok, message: String = "success"
    ) -> Reply {
        envelope.reply(status, message: message) { writer in
            ManagementUserOutput(account, publicURL: options.publicURL, shape: shape)
                .write(into: &writer)
        }.with(.eTag, RevisionTag.text(account.account))
    }
}
