import RosterTestSupport
import Testing

/// `GET /users`: which cards it shows (contracts/tavern.md §0 "keyword", "limits", and §7).
@Suite("List", .serialized) struct ListTests {
    @Test("status, include_deleted and keyword choose cards") func filters() async throws {
        let table: [(String, [String])] = [
            ("", ["Beta", "alpha", "gamma"]),
            ("status=active", ["Beta", "alpha"]), ("status=disabled", ["gamma"]),
            ("status=deleted", ["delta"]), ("include_deleted=false", ["Beta", "alpha", "gamma"]),
            ("include_deleted=true", ["Beta", "alpha", "delta", "gamma"]),
            ("status=active&include_deleted=true", ["Beta", "alpha"]),
            ("status=deleted&include_deleted=false", ["delta"]),
            ("status=disabled&include_deleted=false", ["gamma"]),
            ("keyword=a", ["Beta", "alpha", "gamma"]), ("keyword=A", ["Beta", "alpha", "gamma"]),
            ("keyword=LPH", ["alpha"]), ("keyword=BETA", ["Beta"]), ("keyword=beta", ["Beta"]),
            ("keyword=%20alpha%20", ["alpha"]), ("keyword=+alpha+", ["alpha"]),
            ("keyword=%E3%80%80alpha", ["alpha"]), ("keyword=delta", []),
            ("keyword=delta&include_deleted=true", ["delta"]),
            ("keyword=a&status=deleted", ["delta"]), ("keyword=needle", []),
            ("keyword=nobody", []), ("keyword=alphabet", []),
            ("keyword=" + String(repeating: "a", count: 200), []),
            ("keyword=++" + String(repeating: "a", count: 200), []),
            ("unknown=1&page=9&name=alpha", ["Beta", "alpha", "gamma"]),
        ]
        try await Stage.run { stage in
            try await stage.make("alpha", more: #""description":"a needle","needle":"needle""#)
            try await stage.make("Beta")
            let gamma = try await stage.make("gamma")
            try await stage.patch(gamma, Body.status("disabled"))
            try await stage.delete(try await stage.make("delta"))
            try await stage.play(
                table.map { query, names in
                    Scenario(
                        "the query '\(query)'", "GET",
                        "/users?sort_by=name&sort_order=asc&\(query)",
                        .list,
                        isRight: { list in
                            list.names == names && list.meta["total"] as? Int == names.count
                                && list.meta["has_more"] as? Bool == false
                        })
                })
        }
    }

    @Test("cards in lists say their status and all the rest") func items() async throws {
        try await Stage.run(clock: TestClock()) { stage in
            let id = try await stage.make("Player", more: #""x":[1.0]"#)
            try await stage.delete(id)
            let list = try await stage.call("GET", "/users?status=deleted")
            #expect(
                list.body == """
                    {"data":[{"id":"\(id)","name":"Player","status":"deleted",\
                    "snapshot":{"name":"Player","x":[1.0]},"revision":1,\
                    "created_at":1700000000000,"updated_at":1700000000000}],\
                    "meta":{"total":1,"limit":50,"offset":0,"has_more":false,\
                    "sort_by":"updated_at","sort_order":"desc"}}
                    """)
            let empty = try await stage.call("GET", "/users?limit=7&offset=3&sort_by=name")
            #expect(
                empty.body == """
                    {"data":[],"meta":{"total":0,"limit":7,"offset":3,"has_more":false,\
                    "sort_by":"name","sort_order":"desc"}}
                    """)
        }
    }

    @Test("queries out of their bounds are refused, never brought within") func refused()
        async throws
    {
        let long = String(repeating: "a", count: 201)
        let queries = [
            "limit=0", "limit=-1", "limit=101", "limit=200", "limit=201", "limit=1000000",
            "limit=1.5", "limit=abc", "limit=ten", "limit=%00", "limit=99999999999999999999",
            "offset=-1", "offset=1.5", "offset=abc", "offset=-9223372036854775808",
            "status=ACTIVE", "status=unknown", "status=", "status=active,disabled",
            "status=active&status=active", "status=active&status=disabled",
            "include_deleted=1", "include_deleted=0", "include_deleted=TRUE",
            "include_deleted=True", "include_deleted=", "include_deleted=yes",
            "sort_by=status", "sort_by=id", "sort_by=NAME", "sort_by=", "sort_by=name,id",
            "sort_order=ASC", "sort_order=DESC", "sort_order=", "sort_order=ascending",
            "keyword=", "keyword=%20", "keyword=+++", "keyword=%E3%80%80%C2%A0",
            "keyword=\(long)",
        ]
        try await Stage.run { stage in
            try await stage.make("card")
            try await stage.play(
                queries.map {
                    Scenario("the query '\($0)'", "GET", "/users?\($0)", .error(.validation))
                })
        }
    }

    @Test("a page is 50 cards by default and 100 at most") func limits() async throws {
        try await Stage.run { stage in
            for number in 0..<101 { try await stage.make("card \(number)") }
            let table: [(query: String, count: Int, hasMore: Bool)] = [
                ("", 50, true), ("limit=100", 100, true), ("limit=1", 1, true),
                ("offset=51", 50, false), ("offset=50", 50, true), ("offset=100", 1, false),
                ("offset=101", 0, false), ("offset=1&limit=100", 100, false),
                ("offset=0&limit=2", 2, true), ("offset=1000000", 0, false),
            ]
            try await stage.play(
                table.map { row in
                    Scenario(
                        "the page '\(row.query)'", "GET", "/users?\(row.query)", .list,
                        isRight: { list in
                            list.cards.count == row.count && list.meta["total"] as? Int == 101
                                && list.meta["has_more"] as? Bool == row.hasMore
                        })
                })
        }
    }

    @Test("an offset beyond all numbers breaks nothing") func hugeOffset() async throws {
        try await Stage.run { stage in
            try await stage.make("card")
            for offset in ["9223372036854775807", "9223372036854775707", "18446744073709551616"] {
                for limit in ["1", "100"] {
                    let answer = try await stage.call(
                        "GET", "/users?offset=\(offset)&limit=\(limit)")
                    #expect(answer.status == 400 || answer.cards.isEmpty, "\(answer)")
                    #expect([200, 400].contains(answer.status), "\(answer)")
                }
            }
            #expect(try await stage.all().names == ["card"])
        }
    }
}
