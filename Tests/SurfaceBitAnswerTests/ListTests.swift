import RosterTestSupport
import Testing

/// `GET /users` and paging: contracts/bitanswer.md §0, §2, §3.
@Suite("List", .serialized) struct ListTests {
    @Test("pages are windows on all accounts in the order of their creation") func pages()
        async throws
    {
        try await Stage.run { stage in
            for name in ["delta", "Bravo", "alpha"] { try await stage.make(name) }
            let all = ["admin", "delta", "Bravo", "alpha"]
            let table: [(String, [String])] = [
                ("", all), ("?limit=2", ["admin", "delta"]), ("?offset=0&limit=1", ["admin"]),
                ("?offset=1&limit=2", ["delta", "Bravo"]), ("?offset=3", ["alpha"]),
                ("?offset=2&limit=1000", ["Bravo", "alpha"]), ("?offset=4", []),
                ("?offset=99999999999", []), ("?limit=1000", all),
            ]
            try await stage.play(
                table.flatMap { query, names in
                    [
                        Scenario(
                            "the page '\(query)'", "GET", "/users\(query)",
                            .records(names, total: 4)),
                        Scenario(
                            "the page '\(query)' of a search", "POST", "/users/data\(query)",
                            body: "{}", .records(names, total: 4)),
                    ]
                })
        }
    }

    @Test("limit is 1 to 1000, offset at least 0, and anything else is refused by name")
    func bounds() async throws {
        let table: [(String, String)] = [
            ("limit", "0"), ("limit", "-1"), ("limit", "1001"), ("limit", "abc"),
            ("limit", "1.5"), ("limit", ""), ("limit", "10x"), ("limit", "%00"),
            ("limit", "99999999999999999999"), ("offset", "-1"), ("offset", "abc"),
            ("offset", "0.5"), ("offset", ""), ("offset", "1%20"),
        ]
        try await Stage.run { stage in
            for (parameter, value) in table {
                let query = "?\(parameter)=\(value)"
                try await stage.play([
                    Scenario(
                        "list '\(query)'", "GET", "/users\(query)",
                        .refused(.invalid, naming: [parameter])),
                    Scenario(
                        "search '\(query)'", "POST", "/users/data\(query)", body: "{}",
                        .refused(.invalid, naming: [parameter])),
                ])
            }
        }
    }

    @Test("50 are shown unasked, 1000 at most") func sizes() async throws {
        try await Stage.run { stage in
            let names = (0..<1000).map { "u\($0)" }
            let made = try await stage.call("POST", "/users", body: Body.names(names))
            #expect(made.total == 1000, "\(made.message)")
            let expected = ["admin"] + names
            try await stage.play([
                Scenario(
                    "unasked", "GET", "/users", .records(Array(expected[..<50]), total: 1001)),
                Scenario(
                    "searched unasked", "POST", "/users/data", body: "{}",
                    .records(Array(expected[..<50]), total: 1001)),
                Scenario(
                    "1000", "GET", "/users?limit=1000",
                    .records(Array(expected[..<1000]), total: 1001)),
                Scenario(
                    "the rest", "GET", "/users?offset=1000&limit=1000",
                    .records(["u999"], total: 1001)),
            ])
        }
    }

    @Test("disabled accounts are shown as such, deleted ones not at all") func states()
        async throws
    {
        try await Stage.run { stage in
            for name in ["gone", "off", "on"] { try await stage.make(name) }
            try await stage.disable("off")
            try await stage.delete("gone")
            let list = try await stage.call("GET", "/users")
            #expect(Answer.records(["admin", "off", "on"]).problem(with: list) == nil, "\(list)")
            #expect(list.items.map { $0["status"] as? Int } == [0, 1, 0], "\(list)")
        }
    }
}
