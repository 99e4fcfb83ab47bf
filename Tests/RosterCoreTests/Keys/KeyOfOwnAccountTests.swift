import RosterCore
import RosterTestSupport
import Testing

/// THREATS 28, 35: who finds a key does not own the person.
@Suite("A key and the account that it belongs to")
struct KeyOfOwnAccountTests {
    /// What sets or changes how an account is logged in to or recovered.
    enum Change: String, CaseIterable, Sendable {
        case rename, respell, email, respellEmail, dropEmail, proveEmail, phone, dropPhone
        case setPassword, changePassword, wrongPassword, firstPassword
        case claimCode, proveCode, bind, unbind
        case upsertPassword, batchPassword, delete, deleteAmongOthers, displacedEmail
        case createKey, createDefaultKey, disable, demote
    }

    struct Kind: Sendable, CustomStringConvertible {
        let role: Role
        let isScoped: Bool
        var description: String { "\(role), \(isScoped ? "one surface" : "all")" }
    }

    static let kinds = [
        Kind(role: .admin, isScoped: false), Kind(role: .admin, isScoped: true),
        Kind(role: .user, isScoped: false), Kind(role: .user, isScoped: true),
    ]

    private struct Stage {
        let fixture: DirectoryFixture
        let owner: Account
        let user: Account
        let actor: Actor

        /// - Parameter change: what decides how the account has to be for it.
        init(_ kind: Kind, for change: Change) async throws {
            fixture = try await DirectoryFixture.inMemory()
            // An administrator's scoped key changes no administrator anyway: its own account is one
            // that it could change but for the rule.
            let name = "owner"
            let isBare = change == .firstPassword
            let isUnproven = change == .proveEmail || change == .displacedEmail
            var made = try await fixture.create(
                name, password: isBare ? nil : DirectoryFixture.password
            ) {
                if !isUnproven { $0.email = try EmailAddress(parsing: "owner@example.com") }
                $0.phone = try PhoneNumber(parsing: "13800138000")
                // The first administrator ever made owns the keys that name no owner.
                if change == .createDefaultKey { $0.role = kind.role }
            }
            if isUnproven { made = try await fixture.claim("owner@example.com", by: made) }
            if change == .unbind { try await fixture.provePhone(of: made) }
            if kind.role == .admin {
                made = try await fixture.edit(made) { $0.role = .set(.admin) }
                // So that another one could be deleted.
                try await fixture.createAdministrator("second")
            }
            owner = try #require(try await fixture.live("owner"))
            user = try await fixture.create("user")
            let key = try await fixture.directory.createKey(
                name: "key", owner: owner.target, role: kind.role,
                scopes: kind.isScoped ? [.test] : nil, by: .system
            ).key
            actor = .key(key, of: owner)
        }

        func run(_ change: Change) async throws {
            let directory = fixture.directory
            func edit(_ edit: (inout AccountChange) -> Void) async throws {
                try await fixture.edit(owner, by: actor, edit)
            }
            let other = try EmailAddress(parsing: "attacker@example.com")
            switch change {
            case .rename:
                let name = try AccountName(parsing: "renamed")
                try await edit { $0.name = .set(name) }
            case .respell:
                let name = try AccountName(parsing: "Owner")
                try await edit { $0.name = .set(name) }
            case .email: try await edit { $0.email = .set(other) }
            case .respellEmail:
                let email = try EmailAddress(parsing: "Owner@example.com")
                try await edit { $0.email = .set(email) }
            case .dropEmail: try await edit { $0.email = .set(nil) }
            case .proveEmail:
                // Another spelling, which an administrator vouches for.
                let email = try EmailAddress(parsing: "OWNER@example.com")
                try await edit { $0.email = .set(email) }
            case .phone:
                let phone = try PhoneNumber(parsing: "13900139000")
                try await edit { $0.phone = .set(phone) }
            case .dropPhone: try await edit { $0.phone = .set(nil) }
            case .disable: try await edit { $0.status = .set(.disabled) }
            case .demote: try await edit { $0.role = .set(owner.role == .admin ? .user : .admin) }
            case .setPassword:
                try await directory.setPassword(of: owner.target, to: "new", by: actor)
            case .changePassword, .wrongPassword:
                try await directory.changePassword(
                    of: owner.target,
                    old: change == .wrongPassword ? "wrong" : DirectoryFixture.password,
                    new: "new", by: actor)
            case .firstPassword: try await directory.setFirstPassword("new", by: actor)
            case .claimCode: try await directory.sendCode(.claim, to: .email(other), by: actor)
            case .proveCode:
                try await directory.sendCode(
                    .prove, to: .email(try EmailAddress(parsing: "owner@example.com")), by: actor)
            case .bind: try await directory.bind(.email(other), code: "123456", by: actor)
            case .unbind:
                try await directory.unbind(
                    .phone, password: DirectoryFixture.password, code: "123456", by: actor)
            case .upsertPassword, .batchPassword:
                var upsert = AccountUpsert(name: owner.name)
                upsert.password = "new"
                if change == .upsertPassword {
                    _ = try await directory.commit(
                        try await directory.preparedUpsert(
                            upsert, makingMissing: true, by: actor))
                } else {
                    _ = try await directory.commit(
                        try await directory.preparedUpserts(
                            [AccountUpsert(name: user.name), upsert], makingMissing: true,
                            by: actor))
                }
            case .delete: _ = try await directory.delete([owner.target], by: actor)
            case .deleteAmongOthers:
                _ = try await directory.delete([user.target, owner.target], by: actor)
            case .displacedEmail:
                let email = try EmailAddress(parsing: "owner@example.com")
                try await fixture.edit(user, by: actor) { $0.email = .set(email) }
            case .createKey:
                _ = try await directory.createKey(
                    name: "new", owner: owner.target, role: nil, scopes: nil, by: actor)
            case .createDefaultKey:
                _ = try await directory.createKey(
                    name: "new", owner: nil, role: nil, scopes: nil, by: actor)
            }
        }
    }

