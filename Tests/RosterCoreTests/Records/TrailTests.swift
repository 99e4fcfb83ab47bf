import RosterCore
import RosterTestSupport
import Testing

/// THREATS 24 and 25: secrets in the audit trail, events for work that was rolled back.
@Suite("The audit trail and the events")
struct TrailTests {
    @Test("tell of every change, in the words of the change")
    func everyChange() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let (directory, ada) = (fixture.directory, try await fixture.create("ada"))
        let name = try AccountName(parsing: "ben")
        try await fixture.edit(ada) {
            $0.name = .set(name)
            $0.bio = .set("here")
        }
        try await directory.setPassword(of: ada.target, to: "new", by: .system)
        let issued = try await fixture.logIn("ben", password: "new")
        _ = try await directory.refresh(
            token: issued.token, keepsOlderTokens: false, origin: .test)
        try await directory.logOut(.session(issued))
        let key = try await directory.createKey(
            name: "key", owner: ada.target, role: nil, scopes: nil, by: .system
        ).key
        try await directory.revokeKey(key.id, by: .system)
        try await directory.unlock(ada.target, by: .system)
        try await fixture.delete(ada)
        _ = try await directory.restore(ada.target, by: .system)
        let trail = try await fixture.audit(of: ada.id)
        let expected: [(AuditAction, [String])] = [
            (.accountCreated, []), (.accountUpdated, ["name", "bio"]),
            (.passwordChanged, ["password"]), (.sessionStarted, []), (.sessionRefreshed, []),
            (.sessionEnded, []), (.keyCreated, ["key"]), (.keyRevoked, ["key"]),
            (.accountUnlocked, []), (.accountDeleted, []), (.accountRestored, []),
        ]
        #expect(trail.map(\.action) == expected.map(\.0))
        #expect(trail.map(\.fields) == expected.map(\.1))
        let events = try await fixture.events()
        #expect(
            events.map(\.type) == [
                .accountCreated, .accountUpdated, .passwordChanged, .accountDeleted,
                .accountRestored,
            ])
        #expect(events.map(\.revision) == [0, 1, 2, 3, 4])
        #expect(events.allSatisfy { $0.accountID == ada.id && $0.guid == ada.guid })
    }

    @Test("tell who did it, by what and from where")
    func origins() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let administrator = try await fixture.createAdministrator("admin")
        let user = try await fixture.create("user")
        let key = try await fixture.directory.createKey(
            name: "key", owner: administrator.target, role: nil, scopes: nil, by: .system
        ).key
        fixture.clock.advance(milliseconds: 7)
        try await fixture.edit(user, by: .key(key, of: administrator)) { $0.bio = .set("x") }
        #expect(
            try await fixture.audit(of: user.id).last
                == AuditEntry(
                    at: fixture.clock.now, action: .accountUpdated, subject: user.id,
                    actor: administrator.id, keyID: key.id, surface: .test, requestID: "request",
                    address: "192.0.2.1", fields: ["bio"]))
        try await fixture.edit(user) { $0.bio = .set("y") }
        #expect(
            try await fixture.audit(of: user.id).last
                == AuditEntry(
                    at: fixture.clock.now, action: .accountUpdated, subject: user.id, actor: nil,
                    keyID: nil, surface: .system, requestID: "", address: nil, fields: ["bio"]))
    }

    @Test("hold no password, token, key or value, nor does any other table")
    func noSecrets() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let administrator = try await fixture.createAdministrator("admin")
        let ada = try await fixture.create("ada", password: "pass-one")
        try await fixture.directory.changePassword(
            of: ada.target, old: "pass-one", new: "pass-two", by: .account(ada))
        let issued = try await fixture.logIn("ada", password: "pass-two")
        let secret = try await fixture.directory.createKey(
            name: "key", owner: administrator.target, role: nil, scopes: nil, by: .system
        ).secret
        _ = try? await fixture.logIn("typed into the wrong field", password: "pass-three")
        let dump = try await DirectoryDump.of(fixture.engine)
        for text in ["pass-one", "pass-two", "pass-three", issued.token, secret, "typed into"] {
            #expect(!dump.contains(text), "\(text)")
        }
        try await fixture.edit(ada) { $0.bio = .set("the value itself") }
        let records = try await DirectoryDump.of(fixture.engine).without("account")
        #expect(!records.contains("the value itself"))
    }

    @Test("tell nothing of what was refused")
    func refusedChanges() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let last = try await fixture.createAdministrator("admin")
        let ada = try await fixture.create("ada")
        let before = try await DirectoryDump.of(fixture.engine)
        _ = try? await fixture.create("ADA")
        _ = try? await fixture.directory.delete([ada.target, last.target], by: .system)
        _ = try? await fixture.directory.update(
            ada.target, AccountChange(), if: .anyOf([]), by: .system)
        _ = try? await fixture.directory.restore(ada.target, by: .system)
        _ = try? await fixture.directory.createKey(
            name: "key", owner: ada.target, role: .admin, scopes: nil, by: .system)
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }
}
