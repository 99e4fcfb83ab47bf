import RosterCore
import RosterTestSupport
import Testing

@Suite("Housekeeping")
struct HousekeepingTests {
    @Test("finds nothing to do in a fresh directory")
    func nothingToDo() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let before = try await DirectoryDump.of(fixture.engine)
        #expect(try await fixture.directory.keepHouse().isEmpty)
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("forgets expired sessions, stale counters, closed names and old events")
    func forgets() async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(tokenTTLSeconds: 60, sessionTTLSeconds: 3600))
        let ada = try await fixture.create("ada")
        let gone = try await fixture.create("gone")
        try await fixture.delete(gone)
        for _ in 0..<3 { _ = try await fixture.logIn("ada") }
        for login in ["nobody", "somebody", "ada"] { try await fixture.guess(login) }
        fixture.clock.advance(days: 30)
        fixture.clock.advance(milliseconds: 1)
        let live = try await fixture.logIn("ada")
        try await fixture.guess("ada")
        try await fixture.guess("late")
        try await fixture.edit(ada) { $0.bio = .set("late") }
        let report = try await fixture.directory.keepHouse()
        #expect(report.purgedAccounts == 1)
        #expect(report.expiredSessions == 3)
        #expect(report.staleCounters == 4)
        #expect(report.openedNames == 1)
        #expect(report.droppedEvents == 3)
        _ = try await fixture.authenticate(bearer: live.token)
        #expect(try await fixture.failures(of: ada)?.failures == 1)
        #expect(try await fixture.events().count == 1)
    }

    @Test("goes through more than one batch, each in a transaction of its own")
    func batches() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let count = 2 * Limits.purgeBatchRows + 1
        let template = try await fixture.create("template")
        let names = try (0..<count).map { try AccountName(parsing: "gone \($0)") }
        let time = fixture.clock.now
        try await fixture.store.write { storage throws(DirectoryError) in
            for name in names {
                var account = try storage.insert(
                    NewAccount(
                        guid: name.rawValue, instanceID: name.rawValue, name: name, displayName: "",
                        email: nil, emailIsProven: false, phone: nil, avatar: nil, role: .user,
                        status: .active, extend: nil, passwordHash: nil, createdAt: time))
                account.deletedAt = time
                guard try storage.update(account, from: 0) else { throw .revisionMismatch }
                try storage.append(
                    OutboxEvent(
                        at: time, type: .accountDeleted, accountID: account.id,
                        guid: account.guid, revision: 0))
            }
        }
        fixture.clock.advance(days: 31)
        let report = try await fixture.directory.keepHouse()
        #expect(report.purgedAccounts == count)
        // The template's own event is as old.
        #expect(report.droppedEvents == count + 1)
        let page = try await fixture.directory.accounts(AccountQuery(), by: .operator)
        #expect(page.accounts == [template])
    }
}
