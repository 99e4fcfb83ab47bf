import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// `POST /v1/auth/login`: contracts/management.md §2 and "Decided".
@Suite("Login", .serialized) struct LoginTests {
    @Test("names and verified e-mails log in, in any capitals and without rules of form")
    func logins() async throws {
        try await Stage.run { stage in
            try await stage.directory.make("李 四", password: "短", email: "li@example.com")
            func login(_ name: String, _ body: String) -> Scenario {
                Scenario(name, "POST", "/v1/auth/login", by: .anonymous, body: body, .login)
            }
            try await stage.play([
                login("by name", Body.login("foo", Stage.password)),
                login("by name in capitals", Body.login("FOO", Stage.password)),
                login("by e-mail", Body.login("foo@example.com", Stage.password)),
                login("by e-mail in capitals", Body.login("Foo@Example.Com", Stage.password)),
                login("with no rule for names and passwords", Body.login("李 四", "短")),
                login("by the e-mail of such a one", Body.login("li@example.com", "短")),
                login(
                    "with keys that nobody knows",
                    #"{"username":"foo","password":"Foo@2020","remember":true,"more":[1]}"#),
            ])
        }
    }

    @Test("expires_in is the life of the access token in seconds") func expiry() async throws {
        let clock = TestClock()
        try await Stage.run({ $0.tokenTTLSeconds = 100 }, clock: clock) { stage in
            let foo = try stage.path(of: "foo")
            let login = try await stage.call(
                "POST", "/v1/auth/login", by: .anonymous, body: Body.login("foo", Stage.password))
            check(login, is: .login)
            #expect(login.data["expires_in"] as? Int == 100, "\(login)")
            let caller = Caller.bearer(login.text("access_token") ?? "")
            clock.advance(seconds: 99)
            try await stage.play([Scenario("in time", "GET", foo, by: caller, .user)])
            clock.advance(seconds: 1)
            try await stage.play([Scenario("too late", "GET", foo, by: caller, .refused(401))])
        }
    }

    @Test("without a setting expires_in is the seed's 3600") func standardExpiry() async throws {
        try await Stage.run(people: []) { stage in
            let login = try await stage.call(
                "POST", "/v1/auth/login", by: .anonymous,
                body: Body.login("admin", ServerFixture.adminPassword))
            check(login, is: .login)
            #expect(login.data["expires_in"] as? Int == 3600, "\(login)")
        }
    }

    @Test("access tokens of this surface and of IAM open both") func otherSurface() async throws {
        try await Stage.run { stage in
            let ours = try await stage.logIn("foo").access
            let read = try await stage.callIAM("GET", "/v1/users/foo", by: .bearer(ours))
            #expect(read.status == 200, "\(read)")
            // The stage's own people logged in over IAM.
            try await stage.play([
                Scenario(
                    "our own token", "GET", try stage.path(of: "foo"), by: .bearer(ours), .user),
                Scenario("IAM's token", "GET", try stage.path(of: "foo"), by: .user, .user),
            ])
        }
    }

    @Test("a login moves neither updated_at nor the ETag") func noChange() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let foo = try stage.path(of: "foo")
            let before = try await stage.call("GET", foo)
            clock.advance(seconds: 10)
            _ = try await stage.logIn("foo")
            let after = try await stage.call("GET", foo)
            check(after, is: .user)
            #expect(after.text("updated_at") == before.text("updated_at"), "\(after)")
            #expect(after.header("ETag") == before.header("ETag"), "\(after)")
        }
    }
}
