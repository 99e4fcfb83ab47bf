import RosterTestSupport
import Testing

/// `POST /users/data`: what the operators find and in which order (contracts/bitanswer.md §0, §4).
@Suite("Search", .serialized) struct SearchTests {
    private typealias Row = (querys: [(String, [String])], found: [String])

    /// `alice` is Wonderland, `Bob` builder, `carol` ALICE cooper; `dave` and `admin` are called as
    /// their accounts.
    private static let rows: [Row] = [
        // One operator, the account alone, in any letter case.
        ([("=", ["BOB"])], ["Bob"]), ([("=", ["dave", "ALICE"])], ["alice", "dave"]),
        ([("=", ["nobody"])], []), ([("=", ["nobody", "bob"])], ["Bob"]),
        ([("=", ["builder"])], []), ([("=", ["b%"])], []),
        ([("<>", ["bob"])], ["admin", "alice", "carol", "dave"]),
        ([("<>", ["bob", "Alice"])], ["admin", "carol", "dave"]),
        ([("<>", ["builder"])], ["admin", "alice", "Bob", "carol", "dave"]),
        ([(">", ["bob"])], ["carol", "dave"]), ([(">", ["BO"])], ["Bob", "carol", "dave"]),
        ([(">=", ["bob"])], ["Bob", "carol", "dave"]), ([("<", ["BOB"])], ["admin", "alice"]),
        ([("<=", ["bob"])], ["admin", "alice", "Bob"]), ([(">", ["zz"])], []),
        ([("<", ["%"])], []),
        // `like`: the account or the nick name, `%` as the caller puts it.
        ([("like", ["alice%"])], ["alice", "carol"]), ([("like", ["ALICE"])], ["alice"]),
        ([("like", ["%o%"])], ["alice", "Bob", "carol"]),
        ([("like", ["b%", "D%"])], ["Bob", "dave"]), ([("like", ["%ER"])], ["Bob", "carol"]),
        ([("like", ["w%d"])], ["alice"]), ([("like", ["ali"])], []), ([("like", ["%zz%"])], []),
        ([("like", ["%"])], ["admin", "alice", "Bob", "carol", "dave"]),
        ([("like", ["nobody", "wonderland"])], ["alice"]),
        // Several elements narrow together.
        ([(">=", ["bob"]), ("<", ["dave"])], ["Bob", "carol"]),
        ([("like", ["%a%"]), ("<>", ["alice"])], ["admin", "carol", "dave"]),
        ([("=", ["alice"]), ("=", ["Bob"])], []),
        ([("like", ["%o%"]), ("like", ["%e%"]), ("<>", ["bob"])], ["alice", "carol"]),
        ([], ["admin", "alice", "Bob", "carol", "dave"]),
    ]

    @Test("every operator finds what it should") func operators() async throws {
        try await Stage.run { stage in
            try await stage.make("alice", nickname: "Wonderland")
            try await stage.make("Bob", nickname: "builder")
            try await stage.make("carol", nickname: "ALICE cooper")
            try await stage.make("dave")
            try await stage.play(
                Self.rows.map { row in
                    let body = Body.search(row.querys.map { Body.query($0.0, $0.1) })
                    return Scenario(body, "POST", "/users/data", body: body, .records(row.found))
                })
            let empty = try await stage.call(
                "POST", "/users/data", body: Body.search([Body.query("=", ["nobody"])]))
            #expect(empty.body.contains(#""items":[]"#), "\(empty)")
        }
    }

    @Test("letter case means nothing beyond ASCII either") func folding() async throws {
        try await Stage.run { stage in
            try await stage.make("ИВАН", nickname: "Ünal")
            try await stage.make("ｗｉｄｅ", nickname: "张三")
            let table: [(String, String, [String])] = [
                ("=", "иван", ["ИВАН"]), ("like", "и%Н", ["ИВАН"]), ("like", "üN%", ["ИВАН"]),
                ("=", "WIDE", ["ｗｉｄｅ"]), ("like", "张%", ["ｗｉｄｅ"]),
                (">=", "ИВАН", ["ИВАН"]),
            ]
            try await stage.play(
                table.map { op, value, found in
                    Scenario(
                        "\(op) \(value)", "POST", "/users/data",
                        body: Body.search([Body.query(op, [value])]), .records(found))
                })
        }
    }

