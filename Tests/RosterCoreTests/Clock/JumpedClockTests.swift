import RosterCore
import RosterTestSupport
import Testing

/// THREATS 39: the clock jumps ahead, at a start or while the process runs. Nothing is thrown away until
/// an operator or an hour of running says that the clock is right.
@Suite("A clock that jumped ahead") struct JumpedClockTests {
    /// What has a life: each is gone when the clock may be believed to have passed it.
    private struct Kept {
        let fixture: DirectoryFixture
        let gone: Account
        let token: IssuedToken
        let keys: [String]

        init() async throws {
            fixture = try await DirectoryFixture.open()
            _ = try await fixture.createAdministrator("root")
            gone = try await fixture.create("gone")
            try await fixture.delete(gone)
            token = try await fixture.logIn("root")
            _ = try await fixture.createProven("ada", email: "ada@example.com")
            try await fixture.send(.prove, to: "ada@example.com")
            keys = try await Self.keyIDs(fixture)
        }

        static func keyIDs(_ fixture: DirectoryFixture) async throws -> [String] {
            try await fixture.store.read { storage throws(DirectoryError) in
                try storage.signingKeys().map(\.keyID)
            }
        }

        func expectAll(_ fixture: DirectoryFixture) async throws {
            #expect(try await fixture.directory.keepHouse().isEmpty)
            #expect(try await fixture.account(gone.id) != nil)
            #expect(try await Self.keyIDs(fixture) == keys)
            #expect(try await fixture.failsAsFreed("gone"))
            let live = try await fixture.directory.sessions(
                of: token.account.target, by: .operator)
            #expect(live.map(\.id) == [token.session.id])
            // The client comes back with the token that the clock calls expired.
            let fresh = try await fixture.directory.refresh(
                token: token.token, keepsOlderTokens: true, origin: .test)
            _ = try await fixture.authenticate(bearer: fresh.token)
        }

        func expectNothing(_ fixture: DirectoryFixture) async throws {
            let report = try await fixture.directory.keepHouse()
            #expect(report.purgedAccounts == 1 && report.expiredSessions >= 1, "\(report)")
            #expect(try await fixture.account(gone.id) == nil)
            #expect(try await !Self.keyIDs(fixture).contains(keys[0]))
        }
    }

    enum Way: CaseIterable, Sendable { case start, running }

    private func after(_ way: Way, _ fixture: DirectoryFixture) async throws -> DirectoryFixture {
        fixture.clock.jump(days: 400)
        return way == .start ? try await fixture.restarted() : fixture
    }

    @Test("empties nothing at first", arguments: Way.allCases)
    func held(_ way: Way) async throws {
        let kept = try await Kept()
        let fixture = try await after(way, kept.fixture)
        #expect(fixture.directory.clockIsHeld)
        for minutes in [0, 30, 29] as [Int64] {
            fixture.clock.advance(seconds: minutes * 60)
            try await kept.expectAll(fixture)
        }
    }

    @Test("is believed after an hour of even running", arguments: Way.allCases)
    func hour(_ way: Way) async throws {
        let kept = try await Kept()
        let fixture = try await after(way, kept.fixture)
        try await kept.expectAll(fixture)
        fixture.clock.advance(seconds: 3600)
        try await kept.expectNothing(fixture)
        #expect(!fixture.directory.clockIsHeld)
        // The next start knows it.
        #expect(try await !fixture.restarted().directory.clockIsHeld)
    }