    @Test("changes nothing of how it is logged in to or recovered", arguments: Change.allCases)
    func refused(_ change: Change) async throws {
        // Of others these are no changes: who is no administrator asks for them in vain.
        let isAdministrative = change == .disable || change == .demote
        for kind in Self.kinds where kind.role == .admin || !isAdministrative {
            let stage = try await Stage(kind, for: change)
            let before = try await DirectoryDump.of(stage.fixture.engine)
            let error = await #expect(throws: DirectoryError.self, "\(kind)") {
                try await stage.run(change)
            }
            var innermost = error
            while case .inBatch(_, let inner) = innermost { innermost = inner }
            let isRefused = innermost?.isForbidden == true || innermost == .conflict(.email)
            #expect(isRefused, "\(kind): \(String(describing: error))")
            #expect(try await DirectoryDump.of(stage.fixture.engine) == before, "\(kind)")
            #expect(stage.fixture.passwords.comparisons == 0, "\(kind): a key guessed")
        }
    }

    @Test("an unscoped administrator's key is refused by this rule and no other")
    func reason() async throws {
        for change in Change.allCases {
            let stage = try await Stage(Self.kinds[0], for: change)
            let error = await #expect(throws: DirectoryError.self, "\(change)") {
                try await stage.run(change)
            }
            var innermost = error
            while case .inBatch(_, let inner) = innermost { innermost = inner }
            #expect(innermost == .forbidden(.keyOfOwnAccount), "\(change)")
        }
    }

    @Test("what is sent along unchanged is not set, and the rest stays the key's to change")
    func unchanged() async throws {
        for kind in Self.kinds where kind.role == .user || !kind.isScoped {
            let stage = try await Stage(kind, for: .rename)
            let owner = stage.owner
            let changed = try await stage.fixture.edit(owner, by: stage.actor) {
                $0.name = .set(owner.name)
                $0.email = .set(owner.email)
                $0.phone = .set(owner.phone)
                $0.bio = .set("by key")
                $0.displayName = .set("By key")
            }
            #expect(changed.bio == "by key" && changed.email == owner.email, "\(kind)")
        }
    }

    @Test("a licence server's key goes on to manage others, and its own name without a password")
    func others() async throws {
        let stage = try await Stage(Self.kinds[0], for: .rename)
        let (directory, actor, user) = (stage.fixture.directory, stage.actor, stage.user)
        var upsert = AccountUpsert(name: user.name)
        upsert.password = "new password"
        var own = AccountUpsert(name: stage.owner.name)
        own.displayName = .set("Owner")
        _ = try await directory.commit(
            try await directory.preparedUpserts([upsert, own], makingMissing: true, by: actor))
        _ = try await stage.fixture.logIn("user", password: "new password")
        try await directory.setPassword(of: user.target, to: "other password", by: actor)
        try await directory.unlock(stage.owner.target, by: actor)
        let email = try EmailAddress(parsing: "user@example.com")
        try await stage.fixture.edit(user, by: actor) { $0.email = .set(email) }
        _ = try await directory.delete([user.target], by: actor)
        _ = try await directory.restore(user.target, by: actor)
        try await directory.sendCode(.prove, to: .email(email), by: actor)
    }
}
