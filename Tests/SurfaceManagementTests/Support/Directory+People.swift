import RosterCore
import RosterTestSupport

/// What tests need done that no call of the surface does: as the operator, an import or another
/// surface would.
extension Directory {
    /// An account without the surface's rules for names, passwords and e-mails.
    @discardableResult
    func make(
        _ name: String, password: String? = nil, email: String? = nil,
        _ edit: (inout AccountDraft) throws -> Void = { _ in }
    ) async throws -> Account {
        var draft = AccountDraft(name: try AccountName(parsing: name))
        draft.password = password
        draft.email = try email.map { try EmailAddress(parsing: $0) }
        try edit(&draft)
        return try await create(draft, by: .system)
    }

    func named(_ name: String) async throws -> Account {
        try await account(.name(FoldedKey(folding: name)), by: .operator)
    }

    func set(_ status: AccountStatus, of name: String) async throws {
        var change = AccountChange()
        change.status = .set(status)
        _ = try await update(.name(FoldedKey(folding: name)), change, by: .system)
    }

    /// Ends every session of an account, which stays as it is.
    func endSessions(of name: String) async throws {
        let id = try await named(name).id
        _ = try await store.write { (storage) throws(DirectoryError) in
            try storage.endSessions(of: id, except: nil)
        }
    }

    /// Gives an account the number under which clients of this surface have known it (DESIGN §2,
    /// surface keys).
    func link(_ account: Account, as number: String) async throws {
        let id = account.id
        let isLinked = try await store.write { (storage) throws(DirectoryError) in
            try storage.link(surface: SurfaceName("Management"), key: SurfaceID(number), to: id)
        }
        guard isLinked else { throw FixtureFailure(text: "\(number) is not to be had") }
    }
}

extension Account {
    /// Where the surface shows an account that has no imported number.
    var path: String { "/v1/users/user_\(id.rawValue)" }
}