    @Test("is believed by the word of an operator", arguments: Way.allCases)
    func accepted(_ way: Way) async throws {
        let kept = try await Kept()
        let fixture = try await after(way, kept.fixture)
        let user = Actor(principal: .anonymous, origin: .test)
        await #expect(throws: DirectoryError.self) {
            try await fixture.directory.acceptClock(by: user)
        }
        try await kept.expectAll(fixture)
        #expect(try await fixture.directory.acceptClock(by: .system).isHeld)
        try await kept.expectNothing(fixture)
        #expect(try await fixture.audit().contains { $0.action == .clockAccepted })
    }

    @Test("an hour counts from the last jump, and not while each start is a new one")
    func evenly() async throws {
        let kept = try await Kept()
        var fixture = try await after(.start, kept.fixture)
        for _ in 0..<3 {
            fixture.clock.advance(seconds: 3000)
            try await kept.expectAll(fixture)
            fixture = try await fixture.restarted()
        }
        fixture.clock.advance(seconds: 3000)
        try await kept.expectAll(fixture)
        fixture.clock.jump(days: 100)
        try await kept.expectAll(fixture)
        fixture.clock.advance(seconds: 3000)
        try await kept.expectAll(fixture)
    }

    @Test("that is set right again costs nothing, and goes on at once", arguments: Way.allCases)
    func setRight(_ way: Way) async throws {
        let kept = try await Kept()
        let fixture = try await after(way, kept.fixture)
        try await kept.expectAll(fixture)
        fixture.clock.jump(days: -400)
        #expect(!fixture.directory.clockIsHeld)
        try await kept.expectAll(fixture)
        fixture.clock.advance(days: 400)
        try await kept.expectNothing(fixture)
    }

    @Test("by a day is an ordinary pause; by more it is not")
    func boundary() async throws {
        for (seconds, isHeld) in [(86_400, false), (86_401, true)] as [(Int64, Bool)] {
            let fixture = try await DirectoryFixture.inMemory()
            fixture.clock.advance(seconds: seconds)
            #expect(try await fixture.restarted().directory.clockIsHeld == isHeld, "\(seconds)")
        }
    }

    @Test("the database learns the time about once a minute")
    func noted() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let start = fixture.clock.now
        func latest() async throws -> Timestamp? {
            try await fixture.store.read { storage throws(DirectoryError) in
                try storage.latestTime()
            }
        }
        #expect(try await latest() == start)
        fixture.clock.advance(seconds: 30)
        try await fixture.directory.watchClock()
        #expect(try await latest() == start)
        fixture.clock.advance(seconds: 30)
        try await fixture.directory.watchClock()
        #expect(try await latest() == start.adding(seconds: 60))
        fixture.clock.jump(days: 2)
        try await fixture.directory.watchClock()
        #expect(try await latest() == start.adding(seconds: 60))
    }

    @Test("a key that a clock ahead made signs for its thirty days once the clock is right")
    func keyFromTheFuture() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        fixture.clock.jump(days: 400)
        _ = try await fixture.directory.acceptClock(by: .system)
        try await fixture.directory.rotateSigningKeys()
        let ahead = try await Kept.keyIDs(fixture)
        fixture.clock.jump(days: -400)
        try await fixture.directory.rotateSigningKeys()
        fixture.clock.advance(seconds: 3600)
        _ = try await fixture.directory.keepHouse()
        fixture.clock.advance(days: 31)
        _ = try await fixture.directory.keepHouse()
        let keys = try await Kept.keyIDs(fixture)
        #expect(keys.first != ahead.first && keys.count == ahead.count + 1)
    }

    @Test("an answer kept before is given again, and a request is not done twice")
    func answers() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let caller = Principal(account: nil, credential: .operator)
        let key = fixture.directory.key(of: caller, request: ["POST", "/"], content: ["body"])
        let answer = KeptAnswer(status: 201, headers: [], body: "made")
        _ = try await fixture.directory.keep(answer, under: key)
        fixture.clock.jump(days: 400)
        let next = try await fixture.restarted()
        #expect(try await next.directory.keptAnswer(key) == answer)
    }
}

extension DirectoryFixture {
    fileprivate func failsAsFreed(_ name: String) async throws -> Bool {
        let draft = AccountDraft(name: try AccountName(parsing: name))
        do throws(DirectoryError) {
            _ = try await directory.create(draft, by: .anonymous)
            return false
        } catch {
            return error == .invalid([InvalidField(.name, .recentlyFreed)])
        }
    }
}
