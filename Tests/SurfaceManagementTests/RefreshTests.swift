import RosterSettings
import RosterTestSupport
import Testing

/// `POST /v1/auth/refresh`: contracts/management.md §2 and "Decided".
@Suite("Refresh", .serialized) struct RefreshTests {
    @Test("one refresh token gives access tokens again and again") func noRotation() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let tokens = try await stage.logIn("foo")
            var callers = [Caller.bearer(tokens.access)]
            for _ in 0..<3 {
                let answer = try await stage.refresh(tokens.refresh)
                check(answer, is: .refreshed)
                callers.append(.bearer(answer.text("access_token") ?? ""))
            }
            try await stage.play(
                callers.enumerated().map { number, caller in
                    Scenario("access token \(number)", "GET", foo, by: caller, .user)
                })
        }
    }

    @Test("it outlives the access token and ends with the session") func lifetime() async throws {
        let clock = TestClock()
        try await Stage.run(
            {
                $0.tokenTTLSeconds = 100
                $0.sessionTTLSeconds = 1000
            }, clock: clock
        ) { stage in
            let foo = try stage.path(of: "foo")
            let tokens = try await stage.logIn("foo")
            clock.advance(seconds: 500)
            try await stage.play([
                Scenario("the old token", "GET", foo, by: .bearer(tokens.access), .refused(401))
            ])
            let answer = try await stage.refresh(tokens.refresh)
            check(answer, is: .refreshed)
            #expect(answer.data["expires_in"] as? Int == 100, "\(answer)")
            let fresh = Caller.bearer(answer.text("access_token") ?? "")
            try await stage.play([Scenario("the new token", "GET", foo, by: fresh, .user)])
            clock.advance(seconds: 499)
            check(try await stage.refresh(tokens.refresh), is: .refreshed, "to the last second")
            clock.advance(seconds: 1)
            check(try await stage.refresh(tokens.refresh), is: .refused(401), "and no longer")
        }
    }

    @Test("requests without a refresh token are refused") func malformed() async throws {
        let bodies = [
            "", "{", "[]", "null", "{}", #"{"refresh_token":null}"#, #"{"refresh_token":1}"#,
            #"{"refresh_token":["x"]}"#,
        ]
        try await Stage.run(people: []) { stage in
            try await stage.play(
                bodies.map {
                    Scenario(
                        "the body '\($0)'", "POST", "/v1/auth/refresh", by: .anonymous, body: $0,
                        .refusedByOne(of: [400, 401]))
                })
        }
    }

    @Test("whatever is not the very token is refused, and does it no harm") func altered()
        async throws
    {
        try await Stage.run { stage in
            let token = try await stage.logIn("foo").refresh
            let last = token.hasSuffix("A") ? "B" : "A"
            let others = [
                "x", String(repeating: "x", count: 20_000), token + "A", token + "=",
                token + token, String(token.dropLast()), String(token.dropFirst()),
                String(token.dropLast()) + last, String(token.reversed()), token + "\\u0000", "%",
                "' OR 1=1 --",
            ].filter { $0 != token }
            try await stage.play(
                others.map {
                    Scenario(
                        "refresh with '\($0.prefix(60))'", "POST", "/v1/auth/refresh",
                        by: .anonymous, body: Body.refresh($0), .refused(401))
                })
            check(try await stage.refresh(token), is: .refreshed)
        }
    }
}
