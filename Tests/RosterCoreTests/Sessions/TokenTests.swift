import RosterCore
import RosterTestSupport
import Testing

@Suite("Access tokens and refresh")
struct TokenTests {
    private let policy = DirectoryPolicy(tokenTTLSeconds: 600, sessionTTLSeconds: 1500)

    private func loggedIn() async throws -> (DirectoryFixture, IssuedToken) {
        let fixture = try await DirectoryFixture.inMemory(policy: policy)
        try await fixture.create("ada")
        return (fixture, try await fixture.logIn("ada"))
    }

    @Test("a token lives until its moment of expiry")
    func tokensExpire() async throws {
        let (fixture, issued) = try await loggedIn()
        fixture.clock.advance(seconds: 600)
        fixture.clock.advance(milliseconds: -1)
        _ = try await fixture.authenticate(bearer: issued.token)
        fixture.clock.advance(milliseconds: 1)
        await #expect(throws: DirectoryError.unauthenticated(.expired)) {
            try await fixture.authenticate(bearer: issued.token)
        }
    }

    @Test("a token with one character changed, cut off or added is refused")
    func changedTokens() async throws {
        let (fixture, issued) = try await loggedIn()
        let characters = Array(issued.token)
        for index in characters.indices {
            var changed = characters
            changed[index] = changed[index] == "0" ? "1" : "0"
            let token = String(changed)
            let error = await #expect(throws: DirectoryError.self) {
                try await fixture.authenticate(bearer: token)
            }
            guard case .unauthenticated = error else {
                Issue.record("\(token): \(String(describing: error))")
                continue
            }
        }
        for token in [
            String(issued.token.dropLast()), issued.token + "0", "", " ", ".", "..", "a.b.c",
        ] {
            await #expect(throws: DirectoryError.self) {
                try await fixture.authenticate(bearer: token)
            }
        }
    }

    @Test("a token of another directory is invalid, what is no token at all malformed")
    func foreignTokens() async throws {
        let (fixture, _) = try await loggedIn()
        let other = try await DirectoryFixture.inMemory(seed: 2)
        try await other.create("ada")
        let token = try await other.logIn("ada").token
        _ = try await other.authenticate(bearer: token)
        await #expect(throws: DirectoryError.unauthenticated(.invalid)) {
            try await fixture.authenticate(bearer: token)
        }
        await #expect(throws: DirectoryError.unauthenticated(.malformed)) {
            try await fixture.authenticate(bearer: "no token")
        }
    }

    @Test("an expired token refreshes while its session lives, and not after")
    func expiredTokensRefresh() async throws {
        let (fixture, issued) = try await loggedIn()
        fixture.clock.advance(seconds: 1499)
        let fresh = try await fixture.directory.refresh(
            token: issued.token, keepsOlderTokens: true, origin: .test)
        // No token outlives its session.
        #expect(fresh.expiresAt == issued.session.expiresAt)
        _ = try await fixture.authenticate(bearer: fresh.token)
        fixture.clock.advance(seconds: 1)
        for token in [issued.token, fresh.token] {
            await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
                try await fixture.directory.refresh(
                    token: token, keepsOlderTokens: true, origin: .test)
            }
        }
        await #expect(throws: DirectoryError.self) {
            try await fixture.authenticate(bearer: fresh.token)
        }
    }

    @Test("a refresh that keeps older tokens leaves the session as it is")
    func keepingRefresh() async throws {
        let (fixture, issued) = try await loggedIn()
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.clock.advance(seconds: 10)
        let fresh = try await fixture.directory.refresh(
            token: issued.token, keepsOlderTokens: true, origin: .test)
        #expect(fresh.expiresAt == issued.expiresAt.adding(seconds: 10))
        #expect(fresh.session == issued.session)
        for token in [issued.token, fresh.token] {
            _ = try await fixture.authenticate(bearer: token)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("a refresh that raises the generation kills the older tokens of the session alone")
    func raisingRefresh() async throws {
        let (fixture, issued) = try await loggedIn()
        let otherDevice = try await fixture.logIn("ada")
        let fresh = try await fixture.directory.refresh(
            token: issued.token, keepsOlderTokens: false, origin: .test)
        #expect(fresh.session.generation == issued.session.generation + 1)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await fixture.authenticate(bearer: issued.token)
        }
        for token in [fresh.token, otherDevice.token] {
            _ = try await fixture.authenticate(bearer: token)
        }
        for keeps in [true, false] {
            await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
                try await fixture.directory.refresh(
                    token: issued.token, keepsOlderTokens: keeps, origin: .test)
            }
        }
        #expect(try await fixture.audit().last?.action == .sessionRefreshed)
    }

    @Test("of refreshes of one token at once one raises the generation")
    func parallelRefreshes() async throws {
        let (fixture, issued) = try await loggedIn()
        let outcomes = await atOnce(16) { _ throws(DirectoryError) in
            try await fixture.directory.refresh(
                token: issued.token, keepsOlderTokens: false, origin: .test)
        }
        #expect(outcomes.failures == [])
        #expect(Set(outcomes.values.map(\.token)).count == 1)
        let generation = issued.session.generation + 1
        #expect(outcomes.values.allSatisfy { $0.session.generation == generation })
    }

    @Test("an API key is no token to refresh")
    func keysDoNotRefresh() async throws {
        let (fixture, issued) = try await loggedIn()
        let key = try await fixture.directory.createKey(
            name: "key", owner: issued.account.target, role: nil, scopes: nil, by: .system)
        await #expect(throws: DirectoryError.unauthenticated(.malformed)) {
            try await fixture.directory.refresh(
                token: key.secret, keepsOlderTokens: true, origin: .test)
        }
    }
}
