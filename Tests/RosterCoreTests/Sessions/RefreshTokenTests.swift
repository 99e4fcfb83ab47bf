import RosterCore
import RosterTestSupport
import Testing

/// Opaque refresh tokens (DESIGN §6): stored hashed, the same for the session's whole life, and
/// never taken for an access token nor the reverse (THREATS 12).
@Suite("A refresh token")
struct RefreshTokenTests {
    private struct Stage {
        let fixture: DirectoryFixture
        let ada: Account
        let issued: IssuedToken
        let token: String

        init(policy: DirectoryPolicy = DirectoryPolicy()) async throws {
            fixture = try await DirectoryFixture.inMemory(policy: policy)
            ada = try await fixture.create("ada")
            issued = try await fixture.logInForRefresh("ada")
            token = try #require(issued.refreshToken)
        }

        func refresh(_ token: String) async throws(DirectoryError) -> IssuedToken {
            try await fixture.directory.refresh(
                refreshToken: token, on: .test)
        }
    }

    @Test("comes with the logins that ask for one, another each time, and is stored hashed")
    func logins() async throws {
        let stage = try await Stage()
        let second = try await stage.fixture.logInForRefresh("ada")
        let tokens = [stage.token, try #require(second.refreshToken)]
        #expect(tokens[0] != tokens[1])
        for token in tokens {
            #expect(token.wholeMatch(of: /rosterrefresh_[A-Za-z0-9]{40}/) != nil)
            let secret = String(token.dropFirst(Session.refreshTokenPrefix.count))
            #expect(try await !DirectoryDump.of(stage.fixture.engine).contains(secret))
        }
        #expect(try await stage.fixture.logIn("ada").refreshToken == nil)
    }

    @Test("gives access tokens of its own session, again and again, and writes nothing")
    func refreshes() async throws {
        let stage = try await Stage(policy: DirectoryPolicy(tokenTTLSeconds: 60))
        _ = try await stage.fixture.logInForRefresh("ada")
        let before = try await DirectoryDump.of(stage.fixture.engine)
        for _ in 0..<3 {
            stage.fixture.clock.advance(seconds: 61)
            await #expect(throws: DirectoryError.unauthenticated(.expired)) {
                try await stage.fixture.authenticate(bearer: stage.issued.token)
            }
            let fresh = try await stage.refresh(stage.token)
            #expect(fresh.session == stage.issued.session && fresh.account == stage.issued.account)
            #expect(fresh.refreshToken == nil)
            #expect(fresh.issuedAt == stage.fixture.clock.now)
            #expect(fresh.expiresAt == stage.fixture.clock.now.adding(seconds: 60))
            let principal = try await stage.fixture.authenticate(bearer: fresh.token)
            #expect(principal.session == stage.issued.session)
        }
        #expect(try await DirectoryDump.of(stage.fixture.engine) == before)
    }

    @Test("works for all who bring it at once, in every process")
    func parallelRefreshes() async throws {
        let stage = try await Stage()
        let elsewhere = try await stage.fixture.restarted()
        let outcomes = await atOnce(32) { number throws(DirectoryError) in
            let fixture = number % 2 == 0 ? stage.fixture : elsewhere
            let fresh = try await fixture.directory.refresh(
                refreshToken: stage.token, on: .test)
            return try await fixture.authenticate(bearer: fresh.token).account?.id
        }
        #expect(outcomes.failures == [])
        #expect(outcomes.values == Array(repeating: stage.ada.id, count: 32))
    }

