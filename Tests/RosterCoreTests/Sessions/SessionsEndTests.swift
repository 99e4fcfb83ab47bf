import RosterCore
import RosterTestSupport
import Testing

/// An administrator ends every session of some accounts (contracts/bitanswer.md, `users/end`).
@Suite("The forced end of sessions")
struct SessionsEndTests {
    @Test("ends every session of the accounts, and none of others; nobody else has to be online")
    func sessions() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let ben = try await fixture.create("ben")
        let offline = try await fixture.create("offline")
        let ended = [
            try await fixture.logIn("ada"), try await fixture.logInForRefresh("ada"),
            try await fixture.logIn("ben"),
        ]
        try await fixture.create("other")
        let other = try await fixture.logIn("other")
        let elsewhere = try await fixture.restarted()
        var seen: [Account] = []
        for account in [offline, ada, ben] {
            seen.append(try #require(try await fixture.account(account.id)))
        }
        let accounts = try await fixture.endSessions(of: seen.map(\.target))
        // The accounts stay as they are.
        #expect(accounts.map(\.account) == seen)
        for account in seen { #expect(try await fixture.account(account.id) == account) }
        for process in [fixture, elsewhere] {
            for issued in ended {
                await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
                    try await process.authenticate(bearer: issued.token)
                }
            }
            _ = try await process.authenticate(bearer: other.token)
            for account in [ada, ben, offline] {
                #expect(try await !process.isOnline(account))
            }
        }
        #expect(try await fixture.logIn("ada").account.id == ada.id)
        #expect(try await fixture.isOnline(ada))
    }

    @Test("is told once for each account that had sessions, and to no subscriber")
    func trail() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let admin = try await fixture.createAdministrator("admin")
        let ada = try await fixture.create("ada")
        let offline = try await fixture.create("offline")
        for _ in 0..<3 { _ = try await fixture.logIn("ada") }
        let events = try await fixture.events()
        let count = try await fixture.audit().count
        fixture.clock.advance(seconds: 1)
        let targets = [ada.target, offline.target, ada.target]
        let accounts = try await fixture.endSessions(of: targets, by: .account(admin))
        #expect(accounts.map(\.account.id) == [ada.id, offline.id, ada.id])
        #expect(
            try await fixture.audit().dropFirst(count) == [
                AuditEntry(
                    at: fixture.clock.now, action: .sessionEnded, subject: ada.id,
                    actor: admin.id, keyID: nil, surface: .test, requestID: "request",
                    address: "192.0.2.1", fields: [])
            ])
        #expect(try await fixture.events() == events)
    }

    @Test("finds accounts by the ids of the surface, and shows these")
    func surfaceIDs() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let ben = try await fixture.create("ben")
        let isLinked = try await fixture.store.write { storage throws(DirectoryError) in
            try storage.link(surface: .test, key: .text("old guid"), to: ada.id)
        }
        #expect(isLinked)
        let targets = [
            Directory.Target.guid("old guid", on: .test), .guid(ben.guid, on: .test),
        ]
        let accounts = try await fixture.endSessions(of: targets)
        #expect(accounts.map(\.guid) == ["old guid", ben.guid])
        // Where a surface knows an account by an imported id, the account's own is nobody's.
        await #expect(throws: DirectoryError.inBatch(index: 0, .notFound)) {
            try await fixture.endSessions(of: [.guid(ada.guid, on: .test)])
        }
    }

    @Test("ends none when one account is unknown, deleted or not to be touched")
    func allOrNothing() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let admin = try await fixture.createAdministrator("admin")
        let ada = try await fixture.create("ada")
        let gone = try await fixture.create("gone")
        try await fixture.delete(gone)
        let key = try await fixture.directory.createKey(
            name: "key", owner: admin.target, role: nil, scopes: [.test], by: .system
        ).key
        for login in ["admin", "ada"] { _ = try await fixture.logIn(login) }
        let before = try await DirectoryDump.of(fixture.engine)
        for target in [gone.target, .id(AccountID(404)), .guid("nobody", on: .test)] {
            await #expect(throws: DirectoryError.inBatch(index: 1, .notFound)) {
                try await fixture.endSessions(of: [ada.target, target])
            }
        }
        let scoped = Actor.key(key, of: admin)
        let refusal = DirectoryError.forbidden(.scopedKey)
        await #expect(throws: DirectoryError.inBatch(index: 1, refusal)) {
            try await fixture.endSessions(of: [ada.target, admin.target], by: scoped)
        }
        for caller in [Actor.account(ada), .anonymous] {
            await #expect(throws: DirectoryError.forbidden(.notAdministrator)) {
                try await fixture.endSessions(of: [ada.target], by: caller)
            }
        }
        #expect(try await fixture.endSessions(of: []) == [])
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        // A scoped key ends those of ordinary users.
        let ended = try await fixture.endSessions(of: [ada.target], by: scoped)
        #expect(ended.map(\.account.id) == [ada.id])
        #expect(try await fixture.sessions(of: ada) == [])
    }
}

extension DirectoryFixture {
    /// Ends the sessions of accounts, all or none.
    @discardableResult
    func endSessions(
        of targets: [Directory.Target], by actor: Actor = .system
    ) async throws(DirectoryError) -> [SurfaceAccount] {
        try await directory.commit(
            try directory.preparedSessionsEnd(of: targets, on: .test, by: actor))
    }
}
