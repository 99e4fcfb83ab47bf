import RosterCore
import RosterTestSupport
import Testing

/// Every statement and every commit of a use case fails once; each time nothing of it is left.
@Suite("A storage that fails at step 1, 2, ...")
struct FaultTests {
    struct Scenario: Sendable, CustomStringConvertible {
        let description: String
        /// Whether the use case counts a try, which stays counted when it cannot be finished: the
        /// counter errs on the side of refusing.
        let countsTry: Bool
        let run: @Sendable (DirectoryFixture, Account) async throws(DirectoryError) -> Void

        init(
            _ description: String, countsTry: Bool = false,
            _ run:
                @escaping @Sendable (
                    DirectoryFixture, Account
                ) async throws(DirectoryError) -> Void
        ) {
            self.description = description
            self.countsTry = countsTry
            self.run = run
        }
    }

    private static let claimed = try? EmailAddress(parsing: "claimed@example.com")
    private static let fresh = try? AccountName(parsing: "fresh")

    static let scenarios: [Scenario] = [
        .init("create with a displaced e-mail") { fixture, _ throws(DirectoryError) in
            guard let fresh else { return }
            var draft = AccountDraft(name: fresh)
            draft.email = claimed
            draft.password = DirectoryFixture.password
            _ = try await fixture.directory.create(draft, by: .system)
        },
        .init("update with a rename and a displaced e-mail") {
            fixture, ada throws(DirectoryError) in
            guard let fresh else { return }
            try await fixture.edit(ada) {
                $0.name = .set(fresh)
                $0.email = .set(claimed)
            }
        },
        .init("disable") { fixture, ada throws(DirectoryError) in
            try await fixture.edit(ada) { $0.status = .set(.disabled) }
        },
        .init("delete") { fixture, ada throws(DirectoryError) in
            try await fixture.delete(ada)
        },
        .init("change of password", countsTry: true) { fixture, ada throws(DirectoryError) in
            try await fixture.directory.changePassword(
                of: ada.target, old: DirectoryFixture.password, new: "new", by: .account(ada))
        },
        .init("set password") { fixture, ada throws(DirectoryError) in
            try await fixture.directory.setPassword(of: ada.target, to: "new", by: .system)
        },
        .init("login", countsTry: true) { fixture, _ throws(DirectoryError) in
            _ = try await fixture.logIn("ada")
        },
        .init("login with a rehash", countsTry: true) { fixture, _ throws(DirectoryError) in
            fixture.passwords.changeForm()
            _ = try await fixture.logIn("ada")
        },
        .init("Basic", countsTry: true) { fixture, _ throws(DirectoryError) in
            _ = try await fixture.authenticate("ada")
        },
        .init("key") { fixture, ada throws(DirectoryError) in
            _ = try await fixture.directory.createKey(
                name: "key", owner: ada.target, role: nil, scopes: nil, by: .system)
        },
        .init("first administrator") { fixture, _ throws(DirectoryError) in
            _ = try await fixture.directory.bootstrap(name: "admin", password: nil)
        },
        .init("changed key of a setting") { fixture, _ throws(DirectoryError) in
            try await fixture.directory.setConfiguredKey(
                "another secret", scope: SurfaceName("BitAnswer"))
        },
        .init("batch of upserts") { fixture, ada throws(DirectoryError) in
            guard let fresh else { return }
            var upserts = [AccountUpsert(name: fresh), AccountUpsert(name: ada.name)]
            upserts[0].password = "new"
            upserts[1].password = "new"
            upserts[1].status = .set(.disabled)
            try await fixture.upserts(upserts)
        },
        .init("batch of cards") { fixture, ada throws(DirectoryError) in
            let cards = try await fixture.cards(of: .account(ada))
            try await fixture.setStatuses(of: cards.map(\.id), to: .deleted, by: .account(ada))
        },
        .init("end of the sessions of several") { fixture, ada throws(DirectoryError) in
            try await fixture.endSessions(of: [ada.target, .name(FoldedKey(folding: "claimer"))])
        },
    ]

    @Test("leaves the directory as it was, and says so", arguments: scenarios)
    func nothingHalf(_ scenario: Scenario) async throws {
        var failures = 0
        for step in 1...200 {
            let fixture = try await stage(for: scenario)
            let ada = try #require(try await fixture.live("ada"))
            fixture.clock.advance(seconds: 1)
            let before = try await DirectoryDump.of(fixture.engine)
            let engine = FaultyEngine(fixture.engine, failingAt: step)
            do throws(DirectoryError) {
                try await scenario.run(fixture.over(engine), ada)
                #expect(!engine.hasFailed, "step \(step) failed and nobody said so")
                #expect(failures > 2, "the scenario does hardly anything")
                #expect(try await DirectoryDump.of(fixture.engine) != before)
                return
            } catch {
                #expect(error == FaultyEngine.error, "step \(step)")
            }
            failures += 1
            var after = try await DirectoryDump.of(fixture.engine)
            var expected = before
            if scenario.countsTry {
                after = after.without("failure_counter")
                expected = expected.without("failure_counter")
            }
            #expect(after == expected, "step \(step)")
        }
        Issue.record("the scenario never passed")
    }

    /// A directory with everything that the scenarios touch.
    private func stage(for scenario: Scenario) async throws -> DirectoryFixture {
        let fixture = try await DirectoryFixture.inMemory()
        let isFirstStart = scenario.description == "first administrator"
        if !isFirstStart {
            _ = try await fixture.directory.bootstrap(name: "root", password: "password")
            try await fixture.directory.setConfiguredKey(
                "a secret", scope: SurfaceName("BitAnswer"))
        }
        try await fixture.create("ada")
        try await fixture.claim("claimed@example.com", by: try await fixture.create("claimer"))
        if !isFirstStart {
            for login in ["ada", "ada", "claimer"] { _ = try await fixture.logIn(login) }
            let ada = try #require(try await fixture.live("ada"))
            for name in ["first", "second"] {
                try await fixture.createCard(name, by: .account(ada))
            }
            _ = try await fixture.directory.createKey(
                name: "ada's", owner: ada.target, role: nil, scopes: nil, by: .system)
        }
        return fixture
    }

    @Test("does not turn a failed note of a key's use into a failed request")
    func noteOfUse() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let owner = try await fixture.create("owner")
        let secret = try await fixture.directory.createKey(
            name: "key", owner: owner.target, role: nil, scopes: nil, by: .system
        ).secret
        let faulty = fixture.over(FaultyEngine(fixture.engine, failingAt: 2))
        #expect(try await faulty.authenticate(bearer: secret).account?.id == owner.id)
        #expect(try await fixture.directory.keys(by: .operator).first?.lastUsedAt == nil)
    }

    @Test("never lets a wrong password in, nor a dead token")
    func failsClosed() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        try await fixture.directory.logOut(.session(issued))
        for step in 1...12 {
            let faulty = fixture.over(FaultyEngine(fixture.engine, failingAt: step))
            await #expect(throws: DirectoryError.self) {
                try await faulty.logIn("ada", password: "wrong")
            }
            await #expect(throws: DirectoryError.self) {
                try await faulty.authenticate(bearer: issued.token)
            }
        }
    }
}
