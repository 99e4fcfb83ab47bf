import RosterCore
import RosterTestSupport
import Testing

/// `GET /v1/users`, its pages and its statuses: contracts/management.md §4 and "Decided".
@Suite("List", .serialized) struct ListTests {
    @Test("page and page_size") func pages() async throws {
        let all = ["admin", "dan", "bob", "cid", "ann"]
        let table: [(query: String, names: [String], page: Int, size: Int)] = [
            ("", all, 1, 20), ("page=1", all, 1, 20), ("page_size=100", all, 1, 100),
            ("page=1&page_size=2", ["admin", "dan"], 1, 2),
            ("page=2&page_size=2", ["bob", "cid"], 2, 2), ("page=3&page_size=2", ["ann"], 3, 2),
            ("page=4&page_size=2", [], 4, 2), ("page=2", [], 2, 20),
            ("page_size=1", ["admin"], 1, 1), ("page=5&page_size=1", ["ann"], 5, 1),
            ("page=99999999999&page_size=100", [], 99_999_999_999, 100),
            ("page=9223372036854775807&page_size=100", [], Int.max, 100),
            ("anything=x&sort=username&offset=3", all, 1, 20),
        ]
        try await Stage.run(people: []) { stage in
            for name in all.dropFirst() { try await stage.directory.make(name) }
            try await stage.play(
                table.map { row in
                    Scenario(
                        "the page '\(row.query)'", "GET", "/v1/users?\(row.query)", .page,
                        isRight: { list in
                            list.usernames == row.names && list.total == all.count
                                && list.page == row.page && list.pageSize == row.size
                        })
                })
        }
    }

    @Test("any other page or page_size is refused") func badPages() async throws {
        let bad = ["0", "-1", "abc", "1.5", "1e1", "0x1", "", "%00", "1%20or%201", "%EF%BC%91"]
        let table =
            ["page", "page_size"].flatMap { name in bad.map { "\(name)=\($0)" } } + [
                "page_size=101", "page_size=1000000", "page_size=99999999999999999999",
                "page=1&page_size=0", "page=0&page_size=10",
            ]
        try await Stage.run(people: []) { stage in
            try await stage.play(
                table.map {
                    Scenario("the page '\($0)'", "GET", "/v1/users?\($0)", .refused(400))
                })
            let beyond = try await stage.call("GET", "/v1/users?page=99999999999999999999")
            #expect([200, 400].contains(beyond.status), "\(beyond)")
            #expect(Envelope.problem(of: beyond) == nil, "\(beyond)")
        }
    }

    @Test("a page holds 20 if nothing else is asked for, and 100 at most") func sizes()
        async throws
    {
        try await Stage.run(people: []) { stage in
            for number in 1...100 { try await stage.directory.make("u\(number)") }
            let first = try await stage.call("GET", "/v1/users")
            check(first, is: .page)
            let names = ["admin"] + (1...100).map { "u\($0)" }
            #expect(first.usernames == Array(names[..<20]), "\(first)")
            let second = try await stage.call("GET", "/v1/users?page=2")
            #expect(second.usernames == Array(names[20..<40]), "\(second)")
            let large = try await stage.call("GET", "/v1/users?page_size=100")
            #expect(large.items.count == 100 && large.total == 101, "\(large)")
            let rest = try await stage.call("GET", "/v1/users?page_size=100&page=2")
            #expect(rest.usernames == ["u100"], "\(rest)")
        }
    }

    @Test("status: active, inactive, and no other word") func statuses() async throws {
        try await Stage.run(people: []) { stage in
            for name in ["on", "off", "offline"] { try await stage.directory.make(name) }
            for name in ["off", "offline"] { try await stage.directory.set(.disabled, of: name) }
            func list(_ query: String, _ names: [String], total: Int) -> Scenario {
                Scenario(
                    "the list '\(query)'", "GET", "/v1/users?\(query)", .page,
                    isRight: { $0.usernames == names && $0.total == total })
            }
            try await stage.play([
                list("", ["admin", "on", "off", "offline"], total: 4),
                list("status=active", ["admin", "on"], total: 2),
                list("status=inactive", ["off", "offline"], total: 2),
                list("status=inactive&page_size=1&page=2", ["offline"], total: 2),
                list("status=inactive&keyword=line", ["offline"], total: 1),
                list("status=active&keyword=off", [], total: 0),
            ])
            let shown = try await stage.call("GET", "/v1/users")
            #expect(
                shown.items.map { $0["status"] as? String }
                    == ["active", "active", "inactive", "inactive"], "\(shown)")
            let words = ["disabled", "ACTIVE", "Inactive", "1", "x", "active,inactive", "%00"]
            try await stage.play(
                words.map {
                    Scenario("the status '\($0)'", "GET", "/v1/users?status=\($0)", .refused(400))
                })
        }
    }

    @Test("an item shows what the user is; deleted users are no items") func items() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock, people: []) { stage in
            try await stage.directory.make("ann", email: "Ann@Example.com")
            let gone = try await stage.directory.make("gone")
            clock.advance(seconds: 60)
            try await stage.directory.set(.disabled, of: "ann")
            check(try await stage.call("DELETE", gone.path), is: .deleted)
            let list = try await stage.call("GET", "/v1/users")
            check(list, is: .page)
            #expect(list.usernames == ["admin", "ann"] && list.total == 2, "\(list)")
            let read = try await stage.call("GET", try await stage.directory.named("ann").path)
            let item = try #require(list.items.last)
            #expect(item["id"] as? String == read.text("id"), "\(list)")
            #expect(item["email"] as? String == "Ann@Example.com", "\(list)")
            #expect(item["status"] as? String == "inactive", "\(list)")
            #expect(item["created_at"] as? String == "2023-11-14T22:13:20Z", "\(list)")
            #expect(item["updated_at"] as? String == "2023-11-14T22:14:20Z", "\(list)")
        }
    }
}
