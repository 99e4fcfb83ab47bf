import RosterTestSupport
import Testing

/// `PUT /user/password`: contracts/thinksns.md §0 and §9.
@Suite("Changes of a password", .serialized) struct PasswordChangeTests {
    private static func put(_ name: String, _ body: String, _ answer: Answer) -> Scenario {
        Scenario(name, "PUT", "/user/password", body: body, answer)
    }

    @Test("the new one logs in, the old one does not, the calling session stays alone")
    func change() async throws {
        try await SNS.run { sns in
            let other = try await sns.logIn("anna")
            let body = Body.password("New@2021")
            check(try await sns.call("PUT", "/user/password", body: body), is: .done)
            try await sns.play([
                Scenario("the calling session", "GET", "/user", .own),
                Scenario("another", "GET", "/user", by: .bearer(other), .unauthenticated),
                Scenario(
                    "the old password", "POST", "/auth/login", by: .anonymous,
                    body: Body.login("anna", SNS.password), .refused(422, .a)),
                Scenario(
                    "the new one", "POST", "/auth/login", by: .anonymous,
                    body: Body.login("anna", "New@2021"), .login),
            ])
        }
    }

    @Test("what is wrong is told by field") func refusals() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let confirmation: @Sendable (WireResponse) -> Bool = {
                Set($0.errors.keys).isSubset(of: ["password", "password_confirmation"])
            }
            try await sns.play([
                Self.put(
                    "a wrong old one", Body.password("New@2021", old: "wrong"),
                    .taken("old_password")),
                Self.put(
                    "no old one", Body.password("New@2021", old: nil),
                    .invalid(["old_password"])),
                Self.put("the old one again", Body.password(SNS.password), .invalid(["password"])),
                Self.put("5 characters", Body.password("12345"), .invalid(["password"])),
                Self.put(
                    "129 characters", Body.password(String(repeating: "x", count: 129)),
                    .invalid(["password"])),
                Self.put("NUL", Body.password("New@2021\\u0000"), .invalid(["password"])),
                Scenario(
                    "another confirmation", "PUT", "/user/password",
                    body: Body.password("New@2021", confirmation: "New@2022"),
                    .refused(422, .d), isRight: confirmation),
                Scenario(
                    "no confirmation", "PUT", "/user/password",
                    body: #"{"old_password":"Foo@2020","password":"New@2021"}"#,
                    .refused(422, .d), isRight: confirmation),
            ])
            _ = try await sns.logIn("anna")
        }
    }

    @Test("6 and 128 characters are taken, white space in them too") func lengths() async throws {
        try await SNS.run { sns in
            var old = SNS.password
            for new in ["123456", String(repeating: "中", count: 128), "  with space  "] {
                let body = Body.password(new, old: old)
                check(try await sns.call("PUT", "/user/password", body: body), is: .done, new)
                _ = try await sns.logIn("anna", new)
                old = new
            }
            let cut = try await sns.call(
                "POST", "/auth/login", by: .anonymous, body: Body.login("anna", "with space"))
            check(cut, is: .refused(422, .a))
        }
    }

    @Test("whoever has no password needs no old one, once") func first() async throws {
        try await SNS.run(people: []) { sns in
            try await sns.directory.make("bert", email: "bert@example.com")
            let code = try await sns.code(.prove, to: "bert@example.com")
            let login = try await sns.call(
                "POST", "/auth/login", by: .anonymous,
                body: Body.codeLogin("bert@example.com", code))
            check(login, is: .login)
            let caller = Caller.bearer(login.text("access_token") ?? "")
            #expect(try await sns.own(caller).flag("initial_password") == false)
            let body = Body.password("New@2021", old: nil)
            let set = try await sns.call("PUT", "/user/password", by: caller, body: body)
            check(set, is: .done)
            #expect(try await sns.own(caller).flag("initial_password") == true)
            _ = try await sns.logIn("bert", "New@2021")
            let again = try await sns.call(
                "PUT", "/user/password", by: caller, body: Body.password("New@2022", old: nil))
            check(again, is: .invalid(["old_password"]))
        }
    }

    @Test("wrong old passwords count like wrong logins") func counted() async throws {
        try await SNS.run(clock: TestClock()) { sns in
            for _ in 0..<5 {
                let body = Body.password("New@2021", old: "wrong")
                let answer = try await sns.call("PUT", "/user/password", body: body)
                check(answer, is: .taken("old_password"))
            }
            try await sns.play([
                Self.put("the right one", Body.password("New@2021"), .throttled),
                Scenario(
                    "a login", "POST", "/auth/login", by: .anonymous,
                    body: Body.login("anna", SNS.password), .throttled),
            ])
        }
    }
}
