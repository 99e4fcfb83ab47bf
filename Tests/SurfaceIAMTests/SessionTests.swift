import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// `/login`, `/refresh`, `/logout`: contracts/iam.md §3 and "Decided".
@Suite("Login, refresh and logout", .serialized) struct SessionTests {
    @Test("name, e-mail, Basic and JSON log in") func logins() async throws {
        try await Stage.run { stage in
            try await stage.make("李 四", password: "短", email: "li@example.com")
            func login(_ name: String, _ body: String) -> Scenario {
                Scenario(name, "POST", "/login", by: .anonymous, body: body, .token)
            }
            try await stage.play([
                login("by name", Body.login("foo", Stage.password)),
                login("by name in capitals", Body.login("FOO", Stage.password)),
                login("by e-mail", Body.login("foo@example.com", Stage.password)),
                login("by e-mail in capitals", Body.login("Foo@Example.Com", Stage.password)),
                login("with no rule for names and passwords", Body.login("李 四", "短")),
                login("by the e-mail of such a one", Body.login("li@example.com", "短")),
                login(
                    "with unknown keys",
                    #"{"username":"foo","password":"Foo@2020","more":[1]} and more"#),
                Scenario("by Basic", "POST", "/login", by: .basic("foo", Stage.password), .token),
                Scenario(
                    "by Basic, whatever the body", "POST", "/login",
                    by: .basic("foo", Stage.password), body: "{", .token),
                Scenario(
                    "by Basic and e-mail", "POST", "/login",
                    by: .basic("foo@example.com", Stage.password), body: "", .token),
            ])
        }
    }

    @Test("expire is RFC 3339 and the token works until then") func expiry() async throws {
        let clock = TestClock()
        try await Stage.run({ $0.tokenTTLSeconds = 100 }, clock: clock) { stage in
            let login = try await stage.call(
                "POST", "/login", by: .anonymous, body: Body.login("foo", Stage.password))
            // 1 700 000 000 s is 2023-11-15T06:13:20 in Shanghai.
            #expect(login.object["expire"] as? String == "2023-11-15T06:15:00+08:00")
            let caller = Caller.header("Bearer \(login.object["token"] as? String ?? "")")
            clock.advance(seconds: 99)
            try await stage.play([
                Scenario("in time", "GET", "/v1/users/foo", by: caller, .user)
            ])
            clock.advance(seconds: 1)
            try await stage.play([
                Scenario(
                    "too late", "GET", "/v1/users/foo", by: caller,
                    .unauthorized("Token is expired"))
            ])
        }
    }

    @Test("failed logins are all the same, byte for byte") func failures() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            try await stage.make("nopass")
            try await stage.make("off", password: "Foo@2020")
            try await stage.disable("off")
            _ = try await stage.call("POST", "/v1/users", body: Body.user("gone"))
            _ = try await stage.call("DELETE", "/v1/users/gone")
            let anonymous: [(String, String)] = [
                ("unknown", Body.login("nobody", "Foo@2020")),
                ("wrong", Body.login("foo", "Foo@2021")),
                ("empty password", Body.login("foo", "")),
                ("empty name", Body.login("", "Foo@2020")),
                ("disabled, wrong", Body.login("off", "wrong")),
                ("disabled, right", Body.login("off", "Foo@2020")),
                ("deleted", Body.login("gone", "Foo@2020")),
                ("without a password", Body.login("nopass", "Foo@2020")),
                ("without a password, empty", Body.login("nopass", "")),
                ("no body", ""), ("half a body", "{"), ("a list", "[]"), ("nothing asked", "{}"),
                ("a number", #"{"username":1,"password":2}"#),
                ("NUL", Body.login("foo", "Foo@2020\\u0000")),
                ("too long", Body.login("foo", String(repeating: "x", count: 5000))),
                ("a long name", Body.login(String(repeating: "x", count: 5000), "x")),
            ]
            var scenarios = anonymous.map { name, body in
                Scenario(name, "POST", "/login", by: .anonymous, body: body, Self.refused)
            }
            let good = Body.login("foo", Stage.password)
            scenarios += [
                Scenario("Basic, wrong", "POST", "/login", by: .basic("foo", "x"), Self.refused),
                Scenario("Basic, unknown", "POST", "/login", by: .basic("no", "x"), Self.refused),
                Scenario(
                    "Basic, no base64", "POST", "/login", by: .header("Basic %"), body: good,
                    Self.refused),
                Scenario("Bearer", "POST", "/login", by: .user, body: good, Self.refused),
                Scenario(
                    "another scheme", "POST", "/login", by: .header("Digest x"), body: good,
                    Self.refused),
                Scenario(
                    "one word", "POST", "/login", by: .header("Basic"), body: good,
                    Self.refused),
            ]
            var whole: Set<String> = []
            for scenario in scenarios {
                // So that none is throttled.
                clock.advance(seconds: 1000)
                let response = try await stage.send(scenario)
                #expect(scenario.answer.problem(with: response) == nil, "\(scenario.name)")
                let fields = response.headers
                    .filter { !["date", "x-request-id"].contains($0.name.lowercased()) }
                    .map { "\($0.name): \($0.value)" }
                whole.insert(fields.joined(separator: "\n") + response.body)
            }
            #expect(whole.count == 1, "\(whole)")
        }
    }

