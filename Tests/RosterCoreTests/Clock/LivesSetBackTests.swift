import RosterCore
import RosterTestSupport
import Testing

/// What lives for a time, made, and then the wall clock goes back: nothing is thrown away for being
/// from the future, nor when the clock is set right again.
@Suite("Lives on a clock that is set back")
struct LivesSetBackTests {
    @Test("nobody is logged out, and a token made since ends in its own time")
    func tokens() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        let issued = try await fixture.logInForRefresh("ada")
        fixture.clock.advance(days: -365)
        _ = try await fixture.authenticate(bearer: issued.token)
        let fresh = try await fixture.directory.refresh(
            token: issued.token, keepsOlderTokens: true, origin: .test)
        _ = try await fixture.authenticate(bearer: fresh.token)
        _ = try await fixture.directory.keepHouse()
        _ = try await fixture.authenticate(bearer: issued.token)
        fixture.clock.advance(seconds: 3600)
        await #expect(throws: DirectoryError.unauthenticated(.expired)) {
            _ = try await fixture.authenticate(bearer: fresh.token)
        }
    }

    @Test("a code of before is over, and another one can be had at once")
    func codes() async throws {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.createProven("ada", email: "ada@example.com")
        let old = try await fixture.code(.prove, to: "ada@example.com")
        fixture.clock.advance(seconds: -3600)
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.logIn("ada@example.com", code: old)
        }
        let new = try await fixture.code(.prove, to: "ada@example.com")
        try await fixture.logIn("ada@example.com", code: new)
    }

    @Test("a code that reaches its person only now counts from now on, for its ten minutes")
    func waitingCodes() async throws {
        for late in [0, 599, 600] as [Int64] {
            let fixture = try await DirectoryFixture.open()
            _ = try await fixture.createProven("ada", email: "Ada@example.com")
            let mailbox = Mailbox()
            mailbox.fail(with: .temporary("down"))
            try await fixture.send(.prove, to: "ada@example.com")
            let waiting = try #require(try await fixture.directory.takeMessages(limit: 1).first)
            _ = try await fixture.directory.deliver(waiting, by: mailbox)
            fixture.clock.advance(seconds: -3600)
            let arrived = try #require(try await fixture.arrivals().first)
            #expect(arrived.createdAt == fixture.clock.now)
            #expect(arrived.expiresAt == fixture.clock.now.adding(seconds: 600))
            guard case .code(let code, .prove) = arrived.content else {
                Issue.record("\(arrived.content)")
                return
            }
            fixture.clock.advance(seconds: late)
            if late < 600 {
                try await fixture.logIn("ada@example.com", code: code)
            } else {
                await #expect(throws: DirectoryError.wrongCode) {
                    try await fixture.logIn("ada@example.com", code: code)
                }
            }
        }
    }

    @Test("an upload ticket of before is over")
    func tickets() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let plan = UploadPlan(type: .png, bytesCount: 9, md5: "d41d8cd98f00b204e9800998ecf8427e")
        let ticket = try await fixture.directory.planUpload(plan, by: .account(ada))
        fixture.clock.advance(seconds: -3600)
        await #expect(throws: DirectoryError.uploadRefused(.badTicket)) {
            try await fixture.directory.storeUpload(
                ticket, announced: plan, bytes: [], origin: .test)
        }
    }

    @Test("who was online before is so no longer than the window, and again with the next use")
    func presence() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logInForRefresh("ada")
        try await fixture.directory.writePresence(all: true)
        fixture.clock.advance(seconds: -3600)
        #expect(try await !fixture.isOnline(ada))
        let fresh = try await fixture.directory.refresh(
            token: issued.token, keepsOlderTokens: true, origin: .test)
        #expect(try await fixture.isOnline(ada))
        try await fixture.directory.writePresence()
        // Another node knows the rows alone.
        let other = try await fixture.restarted()
        #expect(try await other.isOnline(ada))
        let session = try await fixture.directory.sessions(of: ada.target, by: .operator).first
        #expect(session?.lastUsedAt == fixture.clock.now)
        fixture.clock.advance(seconds: 299)
        #expect(try await other.isOnline(ada))
        fixture.clock.advance(seconds: 1)
        #expect(try await !other.isOnline(ada))
        _ = try await fixture.authenticate(bearer: fresh.token)
        #expect(try await fixture.isOnline(ada))
    }

    @Test("a key's use is noted although its last one is ahead")
    func keys() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.createAdministrator("root")
        let (key, secret) = try await fixture.directory.createKey(
            name: "k", owner: nil, role: nil, scopes: nil, by: .system)
        _ = try await fixture.authenticate(bearer: secret)
        fixture.clock.advance(seconds: -3600)
        _ = try await fixture.authenticate(bearer: secret)
        let used = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.apiKey(key.id)?.lastUsedAt
        }
        #expect(used == fixture.clock.now)
    }

    @Test(
        "a clock that is wrong for a moment, by whatever it is, costs nothing that is kept",
        arguments: [-365, -60, -31, -1, 0] as [Int64])
    func housekeeping(_ days: Int64) async throws {
        let fixture = try await DirectoryFixture.open()
        let root = try await fixture.createAdministrator("root")
        _ = try await fixture.createProven("ada", email: "ada@example.com")
        let gone = try await fixture.create("gone")
        try await fixture.delete(gone)
        try await fixture.send(.prove, to: "ada@example.com")
        let session = try await fixture.logIn("root").session
        let deletedAt = try await fixture.account(gone.id)?.deletedAt
        let keys = try await Self.keyIDs(fixture)
        for step in [days, -days] {
            fixture.clock.advance(days: step)
            let report = try await fixture.directory.keepHouse()
            #expect(report.isEmpty, "\(step): \(report)")
        }
        #expect(try await fixture.account(gone.id)?.deletedAt == deletedAt)
        let left = try await fixture.directory.sessions(of: root.target, by: .operator)
        #expect(left.map(\.id) == [session.id])
        #expect(left.map(\.expiresAt) == [session.expiresAt])
        let known = try await Self.keyIDs(fixture)
        #expect(Set(known).isSuperset(of: keys))
        let freed = try await fixture.directory.store.read { storage throws(DirectoryError) in
            try storage.freedName(FoldedKey(folding: "gone"))
        }
        #expect(freed != nil, "the name is closed as before")
    }

    private static func keyIDs(_ fixture: DirectoryFixture) async throws -> [String] {
        let records = try await fixture.directory.store.read { storage throws(DirectoryError) in
            try storage.signingKeys()
        }
        return records.map(\.keyID)
    }

    @Test("an answer kept before is given again")
    func answers() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let caller = Principal(account: nil, credential: .operator)
        let key = fixture.directory.key(of: caller, request: ["POST", "/"], content: ["body"])
        let answer = KeptAnswer(status: 201, headers: [], body: "made")
        _ = try await fixture.directory.keep(answer, under: key)
        fixture.clock.advance(seconds: -3600)
        #expect(try await fixture.directory.keptAnswer(key) == answer)
        _ = try await fixture.directory.keepHouse()
        #expect(try await fixture.directory.keptAnswer(key) == answer)
    }
}
