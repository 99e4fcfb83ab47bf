import RosterCore
import RosterTestSupport
import Testing

/// THREATS 29: look-alike and re-registered names.
@Suite("Names that were freed, and names that people give themselves")
struct FreedNameTests {
    enum Way: String, CaseIterable, Sendable {
        case delete, rename
    }

    /// A directory in which `freed` was somebody's name until now, and `user` may rename itself.
    private func fixture(_ way: Way) async throws -> (DirectoryFixture, user: Account) {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(isRegistrationOpen: true))
        let user = try await fixture.create("user")
        let former = try await fixture.create("Freed")
        switch way {
        case .delete: try await fixture.delete(former)
        case .rename:
            let name = try AccountName(parsing: "moved")
            try await fixture.edit(former) { $0.name = .set(name) }
        }
        return (fixture, user)
    }

    @Test("a freed name and its look-alikes are closed to self-service", arguments: Way.allCases)
    func freedNamesAreClosed(_ way: Way) async throws {
        let (fixture, user) = try await fixture(way)
        let refusal = DirectoryError.invalid([InvalidField(.name, .recentlyFreed)])
        for spelling in ["freed", "ＦＲＥＥＤ", "fre\u{FE0F}ed"] {
            let name = try AccountName(parsing: spelling)
            await #expect(throws: refusal) {
                try await fixture.directory.create(AccountDraft(name: name), by: .anonymous)
            }
            await #expect(throws: refusal) {
                try await fixture.edit(user, by: .account(user)) { $0.name = .set(name) }
            }
        }
    }

    @Test("they open after thirty days, and not a millisecond before", arguments: Way.allCases)
    func freedNamesOpen(_ way: Way) async throws {
        let (fixture, user) = try await fixture(way)
        let name = try AccountName(parsing: "freed")
        fixture.clock.advance(days: 30)
        fixture.clock.advance(milliseconds: -1)
        _ = try await fixture.directory.keepHouse()
        await #expect(throws: DirectoryError.invalid([InvalidField(.name, .recentlyFreed)])) {
            try await fixture.directory.create(AccountDraft(name: name), by: .anonymous)
        }
        fixture.clock.advance(milliseconds: 1)
        let renamed = try await fixture.edit(user, by: .account(user)) { $0.name = .set(name) }
        #expect(renamed.name == name)
    }

    @Test("an administrator may give a freed name at once", arguments: Way.allCases)
    func administratorsReuseNames(_ way: Way) async throws {
        let (fixture, user) = try await fixture(way)
        let renamed = try await fixture.edit(user) { change in
            if let name = try? AccountName(parsing: "freed") { change.name = .set(name) }
        }
        #expect(renamed.name.rawValue == "freed")
        let (other, _) = try await self.fixture(way)
        #expect(try await other.create("freed").name.rawValue == "freed")
    }

    @Test("a change of case frees no name")
    func caseIsNoRename() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = try await fixture.create("user")
        let name = try AccountName(parsing: "USER")
        #expect(
            try await fixture.edit(user, by: .account(user)) { $0.name = .set(name) }.name == name)
        let closed = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.freedName(name.key)
        }
        #expect(closed == nil)
    }

    @Test("the account that freed a name takes it back at once; others wait", arguments: [1, 2])
    func takenBack(_ steps: Int) async throws {
        var policy = DirectoryPolicy(isRegistrationOpen: true)
        policy.quotas.renames = 100
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        let refusal = DirectoryError.invalid([InvalidField(.name, .recentlyFreed)])
        var ada = try await fixture.create("a")
        let other = try await fixture.create("other")
        func rename(_ text: String) async throws {
            let name = try AccountName(parsing: text)
            ada = try await fixture.edit(ada, by: .account(ada)) { $0.name = .set(name) }
        }
        for name in ["b", "c"].prefix(steps) { try await rename(name) }
        let freed = ["a", "b"].prefix(steps)
        for text in freed {
            let name = try AccountName(parsing: text)
            await #expect(throws: refusal) {
                try await fixture.edit(other, by: .account(other)) { $0.name = .set(name) }
            }
            await #expect(throws: refusal) {
                try await fixture.directory.create(AccountDraft(name: name), by: .anonymous)
            }
        }
        for text in freed {
            try await rename(text)
            #expect(ada.name.rawValue == text)
        }
        // Freed by it once more, in another spelling.
        try await rename("d")
        try await rename("A")
    }

    @Test("it may also after it was deleted and restored, and not when another one had it since")
    func takenBackLater() async throws {
        let refusal = DirectoryError.invalid([InvalidField(.name, .recentlyFreed)])
        let fixture = try await DirectoryFixture.inMemory()
        let a = try AccountName(parsing: "a")
        var ada = try await fixture.create("a")
        func rename(_ account: Account, _ text: String) async throws -> Account {
            let name = try AccountName(parsing: text)
            return try await fixture.edit(account, by: .account(account)) {
                $0.name = .set(name)
            }
        }
        ada = try await rename(ada, "b")
        try await fixture.delete(ada)
        ada = try await fixture.directory.restore(ada.target, by: .system)
        #expect(try await rename(ada, "a").name == a)
        ada = try await rename(try #require(try await fixture.account(ada.id)), "b")
        // An administrator gives it away; who has it then frees it.
        let next = try await fixture.create("a")
        _ = try await rename(next, "c")
        await #expect(throws: refusal) { _ = try await rename(ada, "a") }
        #expect(try await rename(try #require(try await fixture.live("c")), "a").name == a)
    }

    @Test("names of an account that is purged stay closed to all for their time")
    func purged() async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(isRegistrationOpen: true, trashDays: 1))
        let ada = try await fixture.create("a")
        try await fixture.delete(ada)
        fixture.clock.advance(days: 2)
        #expect(try await fixture.directory.keepHouse().purgedAccounts == 1)
        let draft = AccountDraft(name: try AccountName(parsing: "a"))
        await #expect(throws: DirectoryError.invalid([InvalidField(.name, .recentlyFreed)])) {
            try await fixture.directory.create(draft, by: .anonymous)
        }
        fixture.clock.advance(days: 28)
        _ = try await fixture.directory.create(draft, by: .anonymous)
    }

    @Test(
        "people cannot take a name of digits, or like an e-mail or a phone; administrators give them",
        arguments: [
            "20240229", "ada@example.com", "+86 138 0013 8000", "２０２４", "ada＠example.com",
            "１３８\u{FE0F}００１３８０００", "①②③",
        ])
    func reservedForms(_ text: String) async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(isRegistrationOpen: true))
        let user = try await fixture.create("user")
        let name = try AccountName(parsing: text)
        let refusal = DirectoryError.invalid([InvalidField(.name, .reservedForm)])
        await #expect(throws: refusal) {
            try await fixture.directory.create(AccountDraft(name: name), by: .anonymous)
        }
        await #expect(throws: refusal) {
            try await fixture.edit(user, by: .account(user)) { $0.name = .set(name) }
        }
        let given = try await fixture.create(text)
        // Whoever has such a name may write it back, and change the rest.
        let changed = try await fixture.edit(given, by: .account(given)) {
            $0.name = .set(name)
            $0.bio = .set("mine")
        }
        #expect(changed.bio == "mine")
    }

    @Test("nobody registers while registration is closed")
    func closedRegistration() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let draft = AccountDraft(name: try AccountName(parsing: "new"))
        let user = try await fixture.create("user")
        for actor in [Actor.anonymous, .account(user)] {
            let error = await #expect(throws: DirectoryError.self) {
                try await fixture.directory.create(draft, by: actor)
            }
            #expect(error?.isForbidden == true)
        }
    }
}
