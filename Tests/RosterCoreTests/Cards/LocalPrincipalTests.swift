import RosterCore
import RosterTestSupport
import Testing

/// This machine's own user (contracts/tavern.md §0): the first administrator's cards and nothing
/// else, so that a page that reaches the listener is no administrator (THREATS 26).
@Suite("The local principal")
struct LocalPrincipalTests {
    /// What an administrator may do, or a person to itself.
    enum Verb: String, CaseIterable, Sendable {
        case readSelf, readSelfByName, readSelfOnSurface, readOther, readOtherByGUID, list
        case listOnSurface, presence, create, updateSelf, updateOther, delete, deleteMany, restore
        case upsert, upserts, setPassword, changePassword, unlock, createKey, revokeKey, listKeys
        case endSessions
    }

    private struct Stage {
        let fixture: DirectoryFixture
        let administrator: Account
        let user: Account
        let deleted: Account
        let key: APIKey
        let local: Actor

        init() async throws {
            fixture = try await DirectoryFixture.inMemory()
            administrator = try await fixture.createAdministrator("admin")
            user = try await fixture.create("user")
            deleted = try await fixture.create("deleted")
            try await fixture.delete(deleted)
            key = try await fixture.directory.createKey(
                name: "key", owner: user.target, role: nil, scopes: nil, by: .system
            ).key
            local = Actor(
                principal: try await fixture.directory.localPrincipal(), origin: .test)
        }

        func run(_ verb: Verb) async throws {
            let (directory, caller) = (fixture.directory, local.principal)
            let name = try AccountName(parsing: "new")
            var change = AccountChange()
            change.bio = .set("changed")
            switch verb {
            case .readSelf: _ = try await directory.account(administrator.target, by: caller)
            case .readSelfByName:
                _ = try await directory.account(.name(administrator.name.key), by: caller)
            case .readSelfOnSurface:
                _ = try await directory.account(administrator.target, on: .test, by: caller)
            case .readOther: _ = try await directory.account(user.target, by: caller)
            case .readOtherByGUID:
                _ = try await directory.account(.guid(user.guid, on: .test), by: caller)
            case .list: _ = try await directory.accounts(AccountQuery(), by: caller)
            case .listOnSurface:
                _ = try await directory.accounts(AccountQuery(), on: .test, by: caller)
            case .presence: _ = try await directory.presence(of: user.target, on: .test, by: caller)
            case .create: _ = try await directory.create(AccountDraft(name: name), by: local)
            case .updateSelf:
                _ = try await directory.update(administrator.target, change, by: local)
            case .updateOther: _ = try await directory.update(user.target, change, by: local)
            case .delete: _ = try directory.preparedDelete(user.target, by: local)
            case .deleteMany: _ = try await directory.delete([user.target], by: local)
            case .restore: _ = try await directory.restore(deleted.target, by: local)
            case .upsert:
                _ = try await directory.preparedUpsert(
                    AccountUpsert(name: name), makingMissing: true, by: local)
            case .upserts:
                _ = try await directory.preparedUpserts(
                    [AccountUpsert(name: name)], makingMissing: true, by: local)
            case .setPassword:
                try await directory.setPassword(of: administrator.target, to: "new", by: local)
            case .changePassword:
                try await directory.changePassword(
                    of: administrator.target, old: DirectoryFixture.password, new: "new", by: local)
            case .unlock: try await directory.unlock(administrator.target, by: local)
            case .createKey:
                _ = try await directory.createKey(
                    name: "new", owner: nil, role: nil, scopes: nil, by: local)
            case .revokeKey: try await directory.revokeKey(key.id, by: local)
            case .listKeys: _ = try await directory.keys(by: caller)
            case .endSessions:
                _ = try directory.preparedSessionsEnd(of: [user.target], on: .test, by: local)
            }
        }
    }

    @Test("neither reads nor changes any account, not even its own", arguments: Verb.allCases)
    func noRights(_ verb: Verb) async throws {
        let stage = try await Stage()
        let before = try await DirectoryDump.of(stage.fixture.engine)
        let error = await #expect(throws: DirectoryError.self) { try await stage.run(verb) }
        #expect(error?.isForbidden == true)
        #expect(try await DirectoryDump.of(stage.fixture.engine) == before)
    }

    @Test("is the first administrator's account with a user's role")
    func account() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let first = try await fixture.createAdministrator("first")
        try await fixture.createAdministrator("second")
        let principal = try await fixture.directory.localPrincipal()
        #expect(principal == Principal(account: first, credential: .local))
        #expect(principal.role == .user && !principal.isAdministrator)
        #expect(!principal.mayChangeAdministrators && !principal.isSelf(first.id))
        #expect(principal.session == nil)
        // The cards are that account's own, however it comes.
        let local = Actor(principal: principal, origin: .test)
        let card = try await fixture.createCard("bob", by: local)
        #expect(card.accountID == first.id)
        let changed = try await fixture.updateCard(card.id, by: .account(first))
        #expect(try await fixture.card(card.id, by: local) == changed)
        #expect(try await fixture.deleteCard(card.id, by: local).revision == 2)
    }

    @Test("remains who it was when the account is renamed or demoted, and restarts")
    func changedAccounts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let first = try await fixture.createAdministrator("first")
        try await fixture.createAdministrator("second")
        let renamed = try AccountName(parsing: "renamed")
        let changed = try await fixture.edit(first) {
            $0.name = .set(renamed)
            $0.role = .set(.user)
        }
        let next = try await fixture.restarted()
        #expect(try await next.directory.localPrincipal().account == changed)
    }

    @Test("is nobody while that account is disabled or in the bin, and no other takes its place")
    func missingAccounts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let refusal = DirectoryError.unauthenticated(.accountDisabled)
        await #expect(throws: refusal) { try await fixture.directory.localPrincipal() }
        let first = try await fixture.createAdministrator("first")
        try await fixture.createAdministrator("second")
        try await fixture.edit(first) { $0.status = .set(.disabled) }
        await #expect(throws: refusal) { try await fixture.directory.localPrincipal() }
        try await fixture.edit(first) { $0.status = .set(.active) }
        try await fixture.delete(first)
        await #expect(throws: refusal) { try await fixture.directory.localPrincipal() }
        _ = try await fixture.directory.restore(first.target, by: .system)
        #expect(try await fixture.directory.localPrincipal().account?.id == first.id)
        try await fixture.delete(first)
        fixture.clock.advance(days: 31)
        #expect(try await fixture.directory.keepHouse().purgedAccounts == 1)
        await #expect(throws: refusal) { try await fixture.directory.localPrincipal() }
    }
}
