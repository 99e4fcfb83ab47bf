import RosterCore
import RosterTestSupport
import Testing

/// Lists of followers and followings: contracts/thinksns.md §10.
@Suite("Lists of followers", .serialized) struct FollowerListTests {
    /// 23 people who follow `anna`, in this order; their numbers.
    private static func followers(_ sns: SNS, _ clock: TestClock) async throws -> [Int] {
        let anna = try sns.id("anna")
        var ids: [Int] = []
        for number in 10..<33 {
            try await sns.directory.make("user\(number)")
            let caller = try await sns.directory.key(of: "user\(number)")
            clock.advance(seconds: 1)
            check(try await sns.call("PUT", "/user/followings/\(anna)", by: caller), is: .done)
            ids.append(try await sns.id(of: "user\(number)"))
        }
        return ids
    }

    @Test("newest first, by limit and offset, never refused") func pages() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock) { sns in
            let newest = Array(try await Self.followers(sns, clock).reversed())
            let table: [(String, [Int])] = [
                ("", Array(newest.prefix(20))), ("?limit=3", Array(newest.prefix(3))),
                ("?limit=3&offset=2", Array(newest[2..<5])), ("?offset=20", Array(newest[20...])),
                ("?offset=23", []), ("?limit=0", Array(newest.prefix(1))),
                ("?limit=-1", Array(newest.prefix(1))), ("?limit=5000", newest),
                ("?limit=2&offset=-3", Array(newest.prefix(2))),
            ]
            for path in ["/user/followers", "/users/\(try sns.id("anna"))/followers"] {
                for (query, ids) in table {
                    let answer = try await sns.call("GET", path + query)
                    check(answer, is: .users, path + query)
                    #expect(answer.ids == ids, "\(path)\(query): \(answer.ids)")
                }
            }
            #expect(try await sns.own().counter("followers_count") == 23)
        }
    }

    @Test("followings are the other side, for oneself and for others") func followings()
        async throws
    {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: ["anna", "bert", "carl"]) { sns in
            let ids = [try sns.id("bert"), try sns.id("carl")]
            for id in ids {
                clock.advance(seconds: 1)
                check(try await sns.call("PUT", "/user/followings/\(id)"), is: .done)
            }
            let own = try await sns.call("GET", "/user/followings")
            check(own, is: .users)
            #expect(own.ids == [ids[1], ids[0]], "\(own)")
            #expect(own.list.allSatisfy { $0["follower"] as? Bool == true }, "\(own)")
            let shown = try await sns.call(
                "GET", "/users/\(try sns.id("anna"))/followings", by: .anonymous)
            check(shown, is: .users)
            #expect(shown.ids == own.ids, "\(shown)")
        }
    }
}
