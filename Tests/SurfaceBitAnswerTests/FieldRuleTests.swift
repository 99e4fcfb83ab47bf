import RosterTestSupport
import Testing

/// What each field may hold (contracts/bitanswer.md §0), the same for one user and in a batch.
/// Passwords are in PasswordTests.
@Suite("Rules of fields", .serialized) struct FieldRuleTests {
    private static let longest = String(repeating: "😀", count: 64)

    @Test("status is 0, 1, \"0\" or \"1\"") func status() async throws {
        let good: [(String, String)] = [("1", "1"), ("0", "0"), (#""1""#, "1"), (#""0""#, "0")]
        let bad = [
            "2", "-1", "10", "1.5", "true", "false", #""2""#, "\"\"", "\" 1\"", #""on""#, "[1]",
            "{}", "1e99", "99999999999999999999",
        ]
        try await Stage.run { stage in
            try await stage.make("foo")
            for (value, expected) in good {
                try await stage.play([
                    Scenario(
                        "status \(value)", "PATCH", Path.user("foo"),
                        body: #"{"status":\#(value)}"#, .records(["foo"]),
                        isRight: { $0.field("status") == expected }),
                    Scenario(
                        "in a batch, \(value)", "POST", "/users",
                        body: #"[{"name":"foo","status":\#(value)}]"#,
                        .echo([#"{"name":"foo","status":\#(value)}"#])),
                ])
            }
            try await stage.play(
                bad.flatMap { value in
                    [
                        Scenario(
                            "status \(value)", "PATCH", Path.user("foo"),
                            body: #"{"status":\#(value)}"#,
                            .refused(.invalid, naming: ["status", "foo"])),
                        Scenario(
                            "in a batch, \(value)", "POST", "/users",
                            body: #"[{"name":"foo","status":\#(value)}]"#,
                            .refused(.invalid, naming: ["status", "foo", "0", "1"])),
                    ]
                })
            let after = try await stage.call("GET", Path.user("foo"))
            #expect(after.field("status") == "0", "\(after)")
        }
    }

    @Test("nickname, the spelling of 2022, is taken for nickName in every write, and not beside it")
    func nickname() async throws {
        try await Stage.run { stage in
            let batch = [#"{"name":"bar","nickname":"B"}"#, #"{"name":"foo","nickname":"F2"}"#]
            func both(_ method: String, _ path: String, _ body: String) -> Scenario {
                Scenario(
                    "\(method) \(path) of both", method, path, body: body,
                    .refused(.invalid, naming: ["nickName", "nickname"]))
            }
            try await stage.play([
                Scenario(
                    "POST of one", "POST", Path.user("foo"), body: #"{"nickname":"F"}"#,
                    .records(["foo"]), isRight: { $0.field("nickName") == "F" }),
                Scenario(
                    "PATCH of one", "PATCH", Path.user("foo"), body: #"{"nickname":"F1"}"#,
                    .records(["foo"]), isRight: { $0.field("nickName") == "F1" }),
                // The echo is what was sent.
                Scenario(
                    "POST of several", "POST", "/users", body: Body.array(batch), .echo(batch)),
                Scenario(
                    "what came of it", "GET", Path.user("foo"), .records(["foo"]),
                    isRight: { $0.field("nickName") == "F2" }),
                Scenario(
                    "PATCH of several", "PATCH", "/users",
                    body: #"[{"name":"bar","nickname":""}]"#,
                    .echo([#"{"name":"bar","nickname":""}"#])
                ),
                Scenario(
                    "an empty one is the account", "GET", Path.user("bar"), .records(["bar"]),
                    isRight: { $0.field("nickName") == "bar" }),
                both("POST", Path.user("foo"), #"{"nickname":"x","nickName":"x"}"#),
                both("PATCH", Path.user("foo"), #"{"nickName":"x","nickname":"y"}"#),
                both("POST", "/users", #"[{"name":"foo","nickName":"x","nickname":"y"}]"#),
                both("PATCH", "/users", #"[{"name":"foo","nickName":"x","nickname":"y"}]"#),
                Scenario(
                    "a number", "PATCH", Path.user("foo"), body: #"{"nickname":7}"#,
                    .refused(.invalid, naming: ["nickname", "foo"])),
                Scenario(
                    "65", "PATCH", Path.user("foo"), body: #"{"nickname":"\#(Self.longest)x"}"#,
                    .refused(.invalid, naming: ["nickName", "foo"])),
                Scenario(
                    "nothing of what was refused", "GET", Path.user("foo"), .records(["foo"]),
                    isRight: { $0.field("nickName") == "F2" }),
            ])
        }
    }

    @Test("nickName is text of at most 64 code points") func nickName() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", nickname: "Nick")
            let long = Self.longest
            try await stage.play([
                Scenario(
                    "64", "PATCH", Path.user("foo"), body: #"{"nickName":"\#(long)"}"#,
                    .records(["foo"]), isRight: { $0.field("nickName") == long }),
                Scenario(
                    "65", "PATCH", Path.user("foo"), body: #"{"nickName":"\#(long)x"}"#,
                    .refused(.invalid, naming: ["nickName", "foo"])),
                Scenario(
                    "65 in a batch", "POST", "/users",
                    body: #"[{"name":"foo","nickName":"\#(long)x"}]"#,
                    .refused(.invalid, naming: ["nickName", "foo", "0", "1"])),
            ])
            for value in ["7", "true", "[]", "{}"] {
                try await stage.play([
                    Scenario(
                        "the nick name \(value)", "PATCH", Path.user("foo"),
                        body: #"{"nickName":\#(value)}"#,
                        .refused(.invalid, naming: ["nickName", "foo"]))
                ])
            }
            let after = try await stage.call("GET", Path.user("foo"))
            #expect(after.field("nickName") == long, "\(after)")
        }
    }

    @Test("a new name has 1 to 64 code points and is fit for a name") func name() async throws {
        let bad = [
            Self.longest + "x", " edge", "edge ", "a\u{0007}", "a\u{0000}", "\u{200B}", "\u{202E}x",
        ]
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "64", "POST", Path.user(Self.longest), body: "{}", .records([Self.longest])),
                Scenario("1", "POST", Path.user("a"), body: "{}", .records(["a"])),
                Scenario("digits", "POST", Path.user("12345"), body: "{}", .records(["12345"])),
                Scenario(
                    "an address", "POST", Path.user("a@b.com"), body: "{}", .records(["a@b.com"])),
            ])
            let before = try await stage.call("GET", "/users").body
            try await stage.play(
                bad.map {
                    Scenario(
                        "POST to \(Path.user($0))", "POST", Path.user($0), body: "{}",
                        .refused(.invalid))
                })
            for name in bad + [""] {
                // As escapes, so that the body is well-formed JSON.
                let text = name.unicodeScalars.map { scalar -> String in
                    let hex = String(scalar.value, radix: 16)
                    return scalar.value < 0x20
                        ? "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                        : String(scalar)
                }.joined()
                let answer = try await stage.call(
                    "POST", "/users", body: #"[{"name":"\#(text)"}]"#)
                let problem = Answer.refused(.invalid).problem(with: answer)
                #expect(problem == nil, "\(text)")
            }
            let after = try await stage.call("GET", "/users")
            #expect(after.body == before, "\(after)")
        }
    }

    @Test("a name that is somebody's e-mail is a conflict, alone and in a batch") func conflict()
        async throws
    {
        try await Stage.run { stage in
            try await stage.make("mail", email: "mail@example.com")
            try await stage.play([
                Scenario(
                    "alone", "POST", Path.user("mail@example.com"), body: "{}",
                    .refused(.conflict, naming: ["mail@example.com", "name"])),
                Scenario(
                    "in other capitals", "POST", Path.user("Mail@Example.com"), body: "{}",
                    .refused(.conflict)),
                Scenario(
                    "in a batch", "POST", "/users",
                    body: Body.names(["new", "mail@example.com"]),
                    .refused(.conflict, naming: ["mail@example.com", "name", "1", "2"])),
                Scenario("nothing made", "GET", "/users", .records(["admin", "mail"])),
                Scenario(
                    "an e-mail is no account", "GET", Path.user("mail@example.com"),
                    .refused(.notFound)),
            ])
        }
    }
}
