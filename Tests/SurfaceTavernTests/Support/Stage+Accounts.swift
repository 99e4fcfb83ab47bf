import RosterCore
import RosterServer
import RosterTestSupport

/// Accounts and keys, which this surface can neither make nor change.
extension Stage {
    /// The directory below.
    var directory: Directory { server.server.open.directory }

    /// An account; without a password unless one is given, as each costs a hash.
    @discardableResult
    func account(
        _ name: String, password: String? = nil, isAdmin: Bool = false
    ) async throws -> Account {
        var draft = AccountDraft(name: try AccountName(parsing: name))
        draft.password = password
        draft.role = isAdmin ? .admin : .user
        return try await directory.create(draft, by: .system)
    }

    /// A key of the account of that name, nil for the bootstrap administrator.
    func key(of name: String?, scopes: [String]? = nil) async throws -> Caller {
        let owner = name.map { Directory.Target.name(FoldedKey(folding: $0)) }
        let made = try await directory.createKey(
            name: "test", owner: owner, role: nil,
            scopes: scopes.map { $0.map { RosterCore.SurfaceName($0) } }, by: .system)
        return .key(made.secret)
    }

    /// A new account's key.
    func member(_ name: String, isAdmin: Bool = false) async throws -> Caller {
        try await account(name, isAdmin: isAdmin)
        return try await key(of: name)
    }

    func setStatus(_ status: AccountStatus, of name: String) async throws {
        var change = AccountChange()
        change.status = .set(status)
        _ = try await directory.update(
            .name(FoldedKey(folding: name)), change, by: .system)
    }

    func deleteAccount(_ name: String) async throws {
        _ = try await directory.delete([.name(FoldedKey(folding: name))], by: .system)
    }
}
