import RosterCore
import RosterTestSupport
import Testing

/// Who is online: an active account with a live session that was used within the window
/// (contracts/bitanswer.md, `online`).
@Suite("Presence")
struct PresenceTests {
    @Test(
        "begins with a login and ends when the window has passed",
        arguments: [300, 60] as [Int64])
    func logins(_ window: Int64) async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(presenceWindowSeconds: window))
        let ada = try await fixture.create("ada")
        try await fixture.create("ben")
        #expect(try await !fixture.isOnline(ada))
        _ = try await fixture.logIn("ben")
        #expect(try await !fixture.isOnline(ada))
        _ = try await fixture.logIn("ada")
        #expect(try await fixture.isOnline(ada))
        fixture.clock.advance(milliseconds: window * 1000 - 1)
        #expect(try await fixture.isOnline(ada))
        fixture.clock.advance(milliseconds: 1)
        #expect(try await !fixture.isOnline(ada))
    }

    /// What counts as a use of a session.
    enum Use: String, CaseIterable, Sendable {
        case bearer, refresh, raisingRefresh, refreshToken
    }

    @Test("goes on with each use of the session", arguments: Use.allCases)
    func uses(_ use: Use) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logInForRefresh("ada")
        fixture.clock.advance(seconds: 400)
        #expect(try await !fixture.isOnline(ada))
        switch use {
        case .bearer: _ = try await fixture.authenticate(bearer: issued.token)
        case .refresh, .raisingRefresh:
            _ = try await fixture.directory.refresh(
                token: issued.token, keepsOlderTokens: use == .refresh, origin: .test)
        case .refreshToken:
            _ = try await fixture.directory.refresh(
                refreshToken: try #require(issued.refreshToken), on: .test)
        }
        #expect(try await fixture.isOnline(ada))
        fixture.clock.advance(milliseconds: 299_999)
        #expect(try await fixture.isOnline(ada))
        fixture.clock.advance(milliseconds: 1)
        #expect(try await !fixture.isOnline(ada))
    }

    @Test("comes with sessions alone: not with a password, a key, or what was refused")
    func otherCredentials() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let secret = try await fixture.directory.createKey(
            name: "key", owner: ada.target, role: nil, scopes: nil, by: .system
        ).secret
        let token = try await fixture.logIn("ada").token
        fixture.clock.advance(seconds: 3600)
        _ = try await fixture.authenticate("ada")
        _ = try await fixture.authenticate(bearer: secret)
        try await fixture.guess("ada")
        await #expect(throws: DirectoryError.unauthenticated(.expired)) {
            try await fixture.authenticate(bearer: token)
        }
        #expect(try await !fixture.isOnline(ada))
    }

    @Test("is of any of the account's sessions, until the last in use has ended")
    func manySessions() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let first = try await fixture.logIn("ada")
        fixture.clock.advance(seconds: 200)
        let second = try await fixture.logIn("ada")
        fixture.clock.advance(seconds: 200)
        #expect(try await fixture.isOnline(ada))
        try await fixture.directory.logOut(.session(second))
        #expect(try await !fixture.isOnline(ada))
        _ = try await fixture.authenticate(bearer: first.token)
        #expect(try await fixture.isOnline(ada))
        try await fixture.directory.logOut(.session(first))
        #expect(try await !fixture.isOnline(ada))
    }

    @Test("ends with the session's time, though it was in use a moment ago")
    func expiredSessions() async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(sessionTTLSeconds: 100))
        let ada = try await fixture.create("ada")
        let token = try await fixture.logIn("ada").token
        fixture.clock.advance(milliseconds: 99_000)
        _ = try await fixture.authenticate(bearer: token)
        fixture.clock.advance(milliseconds: 999)
        #expect(try await fixture.isOnline(ada))
        fixture.clock.advance(milliseconds: 1)
        #expect(try await !fixture.isOnline(ada))
    }

    @Test("is never of a disabled account, whatever sessions its rows show")
    func disabledAccounts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        try await fixture.edit(ada) { $0.status = .set(.disabled) }
        #expect(try await !fixture.isOnline(ada))
        // A session that another process let in at the same moment.
        try await fixture.store.write { storage throws(DirectoryError) in
            try storage.insert(issued.session, refreshHash: nil)
        }
        #expect(try await !fixture.isOnline(ada))
        // It was the status that hid it.
        try await fixture.edit(ada) { $0.status = .set(.active) }
        #expect(try await fixture.isOnline(ada))
    }

    @Test("is shown to administrators, with the account as the surface knows it")
    func callers() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let admin = try await fixture.createAdministrator("admin")
        let ada = try await fixture.create("ada")
        let isLinked = try await fixture.store.write { storage throws(DirectoryError) in
            try storage.link(surface: .test, key: .text("old guid"), to: ada.id)
        }
        #expect(isLinked)
        _ = try await fixture.logIn("ada")
        let seen = try #require(try await fixture.account(ada.id))
        let directory = fixture.directory
        let caller = Actor.account(admin).principal
        for target in [ada.target, .name(ada.name.key), .guid("old guid", on: .test)] {
            let presence = try await directory.presence(of: target, on: .test, by: caller)
            #expect(presence.account == SurfaceAccount(account: seen, key: "old guid"))
            #expect(presence.isOnline)
        }
        for caller in [Actor.account(ada).principal, .anonymous] {
            await #expect(throws: DirectoryError.forbidden(.notAdministrator)) {
                _ = try await directory.presence(of: ada.target, on: .test, by: caller)
            }
        }
        try await fixture.delete(ada)
        for target in [ada.target, .id(AccountID(404)), .guid(ada.guid, on: .test)] {
            await #expect(throws: DirectoryError.notFound) {
                _ = try await directory.presence(of: target, on: .test, by: .operator)
            }
        }
    }
}

extension DirectoryFixture {
    /// Whether somebody is online with the account, as an administrator sees it.
    func isOnline(_ account: Account) async throws(DirectoryError) -> Bool {
        try await directory.presence(of: account.target, on: .test, by: .operator).isOnline
    }

    /// The rows of an account's sessions.
    func sessions(of account: Account) async throws(DirectoryError) -> [Session] {
        try await store.read { storage throws(DirectoryError) in
            try storage.sessions(of: account.id)
        }
    }
}
