import RosterCore
import RosterTestSupport
import Testing

/// THREATS 10 and 11: role by mass assignment, and changing somebody else's record.
@Suite("What others than administrators may do")
struct PrivilegeTests {
    @Test("who registers becomes an active user, whatever it asks for")
    func registrationGivesNoRole() async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(isRegistrationOpen: true))
        let user = try await fixture.create("user")
        for (name, actor) in [("first", Actor.anonymous), ("second", .account(user))] {
            var draft = AccountDraft(name: try AccountName(parsing: name))
            draft.role = .admin
            draft.status = .disabled
            draft.password = DirectoryFixture.password
            let account = try await fixture.directory.create(draft, by: actor)
            #expect(account.role == .user)
            #expect(account.status == .active)
            #expect(try await fixture.account(account.id) == account)
        }
    }

    @Test("a user's own role and status stay, while the rest of its change is made")
    func ownRoleStays() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user")
        let changed = try await fixture.edit(user, by: .account(user)) {
            $0.role = .set(.admin)
            $0.status = .set(.disabled)
            $0.bio = .set("changed")
        }
        #expect(changed.role == .user && changed.status == .active)
        #expect(changed.bio == "changed")
        #expect(try await fixture.audit(of: user.id).last?.fields == ["bio"])
    }

    @Test("an administrator may give role and status")
    func administratorsGiveRoles() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let administrator = try await fixture.createAdministrator("admin")
        let user = try await fixture.create("user")
        let changed = try await fixture.edit(user, by: .account(administrator)) {
            $0.role = .set(.admin)
            $0.status = .set(.disabled)
        }
        #expect(changed.role == .admin && changed.status == .disabled)
    }

    /// Every verb that changes or shows somebody else's account or the directory as a whole.
    enum Verb: String, CaseIterable, Sendable {
        case create, update, delete, restore, changePassword, setPassword, unlock
        case createKey, listKeys, revokeKey, list, read, readByName
    }

    @Test("a user does nothing to others: forbidden, and nothing changes", arguments: Verb.allCases)
    func usersLeaveOthersAlone(_ verb: Verb) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let stage = try await Stage(fixture)
        let before = try await DirectoryDump.of(fixture.engine)
        for actor in [Actor.account(stage.user), .anonymous] {
            let error = await #expect(throws: DirectoryError.self) {
                try await stage.run(verb, on: stage.other, by: actor)
            }
            #expect(error?.isForbidden == true, "\(String(describing: error))")
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        #expect(fixture.passwords.comparisons == 0)
    }

    @Test(
        "a user cannot tell from a refusal whether an account exists",
        arguments: [
            Verb.update, .changePassword, .setPassword, .unlock, .readByName, .read, .restore,
        ])
    func refusalsDoNotTell(_ verb: Verb) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let stage = try await Stage(fixture)
        let unknown = try await fixture.create("unknown")
        try await fixture.delete(unknown)
        var errors: [DirectoryError?] = []
        for account in [stage.other, unknown] {
            errors.append(
                await #expect(throws: DirectoryError.self) {
                    try await stage.run(verb, on: account, by: .account(stage.user))
                })
        }
        #expect(errors[0] == errors[1])
    }

    @Test("an administrator may do all of it", arguments: Verb.allCases)
    func administratorsMay(_ verb: Verb) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let stage = try await Stage(fixture)
        let actor = Actor.account(stage.administrator)
        let account = verb == .restore ? stage.deleted : stage.other
        try await stage.run(verb, on: account, by: actor)
    }

    /// Some accounts and a key to try verbs on.
    private struct Stage {
        let fixture: DirectoryFixture
        let administrator: Account
        let user: Account
        let other: Account
        let deleted: Account
        let key: APIKey

        init(_ fixture: DirectoryFixture) async throws {
            self.fixture = fixture
            administrator = try await fixture.createAdministrator("admin")
            user = try await fixture.create("user")
            other = try await fixture.create("other")
            deleted = try await fixture.create("deleted")
            try await fixture.delete(deleted)
            key = try await fixture.directory.createKey(
                name: "key", owner: other.target, role: nil, scopes: nil, by: .system
            ).key
        }

        func run(_ verb: Verb, on account: Account, by actor: Actor) async throws {
            let directory = fixture.directory
            let password = DirectoryFixture.password
            switch verb {
            case .create:
                let draft = AccountDraft(name: try AccountName(parsing: "new"))
                _ = try await directory.create(draft, by: actor)
            case .update:
                var change = AccountChange()
                change.bio = .set("changed")
                _ = try await directory.update(account.target, change, by: actor)
            case .delete: _ = try await directory.delete([account.target], by: actor)
            case .restore: _ = try await directory.restore(account.target, by: actor)
            case .changePassword:
                try await directory.changePassword(
                    of: account.target, old: password, new: "new", by: actor)
            case .setPassword:
                try await directory.setPassword(of: account.target, to: "new", by: actor)
            case .unlock: try await directory.unlock(account.target, by: actor)
            case .createKey:
                _ = try await directory.createKey(
                    name: "new", owner: account.target, role: nil, scopes: nil, by: actor)
            case .listKeys: _ = try await directory.keys(by: actor.principal)
            case .revokeKey: try await directory.revokeKey(key.id, by: actor)
            case .list: _ = try await directory.accounts(AccountQuery(), by: actor.principal)
            case .read: _ = try await directory.account(account.target, by: actor.principal)
            case .readByName:
                _ = try await directory.account(.name(account.name.key), by: actor.principal)
            }
        }
    }

    @Test("a user reads and changes itself")
    func usersChangeThemselves() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user")
        let actor = Actor.account(user)
        #expect(try await fixture.directory.account(user.target, by: actor.principal) == user)
        #expect(
            try await fixture.directory.account(.name(user.name.key), by: actor.principal) == user)
        let changed = try await fixture.edit(user, by: actor) { $0.displayName = .set("User") }
        #expect(changed.displayName == "User")
        try await fixture.directory.changePassword(
            of: user.target, old: DirectoryFixture.password, new: "new", by: actor)
        #expect(try await fixture.authenticate("user", password: "new").account?.id == user.id)
    }

    @Test("an account that a surface does not show cannot be changed through it")
    func hiddenAccountsAreNotFound() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user")
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.update(
                user.target, AccountChange(), where: { $0.status == .disabled }, by: .system)
        }
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.changePassword(
                of: user.target, old: DirectoryFixture.password, new: "new",
                where: { $0.status == .disabled }, by: .system)
        }
        #expect(try await fixture.account(user.id) == user)
    }
}