    private static let refused = Answer.unauthorized("incorrect Username or Password")

    @Test("throttled logins, Basic and password changes have their shapes") func throttled()
        async throws
    {
        try await Stage.run(clock: TestClock()) { stage in
            for _ in 0..<5 {
                _ = try await stage.call(
                    "POST", "/login", by: .anonymous, body: Body.login("foo", "wrong"))
            }
            try await stage.play([
                Scenario(
                    "a login", "POST", "/login", by: .anonymous,
                    body: Body.login("foo", Stage.password), .throttled,
                    isRight: { $0.header("Retry-After") == "1" }),
                Scenario(
                    "a login by e-mail", "POST", "/login", by: .anonymous,
                    body: Body.login("foo@example.com", Stage.password), .throttled),
                Scenario(
                    "Basic at /login", "POST", "/login", by: .basic("foo", Stage.password),
                    .throttled),
                Scenario(
                    "Basic", "GET", "/v1/users/foo", by: .basic("foo", Stage.password),
                    .throttled),
                Scenario(
                    "a password change", "PUT", "/v1/users/foo/change_password", by: .user,
                    body: Body.passwords(old: Stage.password, new: "Foo@2021"),
                    .code(.passwordIncorrect, status: 429),
                    isRight: { $0.header("Retry-After") == "1" }),
                Scenario("the token", "GET", "/v1/users/foo", by: .user, .user),
            ])
        }
    }

    @Test("refresh: live and expired tokens of a live session, and none else") func refresh()
        async throws
    {
        let clock = TestClock()
        try await Stage.run(
            {
                $0.tokenTTLSeconds = 100
                $0.sessionTTLSeconds = 1000
            }, clock: clock
        ) { stage in
            let old = stage.user
            func refresh(_ name: String, _ answer: Answer) -> Scenario {
                Scenario(name, "POST", "/refresh", by: .header("Bearer \(old)"), answer)
            }
            clock.advance(seconds: 50)
            let fresh = try await stage.call("POST", "/refresh", by: .header("Bearer \(old)"))
            #expect(Answer.token.problem(with: fresh) == nil)
            #expect(fresh.object["expire"] as? String == "2023-11-15T06:15:50+08:00")
            let new = Caller.header("Bearer \(fresh.object["token"] as? String ?? "")")
            try await stage.play([
                Scenario("the old token lives on", "GET", "/v1/users/foo", by: .user, .user),
                Scenario("the new token works", "GET", "/v1/users/foo", by: new, .user),
            ])
            clock.advance(seconds: 60)
            try await stage.play([
                Scenario(
                    "the old token expires", "GET", "/v1/users/foo", by: .user,
                    .unauthorized("Token is expired")),
                Scenario("the new token works still", "GET", "/v1/users/foo", by: new, .user),
                refresh("an expired token refreshes", .token),
            ])
            clock.advance(seconds: 889)
            try await stage.play([refresh("so it does to the session's end", .token)])
            clock.advance(seconds: 1)
            try await stage.play([refresh("and no longer", .unauthorized())])
        }
    }

    /// contracts/thinksns.md, "Decided": `?token=` works on that surface alone.
    @Test("refresh takes no token from the query, where logs of proxies would keep it")
    func refreshByQuery() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "a token in the query", "POST", "/refresh?token=\(stage.user)",
                    by: .anonymous, .unauthorized())
            ])
        }
    }

    @Test("refresh refuses what is no token of a live session") func badRefresh() async throws {
        try await Stage.run { stage in
            let token = stage.user
            try await stage.play([
                Scenario("nothing", "POST", "/refresh", by: .anonymous, .unauthorized()),
                Scenario("garbage", "POST", "/refresh", by: .header("Bearer x"), .unauthorized()),
                Scenario(
                    "garbage in the query", "POST", "/refresh?token=x", by: .anonymous,
                    .unauthorized()),
                Scenario(
                    "Basic", "POST", "/refresh", by: .basic("foo", Stage.password),
                    .unauthorized()),
                Scenario("logout", "POST", "/logout", by: .user, .null),
                Scenario("after logout", "POST", "/refresh", by: .user, .unauthorized()),
                Scenario(
                    "after logout, query", "POST", "/refresh?token=\(token)", by: .anonymous,
                    .unauthorized()),
            ])
        }
    }

    @Test("logout ends the token's session and always answers null") func logout() async throws {
        try await Stage.run { stage in
            let other = try await stage.server.token(of: "foo", password: Stage.password)
            try await stage.play([
                Scenario("without a token", "POST", "/logout", by: .anonymous, .null),
                Scenario("with a bad token", "POST", "/logout", by: .header("Bearer x"), .null),
                Scenario("with one word", "POST", "/logout", by: .header("x"), .null),
                Scenario("the token still works", "GET", "/v1/users/foo", by: .user, .user),
                Scenario("with a token", "POST", "/logout", by: .user, .null),
                Scenario("the token is over", "GET", "/v1/users/foo", by: .user, .unauthorized()),
                Scenario("once more", "POST", "/logout", by: .user, .null),
                Scenario(
                    "another session lives on", "GET", "/v1/users/foo",
                    by: .header("Bearer \(other)"), .user),
            ])
        }
    }
}