    @Test("sorts order by the account, folded, by code point; pages are cut after it")
    func sorts() async throws {
        // U+FE45 is below U+1F600, but not in UTF-16.
        let names = ["😀x", "c", "﹅x", "A", "中", "b"]
        let ascending = ["A", "admin", "b", "c", "中", "﹅x", "😀x"]
        let descending = Array(ascending.reversed())
        let table: [([String], String, [String])] = [
            ([#"{"name":"name"}"#], "", ascending),
            ([#"{"name":"name","order":"ASC"}"#], "", ascending),
            ([#"{"name":"name","order":"asc"}"#], "", ascending),
            ([#"{"name":"name","order":"DESC"}"#], "", descending),
            ([#"{"name":"name","order":"desc"}"#], "", descending),
            ([#"{"order":"Desc","name":"name"}"#], "", descending),
            (
                [#"{"name":"name","order":"DESC"}"#, #"{"name":"name","order":"ASC"}"#], "",
                descending
            ),
            ([#"{"name":"name"}"#], "?offset=1&limit=2", Array(ascending[1...2])),
            ([#"{"name":"name","order":"DESC"}"#], "?limit=1", ["😀x"]),
            ([], "", ["admin"] + names),
        ]
        try await Stage.run { stage in
            for name in names { try await stage.make(name) }
            try await stage.play(
                table.map { sorts, query, found in
                    let body = Body.search(sorts: sorts)
                    return Scenario(
                        body + query, "POST", "/users/data" + query, body: body,
                        .records(found, total: 7))
                })
            let compared: [(String, String, [String])] = [
                (">", "中", ["😀x", "﹅x"]), (">", "﹅x", ["😀x"]), ("<", "😀x", ["admin"] + names[1...]),
                ("<=", "B", ["admin", "A", "b"]),
            ]
            try await stage.play(
                compared.map { op, value, found in
                    Scenario(
                        "\(op) \(value)", "POST", "/users/data",
                        body: Body.search([Body.query(op, [value])]), .records(found))
                })
        }
    }

    @Test("search, sort and page work together") func together() async throws {
        try await Stage.run { stage in
            for name in ["u3", "u1", "x", "u2"] { try await stage.make(name) }
            let body = Body.search(
                [Body.query("like", ["u%"])], sorts: [#"{"name":"name","order":"DESC"}"#])
            try await stage.play([
                Scenario("all", "POST", "/users/data", body: body, .records(["u3", "u2", "u1"])),
                Scenario(
                    "the second page", "POST", "/users/data?offset=1&limit=1", body: body,
                    .records(["u2"], total: 3)),
                Scenario(
                    "beyond the last", "POST", "/users/data?offset=3", body: body,
                    .records([], total: 3)),
            ])
        }
    }

    /// The page's sample prints `POST /users` for the search.
    @Test("POST /users with querys or sorts is the search") func slip() async throws {
        try await Stage.run { stage in
            for name in ["u1", "u2", "x"] { try await stage.make(name) }
            let query = Body.query("like", ["u%"])
            let descending = #"{"name":"name","order":"DESC"}"#
            try await stage.play([
                Scenario(
                    "querys", "POST", "/users", body: Body.search([query]),
                    .records(["u1", "u2"])),
                Scenario(
                    "sorts", "POST", "/users", body: Body.search(sorts: [descending]),
                    .records(["x", "u2", "u1", "admin"])),
                Scenario(
                    "both and a page", "POST", "/users?offset=1&limit=1",
                    body: Body.search([query], sorts: [descending]),
                    .records(["u1"], total: 2)),
                Scenario(
                    "an operator that there is none of", "POST", "/users",
                    body: Body.search([Body.query("in", ["u1"])]), .refused(.invalid)),
                Scenario(
                    "a page that is too large", "POST", "/users?limit=1001",
                    body: Body.search([query]), .refused(.invalid, naming: ["limit"])),
                Scenario(
                    "PATCH has no such sample", "PATCH", "/users", body: Body.search([query]),
                    .refused(.invalid)),
            ])
        }
    }
}
