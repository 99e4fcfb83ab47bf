import RosterCore
import RosterTestSupport
import Testing

/// `GET /users`, pages and order: contracts/thinksns.md §8.
@Suite("Pages of users", .serialized) struct UserListTests {
    /// 54 people and the administrator; their numbers, ascending.
    private static func crowd(_ sns: SNS) async throws -> [Int] {
        for number in 10..<64 { try await sns.directory.make("user\(number)") }
        let first = try await sns.call("GET", "/users?order=asc&limit=50", by: .anonymous)
        let last = first.ids.last ?? 0
        let rest = try await sns.call(
            "GET", "/users?order=asc&limit=50&since=\(last)", by: .anonymous)
        return first.ids + rest.ids
    }

    @Test("limits are clamped, never refused") func limits() async throws {
        try await SNS.run(people: []) { sns in
            let ids = try await Self.crowd(sns)
            #expect(ids.count == 55 && ids == ids.sorted(), "\(ids)")
            let table: [(String, Int)] = [
                ("", 20), ("limit=1", 1), ("limit=7", 7), ("limit=50", 50), ("limit=51", 50),
                ("limit=0", 1), ("limit=-5", 1),
                ("limit=abc", 1),
            ]
            for (query, count) in table {
                let answer = try await sns.call("GET", "/users?" + query, by: .anonymous)
                check(answer, is: .users, query)
                #expect(answer.ids.count == count, "\(query): \(answer.ids.count)")
                #expect(answer.ids == Array(ids.reversed().prefix(count)), "\(query)")
            }
        }
    }

    @Test("order is by number, and since leaves out what was read") func orders() async throws {
        try await SNS.run(people: []) { sns in
            let ids = try await Self.crowd(sns)
            let (down, up) = (Array(ids.reversed()), ids)
            let table: [(String, [Int])] = [
                ("order=asc&limit=3", Array(up[..<3])), ("order=desc&limit=3", Array(down[..<3])),
                ("order=ASC;--&limit=3", Array(down[..<3])), ("order=&limit=3", Array(down[..<3])),
                ("since=\(up[5])&limit=3", [up[4], up[3], up[2]]),
                ("since=\(up[1])", [up[0]]), ("since=\(up[0])", []),
                ("order=asc&since=\(up[51])", [up[52], up[53], up[54]]),
                ("order=asc&since=\(up[54])", []),
            ]
            for (query, expected) in table {
                let answer = try await sns.call("GET", "/users?" + query, by: .anonymous)
                check(answer, is: .users, query)
                #expect(answer.ids == expected, "\(query): \(answer.ids)")
            }
        }
    }

    @Test("walking down with since meets everybody once") func walk() async throws {
        try await SNS.run(people: []) { sns in
            let ids = try await Self.crowd(sns)
            var met: [Int] = []
            while met.count <= ids.count {
                let since = met.last.map { "&since=\($0)" } ?? ""
                let page = try await sns.call("GET", "/users?limit=9" + since, by: .anonymous)
                if page.ids.isEmpty { break }
                met += page.ids
            }
            #expect(met == Array(ids.reversed()))
        }
    }

    @Test("items are those of the sample, avatars are texts") func items() async throws {
        try await SNS.run { sns in
            _ = try await sns.wear()
            let id = try sns.id("anna")
            let answer = try await sns.call("GET", "/users?id=\(id)", by: .anonymous)
            check(answer, is: .users)
            let item = answer.list.first ?? [:]
            #expect(
                item["avatar"] as? String == "http://127.0.0.1:3000/api/v2/users/\(id)/avatar",
                "\(answer)")
        }
    }
}
