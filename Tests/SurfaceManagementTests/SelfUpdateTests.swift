import RosterTestSupport
import Testing

/// What users change of themselves: contracts/management.md "Decided", the proof of e-mails and
/// the names of DESIGN §2, THREATS 5.
@Suite("A user's own changes", .serialized) struct SelfUpdateTests {
    @Test("an e-mail that a user sets for itself gives no login") func email() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            try await stage.play([
                Scenario(
                    "a new address", "PUT", foo, by: .user, body: #"{"email":"new@example.com"}"#,
                    .updated, isRight: { $0.text("email") == "new@example.com" }),
                Scenario(
                    "it is shown", "GET", foo, by: .user, .user,
                    isRight: { $0.text("email") == "new@example.com" }),
                Self.login("new@example.com", .refused(401)),
                Self.login("foo@example.com", .refused(401)), Self.login("foo", .login),
            ])
            let elsewhere = try await stage.callIAM(
                "POST", "/login", by: .anonymous,
                body: Body.login("new@example.com", Stage.password))
            #expect(elsewhere.status == 401, "\(elsewhere)")
        }
    }

    @Test("an e-mail sent along unchanged stays verified") func unchanged() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "the same address", "PUT", try stage.path(of: "foo"), by: .user,
                    body: #"{"email":"foo@example.com","phone":"1"}"#, .updated),
                Self.login("foo@example.com", .login),
            ])
        }
    }

    @Test("an e-mail in another case is the same address, stays verified and is shown as written")
    func otherCase() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            for caller in [Caller.user, .admin] {
                for spelling in ["FOO@Example.com", "foo@example.COM"] {
                    try await stage.play([
                        Scenario(
                            spelling, "PUT", foo, by: caller, body: #"{"email":"\#(spelling)"}"#,
                            .updated, isRight: { $0.text("email") == spelling }),
                        Self.login("foo@example.com", .login),
                        Self.login(spelling, .login),
                    ])
                }
            }
        }
    }

    @Test("an address that nobody proved yields to an administrator who gives it to somebody")
    func claimed() async throws {
        try await Stage.run(people: ["foo", "bar"]) { stage in
            let (foo, bar) = (try stage.path(of: "foo"), try stage.path(of: "bar"))
            let claim = #"{"email":"boss@example.com"}"#
            try await stage.play([
                Scenario("foo claims it", "PUT", foo, by: .user, body: claim, .updated),
                Scenario(
                    "bar cannot claim it too", "PUT", bar, by: .person("bar"), body: claim,
                    .refused(409)),
                Scenario(
                    "nor in capitals", "PUT", bar, by: .person("bar"),
                    body: #"{"email":"Boss@Example.com"}"#, .refused(409)),
                Scenario(
                    "its owner is created", "POST", "/v1/users",
                    body: Body.user("boss", password: "Boss@2020"), .created),
                Scenario(
                    "foo has lost it", "GET", foo, by: .user, .user,
                    isRight: { $0.isNull("email") }),
                Self.login("boss@example.com", .refused(401)),
                Scenario(
                    "its owner logs in with it", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("boss@example.com", "Boss@2020"), .login),
            ])
        }
    }

    @Test("a user renames itself, but not to what looks like an e-mail, a phone or a number")
    func names() async throws {
        let bad = ["12345", "138-0000-0000", "138.0000.0000", "a@b.cd", "foo@x", "１２３４５"]
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            func rename(_ name: String, _ answer: Answer) -> Scenario {
                Scenario(
                    "the name '\(name)'", "PUT", foo, by: .user,
                    body: #"{"username":"\#(name)"}"#, answer)
            }
            try await stage.play(
                bad.map { rename($0, .invalid(["username"])) } + [
                    rename("foo-2", .updated), Self.login("foo-2", .login),
                    Self.login("foo", .refused(401)),
                ])
        }
    }

    private static func login(_ name: String, _ answer: Answer) -> Scenario {
        Scenario(
            "login as \(name)", "POST", "/v1/auth/login", by: .anonymous,
            body: Body.login(name, Stage.password), answer)
    }
}
