import RosterCore
import RosterTestSupport
import Testing

/// THREATS 28: a leaked licence-server key owns the directory.
@Suite("A key scoped to a surface")
struct ScopedKeyTests {
    /// A change that would reach an administrator, or make one.
    enum Change: String, CaseIterable, Sendable {
        case edit, rename, disable, demote, delete, deleteAmongOthers, restore
        case setPassword, changePassword, unlock, createAdministrator, promote
        case createKey, revokeKey, displaceEmail
    }

    private struct Stage {
        let fixture: DirectoryFixture
        let owner: Account
        let administrator: Account
        let deleted: Account
        let user: Account
        let other: APIKey
        let actor: Actor

        init(scopes: [SurfaceName]?) async throws {
            fixture = try await DirectoryFixture.inMemory()
            owner = try await fixture.createAdministrator("owner")
            // Claimed an address while it was a user, which left it unproven.
            let claimed = try await fixture.claim(
                "claimed@example.com", by: try await fixture.create("admin"))
            administrator = try await fixture.edit(claimed) { $0.role = .set(.admin) }
            deleted = try await fixture.createAdministrator("deleted")
            try await fixture.delete(deleted)
            user = try await fixture.create("user")
            other = try await fixture.directory.createKey(
                name: "other", owner: owner.target, role: nil, scopes: nil, by: .system
            ).key
            let key = try await fixture.directory.createKey(
                name: "licences", owner: owner.target, role: nil, scopes: scopes, by: .system
            ).key
            actor = .key(key, of: owner)
        }

        func run(_ change: Change) async throws {
            let directory = fixture.directory
            let name = try AccountName(parsing: "renamed")
            switch change {
            case .edit: try await fixture.edit(administrator, by: actor) { $0.bio = .set("x") }
            case .rename: try await fixture.edit(administrator, by: actor) { $0.name = .set(name) }
            case .disable:
                try await fixture.edit(administrator, by: actor) { $0.status = .set(.disabled) }
            case .demote:
                try await fixture.edit(administrator, by: actor) { $0.role = .set(.user) }
            case .delete: _ = try await directory.delete([administrator.target], by: actor)
            case .deleteAmongOthers:
                _ = try await directory.delete([user.target, administrator.target], by: actor)
            case .restore: _ = try await directory.restore(deleted.target, by: actor)
            case .setPassword:
                try await directory.setPassword(of: administrator.target, to: "new", by: actor)
            case .changePassword:
                try await directory.changePassword(
                    of: administrator.target, old: DirectoryFixture.password, new: "new", by: actor)
            case .unlock: try await directory.unlock(administrator.target, by: actor)
            case .createAdministrator:
                var draft = AccountDraft(name: name)
                draft.role = .admin
                _ = try await directory.create(draft, by: actor)
            case .promote: try await fixture.edit(user, by: actor) { $0.role = .set(.admin) }
            case .createKey:
                _ = try await directory.createKey(
                    name: "new", owner: user.target, role: nil, scopes: nil, by: actor)
            case .revokeKey: try await directory.revokeKey(other.id, by: actor)
            case .displaceEmail:
                let email = try EmailAddress(parsing: "claimed@example.com")
                try await fixture.edit(user, by: actor) { $0.email = .set(email) }
            }
        }
    }

    @Test("changes no administrator and makes none", arguments: Change.allCases)
    func scopedKeysAreRefused(_ change: Change) async throws {
        let stage = try await Stage(scopes: [SurfaceName("BitAnswer"), .test])
        let before = try await DirectoryDump.of(stage.fixture.engine)
        let error = await #expect(throws: DirectoryError.self) { try await stage.run(change) }
        // Whether an address belongs to an administrator is not the key's to know.
        #expect(error == (change == .displaceEmail ? .conflict(.email) : .forbidden(.scopedKey)))
        #expect(try await DirectoryDump.of(stage.fixture.engine) == before)
    }

    @Test("is the only key that may not", arguments: Change.allCases)
    func fullKeysMay(_ change: Change) async throws {
        let stage = try await Stage(scopes: nil)
        try await stage.run(change)
    }

    @Test("manages ordinary users")
    func scopedKeysManageUsers() async throws {
        let stage = try await Stage(scopes: [.test])
        let (directory, actor, user) = (stage.fixture.directory, stage.actor, stage.user)
        let draft = AccountDraft(name: try AccountName(parsing: "new"))
        _ = try await directory.create(draft, by: actor)
        try await stage.fixture.edit(user, by: actor) { $0.bio = .set("changed") }
        try await directory.setPassword(of: user.target, to: "new", by: actor)
        try await directory.unlock(user.target, by: actor)
        _ = try await directory.delete([user.target], by: actor)
        _ = try await directory.restore(user.target, by: actor)
        let entries = try await stage.fixture.audit(of: user.id).suffix(5)
        #expect(entries.allSatisfy { $0.keyID != nil && $0.actor == stage.owner.id })
    }
}
