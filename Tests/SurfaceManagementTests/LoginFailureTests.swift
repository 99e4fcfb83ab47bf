import RosterCore
import RosterTestSupport
import Testing

/// Logins that fail: contracts/management.md "Decided" (401 on any failure, one text), DESIGN §6.
@Suite("Failed logins", .serialized) struct LoginFailureTests {
    @Test("failed logins are all the same, byte for byte") func failures() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let directory = stage.directory
            try await directory.make("nopass")
            try await directory.make("off", password: Stage.password)
            try await directory.set(.disabled, of: "off")
            let gone = try await directory.make("gone", password: Stage.password)
            check(try await stage.call("DELETE", gone.path), is: .deleted)
            let bodies: [(String, String)] = [
                ("unknown", Body.login("nobody", Stage.password)),
                ("wrong", Body.login("foo", "Foo@2021")),
                ("wrong, by e-mail", Body.login("foo@example.com", "Foo@2021")),
                ("an empty password", Body.login("foo", "")),
                ("an empty name", Body.login("", Stage.password)),
                ("disabled, wrong", Body.login("off", "wrong")),
                ("disabled, right", Body.login("off", Stage.password)),
                ("deleted", Body.login("gone", Stage.password)),
                ("without a password", Body.login("nopass", Stage.password)),
                ("without a password, empty", Body.login("nopass", "")),
                ("NUL", Body.login("foo", Stage.password + "\\u0000")),
                ("a long password", Body.login("foo", String(repeating: "x", count: 5000))),
                ("a long name", Body.login(String(repeating: "x", count: 5000), "x")),
            ]
            var whole: Set<String> = []
            for (name, body) in bodies {
                // So that none is throttled.
                clock.advance(seconds: 1000)
                let answer = try await stage.call(
                    "POST", "/v1/auth/login", by: .anonymous, body: body)
                check(answer, is: .refused(401), name)
                whole.insert(Transcript.normalized(Self.lasting(answer)))
            }
            #expect(whole.count == 1, "\(whole)")
        }
    }

    /// The answer without what differs from request to request.
    private static func lasting(_ answer: WireResponse) -> String {
        answer.headers.filter { !["date", "x-request-id"].contains($0.name.lowercased()) }
            .map { "\($0.name): \($0.value)\n" }.joined() + answer.body
    }

    /// "401 on any failure" and "400 for malformed JSON and missing fields" both fit these.
    @Test("logins that are none are refused") func malformed() async throws {
        let bodies = [
            "", "{", "[]", "null", "\"foo\"", "{}", #"{"username":"foo"}"#,
            #"{"password":"Foo@2020"}"#, #"{"username":1,"password":2}"#,
            #"{"username":["foo"],"password":"Foo@2020"}"#,
            #"{"username":null,"password":"Foo@2020"}"#,
        ]
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            for body in bodies {
                // So that none is throttled.
                clock.advance(seconds: 1000)
                let answer = try await stage.call(
                    "POST", "/v1/auth/login", by: .anonymous, body: body)
                check(answer, is: .refusedByOne(of: [400, 401]), "the body '\(body)'")
            }
        }
    }

    @Test("after five failures tries wait their turn, here and on IAM") func throttled()
        async throws
    {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            func login(_ name: String, _ password: String, _ answer: Answer) -> Scenario {
                Scenario(
                    "\(password) as \(name)", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login(name, password), answer)
            }
            try await stage.play(
                (1...5).map { login("foo", "wrong\($0)", .refused(401)) } + [
                    login("foo", "wrong6", .throttled),
                    login("foo", Stage.password, .throttled),
                    login("foo@example.com", Stage.password, .throttled),
                    Scenario("the token", "GET", try stage.path(of: "foo"), by: .user, .user),
                ])
            let elsewhere = try await stage.callIAM(
                "POST", "/login", by: .anonymous, body: Body.login("foo", Stage.password))
            #expect(elsewhere.status == 429, "\(elsewhere)")
            clock.advance(seconds: 2)
            try await stage.play([login("foo", Stage.password, .login)])
        }
    }
}
