import RosterTestSupport
import Testing

/// THREATS 2 and 3: in a search nothing is a pattern but the caller's `%` in `like`, and nothing
/// is ever SQL.
@Suite("Wildcards", .serialized) struct WildcardTests {
    private static let names = [
        "a%b", "a_b", "axb", "axxb", "a*b", "a?b", "a[x]b", "a\\b", "a\\%b", "a'b", "a\"b", "A_B2",
    ]

    @Test("in like only % is a wildcard") func like() async throws {
        let table: [(String, [String])] = [
            ("a_b", ["a_b"]), ("A_B%", ["a_b", "A_B2"]), ("%_%", ["a_b", "A_B2"]),
            ("___", []), ("a*b", ["a*b"]), ("a?b", ["a?b"]), ("a.b", []), ("a[x]b", ["a[x]b"]),
            // A backslash is itself, and escapes nothing.
            ("a\\b", ["a\\b"]), ("a\\%", ["a\\b", "a\\%b"]), ("%\\%b", ["a\\b", "a\\%b"]),
            ("a\\_b", []), ("%'%", ["a'b"]), ("%\"%", ["a\"b"]),
            ("a%b", Self.names.filter { $0 != "A_B2" }), ("%%a%%x%%", ["axb", "axxb", "a[x]b"]),
        ]
        try await Stage.run { stage in
            for name in Self.names { try await stage.make(name) }
            try await stage.play(
                table.map { pattern, found in
                    Scenario(
                        "like \(pattern)", "POST", "/users/data",
                        body: Body.search([Body.query("like", [pattern])]), .records(found))
                })
        }
    }

    @Test("in a nick name too") func nickNames() async throws {
        try await Stage.run { stage in
            for (number, name) in ["50%", "5_0", "500", "5\\0"].enumerated() {
                try await stage.make("user\(number)", nickname: name)
            }
            let table: [(String, [String])] = [
                ("5_0", ["user1"]), ("5_%", ["user1"]), ("50%", ["user0", "user2"]),
                ("5\\%", ["user3"]), ("5%0", ["user1", "user2", "user3"]),
            ]
            try await stage.play(
                table.map { pattern, found in
                    Scenario(
                        "like \(pattern)", "POST", "/users/data",
                        body: Body.search([Body.query("like", [pattern])]), .records(found))
                })
        }
    }

    @Test("the other operators know no wildcard at all") func others() async throws {
        try await Stage.run { stage in
            for name in Self.names { try await stage.make(name) }
            try await stage.play(
                Self.names.map { name in
                    Scenario(
                        "= \(name)", "POST", "/users/data",
                        body: Body.search([Body.query("=", [name])]), .records([name]))
                })
            try await stage.play(
                ["%", "a%", "_____", "*"].map { value in
                    Scenario(
                        "= \(value)", "POST", "/users/data",
                        body: Body.search([Body.query("=", [value])]), .records([]))
                })
            try await stage.play([
                Scenario(
                    "<> a%", "POST", "/users/data",
                    body: Body.search([Body.query("<>", ["a%"])]),
                    .records(["admin"] + Self.names))
            ])
        }
    }

    @Test("values that look like SQL are values") func injection() async throws {
        let values = [
            "' OR '1'='1", "'; DROP TABLE accounts; --", "%' ESCAPE '\\", "a') OR 1=1 --",
            "$1", ":a", "?1", "') UNION SELECT 1 --",
        ]
        try await Stage.run { stage in
            for op in ["=", ">", "<=", "<>", "like"] {
                for value in values {
                    let answer = try await stage.call(
                        "POST", "/users/data", body: Body.search([Body.query(op, [value])]))
                    #expect(answer.isSuccess, "\(op) \(value): \(answer)")
                    let isNowhere = op != "=" && op != "like" || answer.total == 0
                    #expect(isNowhere, "\(op) \(value): \(answer)")
                }
            }
            let list = try await stage.call("GET", "/users")
            #expect(list.names == ["admin"], "\(list)")
        }
    }
}
