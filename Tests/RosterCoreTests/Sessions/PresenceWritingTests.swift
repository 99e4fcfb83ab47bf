@testable import RosterCore
import RosterTestSupport
import Testing

/// Uses of sessions are noted in memory and written now and then: a request writes nothing.
@Suite("The journal of presence")
struct PresenceWritingTests {
    @Test("writes a use once it is 30 s past the last one written, and not before")
    func intervals() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        let login = fixture.clock.now
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.clock.advance(milliseconds: 29_999)
        _ = try await fixture.authenticate(bearer: issued.token)
        try await fixture.directory.writePresence()
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        let used = fixture.clock.now
        fixture.clock.advance(milliseconds: 1)
        try await fixture.directory.writePresence()
        var expected = issued.session
        expected.lastUsedAt = used
        #expect(try await fixture.sessions(of: ada) == [expected])
        // Nothing but that row's last use has changed.
        #expect(
            try await DirectoryDump.of(fixture.engine).without("session")
                == before.without("session"))
        #expect(used > login)
    }

    @Test("writes a session that is used all the time every 30 s")
    func rate() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        var row = issued.session.lastUsedAt
        var gaps: [Int64] = []
        for _ in 0..<300 {
            fixture.clock.advance(seconds: 1)
            for _ in 0..<3 { _ = try await fixture.authenticate(bearer: issued.token) }
            try await fixture.directory.writePresence()
            let now = try #require(try await fixture.sessions(of: ada).first).lastUsedAt
            if now != row { gaps.append(now.milliseconds - row.milliseconds) }
            row = now
        }
        #expect(gaps == Array(repeating: 30_000, count: 10))
    }

    @Test(
        "sends no statement for sessions that nobody used, nor for the same use twice",
        arguments: [true, false])
    func nothingDue(_ all: Bool) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        _ = try await fixture.logIn("ada")
        // One statement for the request, one for its use, one commit; a fourth step would fail.
        let engine = FaultyEngine(fixture.engine, failingAt: 4)
        let directory = fixture.over(engine).directory
        fixture.clock.advance(seconds: 40)
        try await directory.writePresence(all: all)
        _ = try await directory.authenticate(bearer: issued.token, on: .test)
        try await directory.writePresence(all: all)
        let written = try await fixture.sessions(of: ada).map(\.lastUsedAt)
        #expect(written.sorted() == [issued.session.lastUsedAt, fixture.clock.now])
        for _ in 0..<3 {
            try await directory.writePresence(all: all)
            fixture.clock.advance(seconds: 40)
        }
        #expect(!engine.hasFailed)
    }

    @Test("writes all that is left at the end, for the next start to see")
    func shutdown() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        fixture.clock.advance(seconds: 290)
        _ = try await fixture.authenticate(bearer: issued.token)
        try await fixture.directory.writePresence()
        let first = fixture.clock.now
        fixture.clock.advance(seconds: 20)
        _ = try await fixture.authenticate(bearer: issued.token)
        let last = fixture.clock.now
        try await fixture.directory.writePresence()
        #expect(try await fixture.sessions(of: ada).map(\.lastUsedAt) == [first])
        try await fixture.directory.writePresence(all: true)
        #expect(try await fixture.sessions(of: ada).map(\.lastUsedAt) == [last])
        fixture.clock.advance(milliseconds: 299_999)
        let next = try await fixture.restarted()
        #expect(try await next.isOnline(ada))
        fixture.clock.advance(milliseconds: 1)
        #expect(try await !next.isOnline(ada))
    }

    @Test("is lost to other processes until it is written, and then seen by them")
    func otherProcesses() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let token = try await fixture.logIn("ada").token
        let other = try await fixture.restarted()
        fixture.clock.advance(seconds: 400)
        _ = try await fixture.authenticate(bearer: token)
        #expect(try await fixture.isOnline(ada))
        #expect(try await !other.isOnline(ada))
        try await fixture.directory.writePresence()
        #expect(try await other.isOnline(ada))
    }

    @Test("never moves a last use back that another process has moved further")
    func twoProcesses() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let token = try await fixture.logIn("ada").token
        let other = try await fixture.restarted()
        fixture.clock.advance(seconds: 100)
        _ = try await fixture.authenticate(bearer: token)
        fixture.clock.advance(seconds: 100)
        _ = try await other.authenticate(bearer: token)
        let last = fixture.clock.now
        try await other.directory.writePresence()
        try await fixture.directory.writePresence(all: true)
        #expect(try await fixture.sessions(of: ada).map(\.lastUsedAt) == [last])
        fixture.clock.advance(seconds: 299)
        #expect(try await fixture.isOnline(ada))
    }

    @Test("keeps what could not be written, and writes it the next time")
    func failures() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let count = Limits.sessionUseBatchRows + 1
        let perAccount = Limits.sessionsPerAccountMax
        var (accounts, tokens): ([Account], [String]) = ([], [])
        for number in 0..<count {
            if number % perAccount == 0 {
                accounts.append(try await fixture.create("account \(number / perAccount)"))
            }
            tokens.append(try await fixture.logIn("account \(number / perAccount)").token)
        }
        fixture.clock.advance(seconds: 30)
        // One statement for each request, then a batch and its commit, and the next batch fails.
        let step = count + Limits.sessionUseBatchRows + 1 + 1
        let faulty = fixture.over(FaultyEngine(fixture.engine, failingAt: step))
        for token in tokens { _ = try await faulty.authenticate(bearer: token) }
        await #expect(throws: FaultyEngine.error) { try await faulty.directory.writePresence() }
        func written() async throws -> Int {
            var uses: [Timestamp] = []
            for account in accounts {
                uses += try await fixture.sessions(of: account).map(\.lastUsedAt)
            }
            return uses.count { $0 == fixture.clock.now }
        }
        #expect(try await written() == Limits.sessionUseBatchRows)
        try await faulty.directory.writePresence()
        #expect(try await written() == count)
    }

    @Test("does not bring back a session that has ended")
    func endedSessions() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        fixture.clock.advance(seconds: 40)
        _ = try await fixture.authenticate(bearer: issued.token)
        try await fixture.directory.logOut(.session(issued))
        let before = try await DirectoryDump.of(fixture.engine)
        try await fixture.directory.writePresence(all: true)
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        #expect(try await fixture.sessions(of: ada) == [])
        #expect(try await !fixture.isOnline(ada))
    }

    @Test("forgets a session a minute after its last use, once that is written")
    func forgetting() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let idle = try await fixture.logIn("ada")
        let ended = try await fixture.logIn("ada")
        let busy = try await fixture.logIn("ada")
        let journal = fixture.directory.journal
        fixture.clock.advance(seconds: 40)
        for issued in [idle, ended, busy] {
            _ = try await fixture.authenticate(bearer: issued.token)
        }
        let used = fixture.clock.now
        try await fixture.directory.logOut(.session(ended))
        fixture.clock.advance(milliseconds: 59_999)
        _ = try await fixture.authenticate(bearer: busy.token)
        try await fixture.directory.writePresence()
        for issued in [idle, ended] { #expect(journal.lastUse(of: issued.session.id) == used) }
        let last = fixture.clock.now
        fixture.clock.advance(milliseconds: 1)
        try await fixture.directory.writePresence()
        for issued in [idle, ended] { #expect(journal.lastUse(of: issued.session.id) == nil) }
        #expect(journal.lastUse(of: busy.session.id) == last)
        // What is forgotten is in the database; another use begins anew.
        try await fixture.directory.logOut(.session(busy))
        #expect(try await fixture.isOnline(ada))
        _ = try await fixture.authenticate(bearer: idle.token)
        #expect(journal.lastUse(of: idle.session.id) == fixture.clock.now)
        try await fixture.directory.writePresence()
        #expect(try await fixture.sessions(of: ada).map(\.lastUsedAt) == [fixture.clock.now])
    }

    @Test("does not forget a use that could not be written, however old")
    func unwrittenUses() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        // The request's own statement works; the first write does not.
        let faulty = fixture.over(FaultyEngine(fixture.engine, failingAt: 2))
        fixture.clock.advance(seconds: 40)
        _ = try await faulty.authenticate(bearer: issued.token)
        let used = fixture.clock.now
        fixture.clock.advance(seconds: 200)
        await #expect(throws: FaultyEngine.error) { try await faulty.directory.writePresence() }
        faulty.directory.journal.forgetIdle(at: fixture.clock.now)
        #expect(faulty.directory.journal.lastUse(of: issued.session.id) == used)
        try await faulty.directory.writePresence()
        #expect(try await fixture.sessions(of: ada).map(\.lastUsedAt) == [used])
        #expect(faulty.directory.journal.lastUse(of: issued.session.id) == nil)
    }
}
