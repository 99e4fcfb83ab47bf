import RosterCore
import RosterTestSupport
import Testing

/// `POST /v1/users`: contracts/iam.md §6, §7, §10.
@Suite("Create", .serialized) struct CreateTests {
    @Test("what is accepted and what is refused") func answers() async throws {
        try await Stage.run { stage in
            try await stage.play(Self.bodies + Self.duplicates + Self.tolerated)
        }
    }

    @Test("names: K8s form, at most 45 characters") func names() async throws {
        let good = [
            "a", "A9", "a-b_c.d", "9", "12345", String(repeating: "a", count: 45), "x--y",
            "dns.example/foo",
        ]
        let bad = [
            "", "-a", "a-", ".a", "a.", "_a", "a b", "a@b", "张三", "a\\u0000b", "a\\u200bb",
            String(repeating: "a", count: 46), String(repeating: "a", count: 63), "a/b/c", "a/",
            "/a",
        ]
        try await Stage.run { stage in
            try await stage.play(
                good.enumerated().map { number, name in
                    Scenario(
                        "the name '\(name)' is accepted", "POST", "/v1/users",
                        body: Body.user(name, email: "\"good\(number)@example.com\""), .user,
                        isRight: { $0.metadata["name"] as? String == name })
                }
                    + bad.enumerated().map { number, name in
                        Scenario(
                            "the name '\(name)' is refused", "POST", "/v1/users",
                            body: Body.user(name, email: "\"bad\(number)@example.com\""),
                            .code(.validation))
                    })
        }
    }

    @Test("passwords: 8 to 16, lower, upper, digit and a sign, caseless letters not counted")
    func passwords() async throws {
        let good = [
            "Foo@2020", "Foo@202020202020", "Foo@ 202", "aA1-----", "aA1€€€€€",
            "Foo@2020中文中文中文中文中文",
            "Foo@2020\\\"\\\\",
        ]
        let bad = [
            "Foo@202", "Foo@2020202020202", "foo@2020", "FOO@2020", "Foo@Foo@", "Foo12020",
            "Foo 2020", "", "Foo@20中文", "Foo@2020\\u0000",
        ]
        try await Stage.run { stage in
            try await stage.play(
                good.enumerated().map { number, password in
                    Scenario(
                        "the password '\(password)' is accepted", "POST", "/v1/users",
                        body: Body.user("good\(number)", password: "\"\(password)\""), .user)
                }
                    + bad.enumerated().map { number, password in
                        Scenario(
                            "the password '\(password)' is refused", "POST", "/v1/users",
                            body: Body.user("bad\(number)", password: "\"\(password)\""),
                            .code(.validation))
                    })
            try await stage.play(
                good.enumerated().map { number, password in
                    Scenario(
                        "the password '\(password)' logs in", "POST", "/login", by: .anonymous,
                        body: Body.login("good\(number)", password), .token)
                })
        }
    }

    @Test("nicknames of 30, phones of 20, e-mails of 100 characters and no more")
    func bounds() async throws {
        let local = String(repeating: "l", count: 60)
        let mail = local + "@" + String(repeating: "d", count: 35) + ".com"
        let table: [(String, String, Answer)] = [
            ("a nickname of 30 code points", Self.with(nickname: Self.text("名", 30)), .user),
            (
                "a nickname of 31 code points", Self.with(nickname: Self.text("名", 31)),
                .code(.validation)
            ),
            ("a nickname of a blank", Self.with(nickname: "\" \""), .user),
            ("an empty nickname", Self.with(nickname: "\"\""), .code(.validation)),
            ("no nickname", Self.with(nickname: ""), .code(.validation)),
            ("a phone of 20 code points", Self.with(phone: Self.text("号", 20)), .user),
            ("a phone of 21 code points", Self.with(phone: Self.text("1", 21)), .code(.validation)),
            ("an empty phone", Self.with(phone: "\"\""), .user),
            ("a phone with letters", Self.with(phone: "\"1812884xxxx\""), .user),
            ("an e-mail of 100 characters", Self.with(email: "\"\(mail)\""), .user),
            ("an e-mail of 101 characters", Self.with(email: "\"\(mail)m\""), .code(.validation)),
            ("an e-mail without a domain", Self.with(email: "\"foo\""), .code(.validation)),
            ("an e-mail with a blank", Self.with(email: "\"a b@c.de\""), .code(.validation)),
            ("an empty e-mail", Self.with(email: "\"\""), .code(.validation)),
            (
                "a zero-width space in an e-mail", Self.with(email: "\"a\\u200bb@c.de\""),
                .code(.validation)
            ),
        ]
        try await Stage.run { stage in
            try await stage.play(
                table.map { name, body, answer in
                    Scenario(name, "POST", "/v1/users", body: body, answer)
                })
        }
    }

