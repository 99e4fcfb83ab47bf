import RosterTestSupport
import Testing

/// The rules of a new user's fields: contracts/management.md "Decided".
@Suite("Rules of create", .serialized) struct CreateRuleTests {
    private static let long = "abcdefghijklmnopqrst"
    private static let domain = "\(label(63)).\(label(63)).\(label(57)).com"
    /// 64 bytes before and 189 after the sign: 254 in all.
    private static let longEmail = "\(label(64))@\(domain)"

    private static func label(_ count: Int) -> String { String(repeating: "d", count: count) }

    @Test("what is within the rules is taken") func fit() async throws {
        let bodies: [(String, String)] = [
            ("3 letters", Body.user("abc")), ("20 letters", Body.user(Self.long)),
            ("3 characters of 9 bytes", Body.user("张三丰", email: "a@example.com")),
            (
                "20 characters of 60 bytes",
                Body.user(String(repeating: "李", count: 20), email: "b@example.com")
            ),
            ("every mark", Body.user("a_b-c.1")), ("digits and a letter", Body.user("1234x")),
            ("a password of 8", Body.user("pass8", password: "12345678")),
            ("a password of 8 in 24 bytes", Body.user("han", password: "密码密码密码密码")),
            ("a password of 128", Body.user("p128", password: Self.label(128))),
            ("an e-mail of 254 bytes", Body.user("mail", email: Self.longEmail)),
            ("a phone of 32", Body.user("call", more: #","phone":"\#(Self.label(32))""#)),
            ("keys that nobody knows", Body.user("keys", more: #","nickname":[1],"x":null"#)),
        ]
        try await Stage.run(people: []) { stage in
            try await stage.play(
                bodies.map { name, body in
                    Scenario(name, "POST", "/v1/users", body: body, .created)
                })
        }
    }

    @Test("every field that breaks a rule is named, and no other") func unfit() async throws {
        let required: Set<String> = ["username", "email", "password"]
        let table: [(String, String, Set<String>)] = [
            ("nothing", "{}", required),
            ("nulls", #"{"username":null,"email":null,"password":null}"#, required),
            ("the seed's rules", #"{"username":"jd","email":"x","password":"short"}"#, required),
            (
                "everything",
                Body.user(
                    "a b", email: "@", password: "1234567",
                    more: #","role":"root","phone":"\#(Self.label(33))""#),
                required.union(["role", "phone"])
            ),
            ("no username", #"{"email":"a@b.cd","password":"Foo@2020"}"#, ["username"]),
            ("no email", #"{"username":"jane","password":"Foo@2020"}"#, ["email"]),
            ("no password", #"{"username":"jane","email":"a@b.cd"}"#, ["password"]),
            ("a password of 7", Body.user("jane", password: "1234567"), ["password"]),
            (
                "a password of 7 characters and 21 bytes",
                Body.user("jane", password: String(repeating: "中", count: 7)), ["password"]
            ),
            ("a password of 129", Body.user("jane", password: Self.label(129)), ["password"]),
            ("a password with NUL", Body.user("jane", password: "Foo@2020\\u0000"), ["password"]),
            ("a long phone", Body.user("jane", more: #","phone":"\#(Self.label(33))""#), ["phone"]),
            ("a role of no one", Body.user("jane", more: #","role":"root""#), ["role"]),
            ("a role in capitals", Body.user("jane", more: #","role":"ADMIN""#), ["role"]),
        ]
        try await Stage.run(people: []) { stage in
            try await stage.play(
                table.map { name, body, fields in
                    Scenario(name, "POST", "/v1/users", body: body, .invalid(fields))
                })
            #expect(try await stage.total() == 1)
        }
    }

    @Test("user names that are none") func badNames() async throws {
        let names = [
            "", "a", "ab", Self.long + "u", "张三", "a b c", " abc", "abc ", "a@b.cd", "a/b/c",
            "a+b+c", "a%b%c", "a,b,c", "a\\u0000b", "a\\tb\\nc", "😀😀😀", "12345", "１２３４５",
            "ab\\u200B", "a\\u202Ebc", "<b>x</b>",
        ]
        try await Stage.run(people: []) { stage in
            try await stage.play(
                names.map {
                    Scenario(
                        "the name '\($0)'", "POST", "/v1/users",
                        body: Body.user($0, email: "jane@example.com"), .invalid(["username"]))
                })
        }
    }

    @Test("e-mail addresses that are none") func badEmails() async throws {
        let emails = [
            "", "jane", "jane@", "@example.com", "ja ne@example.com", "jane@exam ple.com",
            "jane@@example.com", "jane@example..com", "jane@-x.com", " jane@example.com",
            "jane@example.com\\n", "jane@example.com\\u0000", "a@b.cd,e@f.gh",
            "Jane <jane@example.com>", Self.longEmail + "m",
        ]
        try await Stage.run(people: []) { stage in
            try await stage.play(
                emails.map {
                    Scenario(
                        "the e-mail '\($0)'", "POST", "/v1/users",
                        body: Body.user("jane", email: $0), .invalid(["email"]))
                })
        }
    }

    @Test("bodies that are no user are refused") func malformed() async throws {
        let bodies = [
            "", " ", "{", "[]", "null", "1", "\"jane\"", "[{}]", #"{"username":}"#,
            #"{"username":"jane""#, #"{'username':'jane'}"#, "username=jane&email=a@b.cd",
            String(repeating: "[", count: 100_000),
            #"{"username":1,"email":"a@b.cd","password":"Foo@2020"}"#,
            #"{"username":["jane"],"email":"a@b.cd","password":"Foo@2020"}"#,
            #"{"username":"jane","email":{},"password":"Foo@2020"}"#,
            #"{"username":"jane","email":"a@b.cd","password":12345678}"#,
            Body.user("jane", more: #","phone":13800000000"#),
            Body.user("jane", more: #","role":1"#),
            Body.user("jane", more: #","role":["admin"]"#),
        ]
        try await Stage.run(people: []) { stage in
            try await stage.play(
                bodies.map {
                    Scenario(
                        "the body '\($0.prefix(80))'", "POST", "/v1/users", body: $0,
                        .refused(400))
                })
            #expect(try await stage.total() == 1)
        }
    }
}
