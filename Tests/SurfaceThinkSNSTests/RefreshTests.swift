import RosterTestSupport
import Testing

/// `/auth/refresh` and `/auth/logout`, by any verb: contracts/thinksns.md §0 and §3, DESIGN §6.
@Suite("Refresh and logout", .serialized) struct RefreshTests {
    private static let verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    @Test("a refresh makes a new token, and the old one dies", arguments: verbs)
    func refresh(_ verb: String) async throws {
        try await SNS.run { sns in
            let old = try sns.token("anna")
            let answer = try await sns.call(verb, "/auth/refresh")
            check(answer, is: .login)
            let new = answer.text("access_token") ?? ""
            #expect(new != old)
            try await sns.play([
                Scenario("the old one", "GET", "/user", by: .bearer(old), .unauthenticated),
                Scenario("the new one", "GET", "/user", by: .bearer(new), .own),
                Scenario(
                    "the old one, refreshed", verb, "/auth/refresh", by: .bearer(old),
                    .unauthenticated),
            ])
        }
    }

    @Test("a logout ends the session", arguments: verbs)
    func logout(_ verb: String) async throws {
        try await SNS.run { sns in
            let other = try await sns.logIn("anna")
            try await sns.play([
                Scenario("logout", verb, "/auth/logout", .loggedOut),
                Scenario("the token", "GET", "/user", .unauthenticated),
                Scenario("a refresh", verb, "/auth/refresh", .unauthenticated),
                Scenario("once more", verb, "/auth/logout", .unauthenticated),
                Scenario("another session", "GET", "/user", by: .bearer(other), .own),
            ])
        }
    }

    @Test("an expired token refreshes for fourteen days, and does nothing else") func expired()
        async throws
    {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            clock.advance(seconds: 3601)
            try await sns.play([
                Scenario("oneself", "GET", "/user", .unauthenticated),
                Scenario("a change", "PATCH", "/user", body: "{}", .unauthenticated),
                Scenario("logout", "POST", "/auth/logout", .unauthenticated),
            ])
            clock.advance(days: 13)
            let answer = try await sns.call("POST", "/auth/refresh")
            check(answer, is: .login)
            let new = Caller.bearer(answer.text("access_token") ?? "")
            check(try await sns.call("GET", "/user", by: new), is: .own)
            clock.advance(days: 15)
            check(try await sns.call("POST", "/auth/refresh", by: new), is: .unauthenticated)
        }
    }

    @Test("what is no access token refreshes nothing") func others() async throws {
        try await SNS.run { sns in
            let token = try sns.token("anna")
            let callers: [Caller] = [
                .anonymous, .bearer("x"), .bearer(token + "x"), .header(token),
                try await sns.directory.key(of: "anna"),
            ]
            try await sns.play(
                callers.map { Scenario("\($0)", "POST", "/auth/refresh", by: $0, .unauthenticated) }
            )
        }
    }

    @Test("refreshes of one token at once get one token") func atOnce() async throws {
        try await SNS.run { sns in
            let old = try sns.token("anna")
            let answers = try await WireClient.atOnce(12) { _ in
                try await sns.call("POST", "/auth/refresh", by: .bearer(old))
            }
            for answer in answers { check(answer, is: .login) }
            let tokens = Set(answers.compactMap { $0.text("access_token") })
            #expect(tokens.count == 1 && !tokens.contains(old))
            let new = try #require(tokens.first)
            check(try await sns.call("GET", "/user", by: .bearer(new)), is: .own)
            check(
                try await sns.call("POST", "/auth/refresh", by: .bearer(old)),
                is: .unauthenticated)
        }
    }

    @Test("a lost answer is given again, byte by byte, for ten seconds", arguments: verbs)
    func lostAnswer(_ verb: String) async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let old = try sns.token("anna")
            let lost = try await sns.call(verb, "/auth/refresh", by: .bearer(old))
            check(lost, is: .login)
            clock.advance(milliseconds: 9_999)
            let again = try await sns.call(verb, "/auth/refresh", by: .bearer(old))
            #expect(again.body == lost.body)
            clock.advance(milliseconds: 1)
            try await sns.play([
                Scenario(
                    "too late", verb, "/auth/refresh", by: .bearer(old), .unauthenticated),
                Scenario(
                    "the new one", "GET", "/user", by: .bearer(again.text("access_token") ?? ""),
                    .own),
            ])
        }
    }

    @Test("whatever ends the session ends the answer that is given again") func ended() async throws
    {
        try await SNS.run { sns in
            for change in ["logout", "password"] {
                let old = try await sns.logIn("anna")
                let answer = try await sns.call("POST", "/auth/refresh", by: .bearer(old))
                let new = answer.text("access_token") ?? ""
                if change == "logout" {
                    check(
                        try await sns.call("POST", "/auth/logout", by: .bearer(new)), is: .loggedOut
                    )
                } else {
                    // The session of this change stays; its token was used.
                    let changed = try await sns.call(
                        "PUT", "/user/password", by: .bearer(new),
                        body: """
                            {"old_password":"\(SNS.password)","password":"Another@1",\
                            "password_confirmation":"Another@1"}
                            """)
                    check(changed, is: .done)
                    check(try await sns.call("GET", "/user", by: .bearer(new)), is: .own)
                }
                check(
                    try await sns.call("POST", "/auth/refresh", by: .bearer(old)),
                    is: .unauthenticated)
            }
        }
    }

    @Test("?token= is as good as a header here, and nowhere else") func query() async throws {
        try await SNS.run { sns in
            let token = try sns.token("admin")
            try await sns.play([
                Scenario("oneself", "GET", "/user?token=\(token)", by: .anonymous, .own),
                Scenario("a wrong one", "GET", "/user?token=x", by: .anonymous, .unauthenticated),
                Scenario("an empty one", "GET", "/user?token=", by: .anonymous, .unauthenticated),
                Scenario(
                    "a change", "PATCH", "/user?token=\(token)", by: .anonymous, body: "{}", .done),
            ])
            for (client, path) in [
                (sns.server.main, "/v1/users"), (sns.server.iam, "/v1/users"),
                (sns.server.main, "/bitanswer/api/users"),
            ] {
                let answer = try await client.send("GET", path + "?token=\(token)")
                #expect(answer.status == 401, "\(answer)")
            }
            let over = try await sns.call("GET", "/auth/logout?token=\(token)", by: .anonymous)
            check(over, is: .loggedOut)
        }
    }
}
