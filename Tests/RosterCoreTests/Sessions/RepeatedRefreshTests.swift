import RosterCore
import RosterTestSupport
import Testing

/// DESIGN §6: the answer of a refresh may be lost on its way.
@Suite("A refresh that is repeated")
struct RepeatedRefreshTests {
    private func refresh(
        _ token: String, in fixture: DirectoryFixture
    ) async throws(DirectoryError) -> IssuedToken {
        try await fixture.directory.refresh(
            token: token, keepsOlderTokens: false, origin: .test)
    }

    private func fixture() async throws -> (DirectoryFixture, ada: Account, old: String) {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        return (fixture, ada, try await fixture.logIn("ada").token)
    }

    @Test(
        "gets the same token for ten seconds, and not a millisecond longer",
        arguments: [(0, true), (9_999, true), (10_000, false), (3_600_000, false)])
    func time(_ milliseconds: Int64, _ isAnswered: Bool) async throws {
        let (fixture, _, old) = try await fixture()
        fixture.clock.advance(milliseconds: 1_234)
        let new = try await refresh(old, in: fixture)
        fixture.clock.advance(milliseconds: milliseconds)
        if isAnswered {
            let again = try await refresh(old, in: fixture)
            #expect(again.token == new.token && again.token != old)
            #expect(again.issuedAt == new.issuedAt && again.expiresAt == new.expiresAt)
            #expect(try await refresh(old, in: fixture).token == new.token, "and once more")
            _ = try await fixture.authenticate(bearer: again.token)
        } else {
            await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
                _ = try await refresh(old, in: fixture)
            }
        }
    }

    @Test(
        "a caller of the new token needs no database that can be written, at once or later",
        arguments: [0, 11] as [Int64])
    func readOnly(_ seconds: Int64) async throws {
        let (fixture, _, old) = try await fixture()
        let plain = try await stepsToAuthenticate(old, fixture)
        let new = try await refresh(old, in: fixture)
        fixture.clock.advance(seconds: seconds)
        #expect(try await stepsToAuthenticate(new.token, fixture) == plain)
    }

    /// The first step of the storage whose failure the caller does not notice.
    private func stepsToAuthenticate(
        _ token: String, _ fixture: DirectoryFixture
    ) async throws -> Int {
        for step in 1...30 {
            let other = fixture.over(FaultyEngine(fixture.engine, failingAt: step))
            if (try? await other.authenticate(bearer: token)) != nil { return step }
        }
        throw FixtureFailure(text: "it never authenticates")
    }

    @Test("the old token is good for nothing else meanwhile")
    func nothingElse() async throws {
        let (fixture, _, old) = try await fixture()
        let new = try await refresh(old, in: fixture)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            _ = try await fixture.authenticate(bearer: old)
        }
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            _ = try await fixture.directory.refresh(
                token: old, keepsOlderTokens: true, origin: .test)
        }
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await fixture.directory.logOut(token: old, origin: .test)
        }
        #expect(try await refresh(old, in: fixture).token == new.token)
    }

    enum Use: String, CaseIterable, Sendable {
        case request, refresh, lastingRefresh, otherProcess
    }

    @Test("is dead once the new token was used", arguments: Use.allCases)
    func used(_ use: Use) async throws {
        let (fixture, _, old) = try await fixture()
        let new = try await refresh(old, in: fixture)
        switch use {
        case .request: _ = try await fixture.authenticate(bearer: new.token)
        case .refresh: _ = try await refresh(new.token, in: fixture)
        case .lastingRefresh:
            _ = try await fixture.directory.refresh(
                token: new.token, keepsOlderTokens: true, origin: .test)
        case .otherProcess:
            _ = try await fixture.restarted().authenticate(bearer: new.token)
        }
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            _ = try await refresh(old, in: fixture)
        }
    }

    enum End: String, CaseIterable, Sendable {
        case logout, disable, delete, password, reset, forced
    }

    @Test("is dead when the session ends", arguments: End.allCases)
    func ended(_ end: End) async throws {
        let (fixture, ada, old) = try await fixture()
        let new = try await refresh(old, in: fixture)
        switch end {
        case .logout: try await fixture.directory.logOut(.session(new))
        case .disable: try await fixture.edit(ada) { $0.status = .set(.disabled) }
        case .delete: try await fixture.delete(ada)
        case .password:
            try await fixture.directory.changePassword(
                of: ada.target, old: DirectoryFixture.password, new: "new", by: .account(ada))
        case .reset: try await fixture.directory.setPassword(of: ada.target, to: "new", by: .system)
        case .forced: _ = try await fixture.directory.endSessions(of: ada.target, by: .system)
        }
        for token in [old, new.token] {
            let error = await #expect(throws: DirectoryError.self) {
                _ = try await refresh(token, in: fixture)
            }
            guard case .unauthenticated = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("of a clock that was set back is none: ten seconds stay ten seconds")
    func clock() async throws {
        let (fixture, _, old) = try await fixture()
        _ = try await refresh(old, in: fixture)
        fixture.clock.advance(seconds: -3600)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            _ = try await refresh(old, in: fixture)
        }
    }

    @Test("many at once get one token, which is told and noted once")
    func atOnceAlike() async throws {
        let (fixture, ada, old) = try await fixture()
        let other = try await fixture.restarted()
        let outcomes = await atOnce(32) { number throws(DirectoryError) in
            try await refresh(old, in: number.isMultiple(of: 2) ? fixture : other).token
        }
        #expect(outcomes.failures == [])
        #expect(outcomes.values.count == 32 && Set(outcomes.values).count == 1)
        let refreshes = try await fixture.audit(of: ada.id).filter {
            $0.action == .sessionRefreshed
        }
        #expect(refreshes.count == 1)
    }

    @Test("a restart changes nothing, another secret.file ends it")
    func restarts() async throws {
        let (fixture, _, old) = try await fixture()
        let new = try await refresh(old, in: fixture)
        #expect(try await refresh(old, in: try await fixture.restarted()).token == new.token)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            _ = try await refresh(old, in: fixture.with(secret: "other"))
        }
    }

    @Test("no token is in the database that anybody could use")
    func secrecy() async throws {
        let (fixture, _, old) = try await fixture()
        let new = try await refresh(old, in: fixture)
        let stored = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.keptToken(of: new.session.id)
        }
        #expect(try #require(stored).contains(new.token) == false)
        _ = try await fixture.authenticate(bearer: new.token)
        let after = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.keptToken(of: new.session.id)
        }
        #expect(after == nil)
    }

    @Test("an opaque refresh token replaces nothing: repeated, it makes tokens as long as it lives")
    func refreshTokens() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        let issued = try await fixture.logInForRefresh("ada")
        let secret = try #require(issued.refreshToken)
        for _ in 0..<3 {
            let token = try await fixture.directory.refresh(
                refreshToken: secret, on: .test
            ).token
            _ = try await fixture.authenticate(bearer: token)
            fixture.clock.advance(seconds: 60)
        }
        _ = try await fixture.authenticate(bearer: issued.token)
    }
}
