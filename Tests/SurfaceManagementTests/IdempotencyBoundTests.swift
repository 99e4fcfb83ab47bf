import RosterTestSupport
import Testing

/// Where an `Idempotency-Key` means nothing: login, refresh and logout (DESIGN §6).
@Suite("Idempotency of sessions", .serialized) struct IdempotencyBoundTests {
    private static let key = [("Idempotency-Key", "k")]

    @Test("each login is a login of its own") func login() async throws {
        try await Stage.run { stage in
            let first = try await stage.logIn("foo", headers: Self.key)
            let second = try await stage.logIn("foo", headers: Self.key)
            #expect(first.refresh != second.refresh)
            // Another body with the key is another login and no misuse of it.
            _ = try await stage.logIn("foo@example.com", headers: Self.key)
            let wrong = try await stage.call(
                "POST", "/v1/auth/login", by: .anonymous, headers: Self.key,
                body: Body.login("foo", "wrong"))
            check(wrong, is: .refused(401))
        }
    }

    @Test("each refresh gives a token of its own, and none after the session") func refresh()
        async throws
    {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let tokens = try await stage.logIn("foo")
            var seen: Set<String> = [tokens.access]
            for _ in 0..<2 {
                clock.advance(seconds: 10)
                let answer = try await stage.refresh(tokens.refresh, headers: Self.key)
                check(answer, is: .refreshed)
                seen.insert(answer.text("access_token") ?? "")
            }
            #expect(seen.count == 3)
            let logout = try await stage.call(
                "POST", "/v1/auth/logout", by: .bearer(tokens.access))
            check(logout, is: .loggedOut)
            check(try await stage.refresh(tokens.refresh, headers: Self.key), is: .refused(401))
        }
    }

    @Test("each logout ends the session that it came by") func logout() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            for _ in 0..<2 {
                let caller = Caller.bearer(try await stage.logIn("foo").access)
                check(try await stage.call("GET", foo, by: caller), is: .user)
                let logout = try await stage.call(
                    "POST", "/v1/auth/logout", by: caller, headers: Self.key)
                check(logout, is: .loggedOut)
                check(try await stage.call("GET", foo, by: caller), is: .refused(401))
            }
        }
    }
}
