import RosterTestSupport
import Testing

/// `GET /users`: order and pages (contracts/tavern.md §0 "limits", §1, §7).
@Suite("List order", .serialized) struct ListOrderTests {
    @Test("by time of change, of creation, or by name; newest first unless asked") func sorting()
        async throws
    {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let first = try await stage.make("a")
            clock.advance(seconds: 1)
            try await stage.make("b")
            clock.advance(seconds: 1)
            try await stage.make("c")
            clock.advance(milliseconds: 1)
            try await stage.patch(first, Body.status("active"))
            let table: [(query: String, names: [String], by: String, order: String)] = [
                ("", ["a", "c", "b"], "updated_at", "desc"),
                ("sort_order=desc", ["a", "c", "b"], "updated_at", "desc"),
                ("sort_order=asc", ["b", "c", "a"], "updated_at", "asc"),
                ("sort_by=updated_at", ["a", "c", "b"], "updated_at", "desc"),
                ("sort_by=created_at", ["c", "b", "a"], "created_at", "desc"),
                ("sort_by=created_at&sort_order=asc", ["a", "b", "c"], "created_at", "asc"),
                ("sort_by=name", ["c", "b", "a"], "name", "desc"),
                ("sort_by=name&sort_order=asc", ["a", "b", "c"], "name", "asc"),
            ]
            try await stage.play(
                table.map { row in
                    Scenario(
                        "the order '\(row.query)'", "GET", "/users?\(row.query)", .list,
                        isRight: { list in
                            list.names == row.names && list.meta["sort_by"] as? String == row.by
                                && list.meta["sort_order"] as? String == row.order
                        })
                })
        }
    }

    @Test("a delete and a batch move a card to the front, a refused change does not")
    func moves() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            var ids: [String] = []
            for name in ["a", "b", "c", "d"] {
                ids.append(try await stage.make(name))
                clock.advance(seconds: 1)
            }
            try await stage.play([
                Scenario(
                    "a stale change", "PATCH", "/users/\(ids[2])",
                    body: #"{"expected_revision":5,"status":"disabled"}"#, .error(.stale)),
                Scenario(
                    "a batch", "PATCH", "/users/batch/status",
                    body: Body.batch([ids[1]], status: "active"), .batch),
            ])
            clock.advance(seconds: 1)
            try await stage.delete(ids[0])
            let list = try await stage.call("GET", "/users?include_deleted=true")
            #expect(list.names == ["a", "b", "d", "c"], "\(list)")
        }
    }

    @Test("names are in byte order") func byteOrder() async throws {
        let names = ["!", "1", "B", "Z", "_", "a", "b", "\u{E9}", "中", "Ａ", "😀"]
        try await Stage.run { stage in
            for name in names.reversed() { try await stage.make(name) }
            let rising = try await stage.call("GET", "/users?sort_by=name&sort_order=asc")
            #expect(rising.names == names, "\(rising)")
            let falling = try await stage.call("GET", "/users?sort_by=name")
            #expect(falling.names == Array(names.reversed()), "\(falling)")
        }
    }

    @Test("equal times are told apart by id, so that pages never overlap") func ties()
        async throws
    {
        try await Stage.run(clock: TestClock()) { stage in
            var made: Set<String> = []
            for number in 0..<9 { made.insert(try await stage.make("card \(number)")) }
            for order in ["created_at", "updated_at"].flatMap({ key in
                ["sort_by=\(key)&sort_order=asc", "sort_by=\(key)&sort_order=desc"]
            }) {
                let whole = try await stage.call("GET", "/users?\(order)")
                let rising = whole.ids.sorted()
                let falling = Array(rising.reversed())
                #expect(whole.ids == rising || whole.ids == falling, "\(whole)")
                var pages: [String] = []
                for offset in stride(from: 0, to: 9, by: 2) {
                    let page = try await stage.call(
                        "GET", "/users?\(order)&limit=2&offset=\(offset)")
                    stage.expect(.list, page)
                    #expect(page.meta["has_more"] as? Bool == (offset < 8), "\(page)")
                    #expect(page.meta["limit"] as? Int == 2, "\(page)")
                    #expect(page.meta["offset"] as? Int == offset, "\(page)")
                    pages += page.ids
                }
                #expect(pages == whole.ids && Set(pages) == made, "\(order)")
            }
        }
    }
}
