import HTTPTypes
import RosterCore
import SurfaceKit

extension IAMSurface {
    /// `POST /v1/users`. With an empty body and a list query it is the list, as in the seed's own
    /// curl line (contracts/iam.md §0, the seed's method slips).
    func createUserOrList(_ call: Call) async throws(IAMRefusal) -> Reply {
        if call.body.isEmpty, Self.isListQuery(call) {
            guard call.caller != .anonymous else { throw IAMRefusal(bearer: .missing) }
            var list = try await listUsers(call)
            list.keeping = .never
            return list
        }
        return try await createUser(call)
    }

    private static func isListQuery(_ call: Call) -> Bool {
        ["offset", "limit", "fieldSelector"].contains(where: call.query.contains)
    }

    /// Before the body is read: whether the caller may create users at all. What may be a list is
    /// known by its body.
    func requireCreator(_ call: Call) async throws(IAMRefusal) {
        if !Self.isListQuery(call) { try requirePermission(call) }
    }

    private func requirePermission(_ call: Call) throws(IAMRefusal) {
        guard call.caller.isAdministrator || options.isRegistrationOpen else {
            throw IAMRefusal(.permissionDenied)
        }
    }

    private func createUser(_ call: Call) async throws(IAMRefusal) -> Reply {
        try requirePermission(call)
        let input = try IAMUserInput(binding: call.body)
        let draft = try input.draft(
            isAdministrative: call.caller.isAdministrator,
            phonesIn: directory.policy.phoneRegion)
        return try await IAMRefusal.asking { () async throws(DirectoryError) in
            let change = try await directory.preparedCreate(draft, by: call.actor)
            return try await directory.reply(to: call, with: change) { account in
                // Imported ids come with an import; a new account has none.
                reply(with: SurfaceAccount(account: account, key: nil), precise: true)
            }
        }
    }

    /// `GET /v1/users/:name`. Disabled accounts are invisible here.
    func getUser(_ call: Call) async throws(IAMRefusal) -> Reply {
        reply(with: try await visibleUser(call))
    }

    private func visibleUser(_ call: Call) async throws(IAMRefusal) -> SurfaceAccount {
        let user = try await IAMRefusal.asking { () async throws(DirectoryError) in
            try await directory.account(call.target, on: name, by: call.caller)
        }
        guard user.account.status == .active else { throw IAMRefusal(.userNotFound) }
        return user
    }

    /// `PUT /v1/users/:name`: replaces nickname, email, phone and metadata.extend whole, and
    /// nothing else. Order: permission, binding, look-up, validation.
    func updateUser(_ call: Call) async throws(IAMRefusal) -> Reply {
        let input = try IAMUserInput(binding: call.body)
        let known = try await visibleUser(call)
        let change = try input.change(phonesIn: directory.policy.phoneRegion)
        let account = try await IAMRefusal.asking { () async throws(DirectoryError) in
            try await directory.update(
                call.target, change, if: RevisionTag.condition(call.head.headers),
                where: { $0.status == .active }, by: call.actor)
        }
        return reply(with: SurfaceAccount(account: account, key: known.key))
    }

    /// `PUT /v1/users/:name/change_password`. An administrator too needs the old password.
    func changePassword(_ call: Call) async throws(IAMRefusal) -> Reply {
        let input = try IAMPasswordInput(binding: call.body)
        do throws(DirectoryError) {
            try await directory.changePassword(
                of: call.target, old: input.old, new: input.new,
                where: { $0.status == .active }, by: call.actor)
        } catch {
            throw IAMRefusal(error, .passwordChange)
        }
        return .json(.null)
    }

    /// `DELETE /v1/users/:name`; a missing user is as good as deleted.
    func deleteUser(_ call: Call) async throws(IAMRefusal) -> Reply {
        _ = try await IAMRefusal.asking { () async throws(DirectoryError) in
            try await directory.delete(
                [call.target], if: RevisionTag.condition(call.head.headers), by: call.actor)
        }
        return .json(.null)
    }

    /// `DELETE /v1/users?name=a&name=b`, all or none; unknown names are passed over.
    func deleteUsers(_ call: Call) async throws(IAMRefusal) -> Reply {
        let targets = call.query.values("name").map {
            Directory.Target.name(FoldedKey(folding: $0))
        }
        _ = try await IAMRefusal.asking { () async throws(DirectoryError) in
            try await directory.delete(targets, by: call.actor)
        }
        return .json(.null)
    }

    /// Permission comes before anything else, a look at whether the user exists included.
    func requireReader(_ call: Call) async throws(IAMRefusal) {
        do throws(DirectoryError) {
            try AccessPolicy.requireReader(
                call.caller, named: FoldedKey(folding: call.parameter("name")))
        } catch {
            throw IAMRefusal(rendering: error)
        }
    }

    private func reply(with account: SurfaceAccount, precise: Bool = false) -> Reply {
        var writer = JSONWriter(capacity: 512)
        IAMUserOutput(
            account, time: options.time, revealsHash: options.revealsPasswordHash,
            isPrecise: precise
        ).write(into: &writer)
        return .json(writer.take())
            .with(.eTag, RevisionTag.text(account.account))
    }
}

extension Call {
    /// The account that the path names.
    var target: Directory.Target { .name(FoldedKey(folding: parameter("name"))) }
}
