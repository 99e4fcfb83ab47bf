import RosterCore
import RosterServer
import RosterTestSupport

/// The directory below, for what no BitAnswer call can do.
extension Stage {
    var directory: Directory { server.server.open.directory }

    /// An account as other surfaces may make them. Without a password it costs no hashing.
    @discardableResult
    func make(
        _ name: String, nickname: String? = nil, password: String? = nil, email: String? = nil,
        role: Role = .user
    ) async throws -> Account {
        var draft = AccountDraft(name: try AccountName(parsing: name))
        draft.displayName = nickname
        draft.password = password
        draft.email = try email.map { try EmailAddress(parsing: $0) }
        draft.role = role
        return try await directory.create(draft, by: .system)
    }

    /// The account as the directory holds it.
    func account(_ name: String) async throws -> Account {
        try await directory.account(.name(FoldedKey(folding: name)), by: .operator)
    }

    func disable(_ name: String) async throws {
        var change = AccountChange()
        change.status = .set(.disabled)
        _ = try await directory.update(.name(FoldedKey(folding: name)), change, by: .system)
    }

    func delete(_ name: String) async throws {
        _ = try await directory.delete([.name(FoldedKey(folding: name))], by: .system)
    }

    /// A key of `owner`, or of the first administrator; scoped to `surfaces`, or to none.
    func makeKey(
        _ name: String, of owner: String? = nil, role: Role = .admin,
        for surfaces: [String]? = nil
    ) async throws -> (key: APIKey, secret: String) {
        try await directory.createKey(
            name: name, owner: owner.map { Directory.Target.name(FoldedKey(folding: $0)) },
            role: role, scopes: surfaces.map { $0.map { RosterCore.SurfaceName($0) } },
            by: .system)
    }
}