    /// A body under a name of its own, so that scenarios do not meet.
    private static func with(
        nickname: String = "\"n\"", phone: String = "", email: String? = nil
    ) -> String {
        let all = "\(nickname)\(phone)\(email ?? "-")"
        let name = "u" + weakDigest(all)
        return Body.user(name, nickname: nickname, email: email, phone: phone)
    }

    private static func text(_ letter: String, _ count: Int) -> String {
        "\"" + String(repeating: letter, count: count) + "\""
    }

    private static let bodies: [Scenario] = [
        ("no body", "", .code(.binding)),
        ("half a body", "{", .code(.binding)),
        ("text for JSON", "hello", .code(.binding)),
        ("an empty object", "{}", .code(.validation)),
        ("a list", "[]", .code(.binding)),
        ("a text", "\"x\"", .code(.binding)),
        ("a number for the nickname", #"{"nickname":1}"#, .code(.binding)),
        ("a text for the metadata", #"{"metadata":"foo"}"#, .code(.binding)),
        ("a number for the name", #"{"metadata":{"name":1}}"#, .code(.binding)),
        ("a list for extend", #"{"metadata":{"name":"x","extend":[]}}"#, .code(.binding)),
        ("a text for extend", #"{"metadata":{"name":"x","extend":"y"}}"#, .code(.binding)),
        ("a number for the phone", Body.user("w1", phone: "1812884"), .code(.binding)),
        ("a truth for the e-mail", Body.user("w2", email: "true"), .code(.binding)),
        ("a list for the password", Body.user("w3", password: "[]"), .code(.binding)),
        ("a text for isAdmin", Body.user("w4", more: #""isAdmin":"1""#), .code(.binding)),
        ("a weak password", Body.user("w5", password: "\"foobar12\""), .code(.validation)),
        (
            "no metadata", #"{"nickname":"a","password":"Foo@2020","email":"a@b.cd"}"#,
            .code(.validation)
        ),
    ].map { name, body, answer in
        Scenario("\(name) is refused", "POST", "/v1/users", body: body, answer)
    }

    private static let duplicates: [Scenario] = [
        ("the same name", Body.user("foo", email: "\"new1@example.com\"")),
        ("the same name in capitals", Body.user("FOO", email: "\"new2@example.com\"")),
        ("the same e-mail", Body.user("new3", email: "\"foo@example.com\"")),
        ("the same e-mail in capitals", Body.user("new4", email: "\"FOO@Example.COM\"")),
    ].map { name, body in
        Scenario("\(name) is taken", "POST", "/v1/users", body: body, .code(.userExists))
    }

    private static let tolerated: [Scenario] = [
        Scenario(
            "unknown keys are passed over", "POST", "/v1/users",
            body: Body.user("t1", more: #""surprise":{"a":[1,null]}"#), .user),
        Scenario(
            "nulls count as left out", "POST", "/v1/users",
            body: Body.user(
                "t2", phone: "null", more: #""isAdmin":null"#, metadata: #","extend":null"#),
            .user, isRight: { $0.object["phone"] as? String == "" }),
        Scenario(
            "what follows the JSON value is passed over", "POST", "/v1/users",
            body: Body.user("t3") + " and more {", .user),
        Scenario(
            "keys are read in any case", "POST", "/v1/users",
            body: """
                {"METADATA":{"Name":"t4"},"NickName":"four","Password":"Foo@2020",\
                "EMAIL":"t4@example.com","Phone":"4"}
                """, .user,
            isRight: {
                $0.object["nickname"] as? String == "four" && $0.object["phone"] as? String == "4"
            }),
        Scenario(
            "the Content-Type of a body does not matter", "POST", "/v1/users",
            headers: [("Content-Type", "text/plain")], body: Body.user("t5"), .user),
    ]
}
