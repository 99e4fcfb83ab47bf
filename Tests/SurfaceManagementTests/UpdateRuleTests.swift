import RosterCore
import RosterTestSupport
import Testing

/// The rules of changed fields are those of create: contracts/management.md "Decided".
@Suite("Rules of update", .serialized) struct UpdateRuleTests {
    private static let url = "https://example.com/"

    private static func url(bytes: Int) -> String {
        url + String(repeating: "a", count: bytes - url.utf8.count)
    }

    @Test("every field that breaks a rule is named, and nothing is changed") func unfit()
        async throws
    {
        let table: [(String, String, Set<String>)] = [
            ("null for the name", #"{"username":null}"#, ["username"]),
            ("null for the e-mail", #"{"email":null}"#, ["email"]),
            ("both null", #"{"username":null,"email":null,"phone":null}"#, ["username", "email"]),
            ("a short name", #"{"username":"jd"}"#, ["username"]),
            ("a long name", #"{"username":"abcdefghijklmnopqrstu"}"#, ["username"]),
            ("digits for a name", #"{"username":"12345"}"#, ["username"]),
            ("a name with a blank", #"{"username":"a b c"}"#, ["username"]),
            ("no address", #"{"email":"x"}"#, ["email"]),
            (
                "a long phone", #"{"phone":"\#(String(repeating: "1", count: 33))"}"#, ["phone"]
            ),
            (
                "everything",
                #"{"username":"x","email":"x","phone":"\#(Self.url(bytes: 33))","avatar":"x"}"#,
                ["username", "email", "phone", "avatar"]
            ),
            ("one of two", #"{"username":"jane","email":"x"}"#, ["email"]),
        ]
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john", email: "john@example.com")
            let before = try await stage.call("GET", john.path)
            try await stage.play(
                table.map { name, body, fields in
                    Scenario(name, "PUT", john.path, body: body, .invalid(fields))
                })
            let after = try await stage.call("GET", john.path)
            #expect(after.header("ETag") == before.header("ETag"), "\(after)")
        }
    }

    @Test("an avatar is an absolute http or https URL of at most 2048 bytes") func avatars()
        async throws
    {
        let bad = [
            "x", "/a.png", "a.png", "//example.com/a.png", "example.com/a.png", "http:", "http://",
            "https:///a.png", "ftp://example.com/a.png", "file:///etc/passwd",
            "javascript:alert(1)", "data:image/png;base64,AAAA", " https://example.com/a.png",
            "https://exa mple.com/a.png", "https://example.com/\\u0000", Self.url(bytes: 2049),
        ]
        let good = [
            "https://example.com/a.png", "http://example.com", "HTTPS://EXAMPLE.COM/A.PNG",
            "http://127.0.0.1:9/a.png?x=1&y=%20#z", Self.url(bytes: 2048),
        ]
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john", email: "john@example.com")
            try await stage.play(
                bad.map {
                    Scenario(
                        "the avatar '\($0.prefix(60))'", "PUT", john.path,
                        body: #"{"avatar":"\#($0)"}"#, .invalid(["avatar"]))
                }
                    + good.map { url in
                        Scenario(
                            "the avatar '\(url.prefix(60))'", "PUT", john.path,
                            body: #"{"avatar":"\#(url)"}"#, .updated,
                            isRight: { $0.text("avatar") == url })
                    })
        }
    }

    @Test("a phone is free text and comes back as it went in") func phones() async throws {
        let phones = [
            "+86 138 0000 0002", "0086-13800000000", "(010) 1234-5678 ext. 9", "一三八零零",
            String(repeating: "1", count: 32),
        ]
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john", email: "john@example.com")
            try await stage.play(
                phones.map { phone in
                    Scenario(
                        "the phone '\(phone)'", "PUT", john.path,
                        body: #"{"phone":"\#(phone)"}"#, .updated,
                        isRight: { $0.text("phone") == phone })
                })
        }
    }

    @Test("bodies that are no change are refused") func malformed() async throws {
        let bodies = [
            "{", "[]", "null", "1", "\"john\"", #"{"phone":}"#, #"{"phone":"1""#, "phone=1",
            String(repeating: "{\"a\":", count: 50_000), #"{"username":1}"#,
            #"{"email":["a@b.cd"]}"#,
            #"{"phone":13800000000}"#, #"{"avatar":{"url":"https://example.com/a.png"}}"#,
        ]
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john", email: "john@example.com")
            let before = try await stage.call("GET", john.path)
            try await stage.play(
                bodies.map {
                    Scenario(
                        "the body '\($0.prefix(80))'", "PUT", john.path, body: $0, .refused(400))
                })
            let after = try await stage.call("GET", john.path)
            #expect(after.header("ETag") == before.header("ETag"), "\(after)")
        }
    }
}
