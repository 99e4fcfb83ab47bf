import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// `POST /auth/login`: contracts/thinksns.md §0 and §3.
@Suite("Logins", .serialized) struct LoginTests {
    private static func post(_ name: String, _ body: String, _ answer: Answer) -> Scenario {
        Scenario(name, "POST", "/auth/login", by: .anonymous, body: body, answer)
    }

    @Test("name, e-mail, phone and number log in; times are minutes") func logins() async throws {
        try await SNS.run { sns in
            try await sns.bind("13800138000")
            let id = try sns.id("anna")
            for login in ["anna", "ANNA", "anna@example.com", "13800138000", "\(id)"] {
                let answer = try await sns.call(
                    "POST", "/auth/login", by: .anonymous, body: Body.login(login, SNS.password))
                check(answer, is: .login, login)
                #expect(answer.number("expires_in") == 60, "\(answer)")
                #expect(answer.number("refresh_ttl") == 20160, "\(answer)")
                let own = try await sns.own(.bearer(answer.text("access_token") ?? ""))
                #expect(own.number("id") == id, "\(own)")
            }
        }
    }

    @Test("the minutes are those of the settings") func minutes() async throws {
        try await SNS.run({
            $0.tokenTTLSeconds = 7200
            $0.sessionTTLSeconds = 86_400
        }) { sns in
            let answer = try await sns.call(
                "POST", "/auth/login", by: .anonymous, body: Body.login("anna", SNS.password))
            #expect(answer.number("expires_in") == 120, "\(answer)")
            #expect(answer.number("refresh_ttl") == 1440, "\(answer)")
        }
    }

    @Test("a code logs in in the place of a password, once, by address alone") func code()
        async throws
    {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let code = try await sns.code(.prove, to: "anna@example.com")
            try await sns.play([
                Self.post(
                    "by name a code is nothing", Body.codeLogin("anna", code),
                    .refusedSomehow(422)),
                Self.post("by address", Body.codeLogin("anna@example.com", code), .login),
                Self.post("again", Body.codeLogin("anna@example.com", code), .refusedSomehow(422)),
            ])
        }
    }

    @Test("a disabled account is told so for the right password alone") func disabled()
        async throws
    {
        try await SNS.run { sns in
            try await sns.directory.set(.disabled, of: "anna")
            try await sns.play([
                Self.post("right", Body.login("anna", SNS.password), .refused(403, .a)),
                Self.post("wrong", Body.login("anna", "wrong"), .refused(422, .a)),
            ])
        }
    }

    @Test("logins that are none are refused") func malformed() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            for body in [
                "{}", #"{"login":"anna"}"#, #"{"password":"Foo@2020"}"#, #"{"login":""}"#,
                #"{"login":["anna"],"password":"Foo@2020"}"#,
                #"{"login":"anna","password":12345678}"#, #"{"login":null,"password":null}"#,
            ] {
                clock.advance(seconds: 1000)
                try await sns.play([Self.post(body, body, .refusedSomehow(422))])
            }
        }
    }

    @Test("after five failures tries wait their turn") func throttled() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            for number in 0..<5 {
                try await sns.play([
                    Self.post("wrong", Body.login("anna", "wrong\(number)"), .refused(422, .a))
                ])
            }
            try await sns.play([
                Self.post("the right one", Body.login("anna", SNS.password), .throttled),
                Self.post(
                    "by e-mail", Body.login("anna@example.com", SNS.password), .throttled),
                Scenario("the session", "GET", "/user", .own),
            ])
            clock.advance(seconds: 2)
            try await sns.play([Self.post("later", Body.login("anna", SNS.password), .login)])
        }
    }
}
