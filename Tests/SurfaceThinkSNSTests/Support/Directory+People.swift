import RosterCore
import RosterTestSupport

/// What tests need done that no call of the surface does: as the operator, an import or another
/// surface would.
extension Directory {
    /// An account without the surface's rules for names and passwords; its e-mail is proven.
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

    /// An API key of somebody's, which costs no login.
    func key(of name: String, role: Role? = nil) async throws -> Caller {
        let made = try await createKey(
            name: "test", owner: .name(FoldedKey(folding: name)), role: role, scopes: nil,
            by: .system)
        return .bearer(made.secret)
    }
}
