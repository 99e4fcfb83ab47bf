import RosterCore
import RosterTestSupport
import Testing

/// `keyword`: a literal part of name, e-mail or phone, in any capitals (contracts/management.md
/// "Decided", THREATS 3).
@Suite("Search", .serialized) struct SearchTests {
    /// Query, and whom it finds in the order of their ids.
    private static let table: [(String, [String])] = [
        ("bar", ["Bar", "foobar"]), ("BAR", ["Bar", "foobar"]), ("oob", ["foobar"]),
        ("nobody", []), ("%E5%BC%B5", ["張三"]),
        // Wild cards of SQL are letters as any.
        ("%25", ["a%b"]), ("a%25b", ["a%b"]), ("_", ["a_b"]), ("a_b", ["a_b"]), ("%25%25", []),
        ("__", []), ("a%25", ["a%b"]), ("*", []), ("%3F", []), ("%5C", ["back\\slash"]),
        ("%5C%25", []), ("%5C_", []), ("'", ["o'hara"]), ("%5Ba-z%5D", []), ("%5E", []),
        // E-mail and phone.
        ("mail@", ["mailer"]), ("MAIL@UPPER", ["mailer"]), ("upper.example.com", ["mailer"]),
        ("138+0000", ["caller"]), ("%2B86", ["caller"]), ("0000%200001", ["caller"]),
        // Nothing else is looked at.
        ("nickname", []), ("avatars", []), ("admin", ["admin"]), ("active", []), ("2023", []),
    ]

    @Test("what is found, and what is not") func keywords() async throws {
        try await Stage.run(people: []) { stage in
            let directory = stage.directory
            let names = [
                "Bar", "foobar", "a%b", "a_b", "axb", "張三", "back\\slash", "o'hara",
            ]
            for name in names { try await directory.make(name) }
            try await directory.make("mailer", email: "Mail@Upper.Example.Com")
            try await directory.make("caller") {
                $0.phone = try PhoneNumber(parsing: "+86 138 0000 0001")
                $0.displayName = "nickname"
                $0.avatar = "https://img.invalid/avatars/1.png"
            }
            try await stage.play(
                Self.table.map { keyword, found in
                    Scenario(
                        "the keyword '\(keyword)'", "GET", "/v1/users?keyword=\(keyword)", .page,
                        isRight: { $0.usernames == found && $0.total == found.count })
                })
            let everybody = ["admin"] + names + ["mailer", "caller"]
            try await stage.play([
                Scenario(
                    "no keyword to speak of", "GET", "/v1/users?keyword=", .page,
                    isRight: { $0.usernames == everybody }),
                Scenario(
                    "the second of those found", "GET", "/v1/users?keyword=bar&page_size=1&page=2",
                    .page, isRight: { $0.usernames == ["foobar"] && $0.total == 2 }),
            ])
        }
    }
}