    @Test("lives as long as its session, whose end no access token outlives")
    func expiry() async throws {
        let stage = try await Stage(
            policy: DirectoryPolicy(tokenTTLSeconds: 600, sessionTTLSeconds: 1500))
        stage.fixture.clock.advance(seconds: 1500)
        stage.fixture.clock.advance(milliseconds: -1)
        let fresh = try await stage.refresh(stage.token)
        #expect(fresh.expiresAt == stage.issued.session.expiresAt)
        stage.fixture.clock.advance(milliseconds: 1)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await stage.refresh(stage.token)
        }
        // Housekeeping or not.
        stage.fixture.clock.advance(milliseconds: 1)
        #expect(try await stage.fixture.directory.keepHouse().expiredSessions == 1)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await stage.refresh(stage.token)
        }
    }

    /// THREATS 13.
    enum Cause: String, CaseIterable, Sendable {
        case logOut, changePassword, setPassword, upsertPassword, disable, delete, endSessions
    }

    @Test("is dead once its session is, and stays dead", arguments: Cause.allCases)
    func sessionEnds(_ cause: Cause) async throws {
        let stage = try await Stage()
        let (fixture, directory) = (stage.fixture, stage.fixture.directory)
        try await fixture.create("other")
        let other = try #require(try await fixture.logInForRefresh("other").refreshToken)
        let elsewhere = try await fixture.restarted()
        _ = try await elsewhere.directory.refresh(
            refreshToken: stage.token, on: .test)
        switch cause {
        case .logOut: try await directory.logOut(.session(stage.issued))
        case .changePassword:
            try await directory.changePassword(
                of: stage.ada.target, old: DirectoryFixture.password, new: "new",
                by: .account(stage.ada))
        case .setPassword:
            try await directory.setPassword(of: stage.ada.target, to: "new", by: .system)
        case .upsertPassword: try await fixture.upsert("ada") { $0.password = "new" }
        case .disable:
            try await fixture.edit(stage.ada) { $0.status = .set(.disabled) }
        case .delete: try await fixture.delete(stage.ada)
        case .endSessions:
            _ = try await directory.commit(
                try directory.preparedSessionsEnd(
                    of: [stage.ada.target], on: .test, by: .system))
        }
        for process in [fixture, elsewhere] {
            await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
                try await process.directory.refresh(
                    refreshToken: stage.token, on: .test)
            }
            _ = try await process.directory.refresh(
                refreshToken: other, on: .test)
        }
        if cause == .disable { try await fixture.edit(stage.ada) { $0.status = .set(.active) } }
        if cause == .delete { _ = try await directory.restore(stage.ada.target, by: .system) }
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await stage.refresh(stage.token)
        }
    }

    @Test("stays with the session that a change of password spares, and with no other")
    func sparedSession() async throws {
        let stage = try await Stage()
        let other = try #require(
            try await stage.fixture.logInForRefresh("ada").refreshToken)
        try await stage.fixture.directory.changePassword(
            of: stage.ada.target, old: DirectoryFixture.password, new: "new",
            keeping: stage.issued.session.id, by: .session(stage.issued))
        _ = try await stage.refresh(stage.token)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await stage.refresh(other)
        }
    }

    @Test("outlives a refresh that kills the older access tokens, and gives live ones")
    func generations() async throws {
        let stage = try await Stage()
        let raised = try await stage.fixture.directory.refresh(
            token: stage.issued.token, keepsOlderTokens: false, origin: .test)
        let fresh = try await stage.refresh(stage.token)
        #expect(fresh.session.generation == raised.session.generation)
        for token in [raised.token, fresh.token] {
            _ = try await stage.fixture.authenticate(bearer: token)
        }
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await stage.fixture.authenticate(bearer: stage.issued.token)
        }
    }

    @Test("is no access token and no API key, and no access token or key is one")
    func kindsAreApart() async throws {
        let stage = try await Stage()
        let (fixture, token) = (stage.fixture, stage.token)
        let malformed = DirectoryError.unauthenticated(.malformed)
        await #expect(throws: malformed) { try await fixture.authenticate(bearer: token) }
        await #expect(throws: malformed) {
            try await fixture.directory.authenticate(key: token, on: .test)
        }
        for keeps in [true, false] {
            await #expect(throws: malformed) {
                try await fixture.directory.refresh(
                    token: token, keepsOlderTokens: keeps, origin: .test)
            }
        }
        await #expect(throws: malformed) {
            try await fixture.directory.logOut(token: token, origin: .test)
        }
        let key = try await fixture.directory.createKey(
            name: "key", owner: stage.ada.target, role: nil, scopes: nil, by: .system
        ).secret
        for text in [stage.issued.token, key, "", "Bearer " + token, " " + token] {
            await #expect(throws: malformed) { try await stage.refresh(text) }
        }
        // With the prefix they are nobody's.
        let hash = fixture.directory.environment.hash(token)
        for text in [stage.issued.token, key, hash, stage.issued.session.id.rawValue, ""] {
            await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
                try await stage.refresh(Session.refreshTokenPrefix + text)
            }
        }
    }

    @Test("with one character changed, cut off or added is nobody's")
    func changedTokens() async throws {
        let stage = try await Stage()
        let characters = Array(stage.token)
        var forged = [String(characters.dropLast()), stage.token + "A", stage.token + "\u{0}"]
        for index in characters.indices {
            var changed = characters
            changed[index] = changed[index] == "A" ? "B" : "A"
            forged.append(String(changed))
        }
        forged.append(Session.refreshTokenPrefix + stage.token)
        forged.append(stage.token.uppercased())
        for text in forged {
            let error = await #expect(throws: DirectoryError.self) {
                try await stage.refresh(text)
            }
            guard case .unauthenticated = error else {
                Issue.record("\(text)")
                continue
            }
        }
        _ = try await stage.refresh(stage.token)
    }
}

extension DirectoryFixture {
    /// Logs in and asks for a refresh token.
    func logInForRefresh(_ login: String) async throws(DirectoryError) -> IssuedToken {
        try await directory.logIn(
            login: login, password: Self.password, withRefreshToken: true, origin: .test)
    }
}
