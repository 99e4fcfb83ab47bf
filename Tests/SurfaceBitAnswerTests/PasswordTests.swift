import RosterSettings
import RosterTestSupport
import Testing

/// Passwords set here and used on IAM: contracts/bitanswer.md §0, DESIGN §6, THREATS 14.
@Suite("Passwords", .serialized) struct PasswordTests {
    @Test("what is set here logs in on IAM, whatever its form, until it is set anew")
    func logins() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "a new user", "POST", Path.user("foo"),
                    body: #"{"password":"pass","nickName":"Foo"}"#, .records(["foo"]),
                    isRight: { !$0.body.contains("pass") }),
                Scenario(
                    "two by batch", "POST", "/users",
                    body: #"[{"name":"bar","password":"密 码"},{"name":"bare"}]"#,
                    .echo([#"{"name":"bar","password":"xxxxxx"}"#, #"{"name":"bare"}"#])),
            ])
            #expect(try await stage.loginStatus("foo", "pass") == 200)
            #expect(try await stage.loginStatus("bar", "密 码") == 200)
            #expect(try await stage.loginStatus("bare", "") == 401)
            #expect(try await stage.loginStatus("bar", "xxxxxx") == 401)
            try await stage.play([
                Scenario(
                    "another for foo", "PATCH", Path.user("foo"),
                    body: #"{"password":"word","status":0}"#, .records(["foo"]),
                    isRight: { $0.field("nickName") == "Foo" && !$0.body.contains("word") }),
                Scenario(
                    "the first for bare", "PATCH", "/users",
                    body: #"[{"name":"bare","password":"bare's"}]"#, .ok),
            ])
            #expect(try await stage.loginStatus("foo", "pass") == 401)
            #expect(try await stage.loginStatus("foo", "word") == 200)
            #expect(try await stage.loginStatus("bare", "bare's") == 200)
        }
    }

    @Test("other changes leave the password and the sessions alone") func untouched() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", password: Stage.password)
            let token = try await stage.logIn("foo")
            try await stage.play([
                Scenario(
                    "POST", "POST", Path.user("foo"), body: #"{"nickName":"n"}"#,
                    .records(["foo"])),
                Scenario(
                    "batch", "POST", "/users", body: #"[{"name":"foo","status":0}]"#, .ok),
                Scenario(
                    "a refused one", "PATCH", Path.user("foo"),
                    body: #"{"password":"other","status":7}"#, .refused(.invalid)),
            ])
            #expect(try await stage.useStatus(token, of: "foo") == 200)
            #expect(try await stage.loginStatus("foo", Stage.password) == 200)
        }
    }

    @Test("a password has 1 to 128 characters, no NUL, and counts to its last one")
    func lengths() async throws {
        let longest = String(repeating: "p", count: 127) + "q"
        try await Stage.run { stage in
            try await stage.make("foo", nickname: "Nick")
            let bad = [
                "\"\"", "\"" + longest + "x\"", #""a\u0000""#, "7", "true", "[]", "{}",
            ]
            for value in bad {
                try await stage.play([
                    Scenario(
                        "alone: \(value)", "PATCH", Path.user("foo"),
                        body: #"{"nickName":"n","password":\#(value)}"#,
                        .refused(.invalid, naming: ["password", "foo"])),
                    Scenario(
                        "in a batch: \(value)", "POST", "/users",
                        body: #"[{"name":"foo","nickName":"n","password":\#(value)}]"#,
                        .refused(.invalid, naming: ["password", "foo", "0", "1"])),
                    Scenario(
                        "of a new one: \(value)", "POST", Path.user("new"),
                        body: #"{"password":\#(value)}"#,
                        .refused(.invalid, naming: ["password", "new"])),
                ])
            }
            try await stage.play([
                Scenario(
                    "nothing changed", "GET", "/users", .records(["admin", "foo"]),
                    isRight: { $0.items.last?["nickName"] as? String == "Nick" }),
                Scenario(
                    "128", "PATCH", Path.user("foo"), body: #"{"password":"\#(longest)"}"#,
                    .records(["foo"])),
            ])
            #expect(try await stage.loginStatus("foo", String(longest.dropLast())) == 401)
            #expect(try await stage.loginStatus("foo", longest) == 200)
        }
    }

    @Test("with bcrypt 72 bytes are the most, and all of them count") func bcrypt() async throws {
        let fits = String(repeating: "密", count: 24)
        let cut = String(repeating: "密", count: 23) + "码"
        try await Stage.run({ $0.passwordAlgorithm = .bcrypt }) { stage in
            try await stage.play([
                Scenario(
                    "73 bytes", "POST", Path.user("foo"), body: #"{"password":"\#(fits)x"}"#,
                    .refused(.invalid, naming: ["password", "foo"])),
                Scenario("none made", "GET", "/users", .records(["admin"])),
                Scenario(
                    "72 bytes", "POST", Path.user("foo"), body: #"{"password":"\#(fits)"}"#,
                    .records(["foo"])),
                Scenario(
                    "73 bytes in a batch", "PATCH", "/users",
                    body: #"[{"name":"foo","password":"\#(fits)x"}]"#,
                    .refused(.invalid, naming: ["password", "foo", "0", "1"])),
            ])
            #expect(try await stage.loginStatus("foo", cut) == 401)
            #expect(try await stage.loginStatus("foo", fits) == 200)
        }
    }
}
