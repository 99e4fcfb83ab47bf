import RosterCore
import RosterTestSupport
import Testing

/// How people are found: contracts/thinksns.md §13.3, §13.4.
@Suite("Finding people", .serialized) struct FindPeopleTests {
    /// Follows by people of the stage, each a follower and whom it follows.
    private static func follow(
        _ pairs: [(String, String)], _ clock: TestClock, _ sns: SNS
    ) async throws {
        for (follower, followee) in pairs {
            clock.advance(seconds: 1)
            let id = try await sns.id(of: followee)
            check(
                try await sns.call("PUT", "/user/followings/\(id)", by: .person(follower)),
                is: .done)
        }
    }

    @Test("the most followed first, then those whom nobody follows, the newest number first")
    func populars() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: ["anna", "bert", "carl", "off", "gone"]) { sns in
            try await sns.directory.make("lone")
            try await Self.follow(
                [
                    ("anna", "bert"), ("carl", "bert"), ("bert", "anna"), ("bert", "off"),
                    ("anna", "off"), ("carl", "off"), ("anna", "gone"), ("off", "carl"),
                ], clock, sns)
            try await sns.directory.set(.disabled, of: "off")
            #expect(try await sns.callIAM("DELETE", "/v1/users/gone", by: .admin).status == 200)
            let all = ["bert", "carl", "anna", "lone", "admin"]
            for caller in [Caller.anonymous, .anna, .bearer("x"), .person("off")] {
                let answer = try await sns.call("GET", "/user/populars", by: caller)
                check(answer, is: .found)
                #expect(answer.names == all, "\(caller): \(answer.names)")
                let isKnown = if case .person("anna") = caller { true } else { false }
                let flags = answer.list.map { $0["follower"] as? Bool }
                #expect(flags == all.map { isKnown && $0 == "bert" }, "\(caller)")
                #expect(answer.list.allSatisfy { $0["blacked"] as? Bool == false })
            }
            // A page after the other, over the border between the followed and the others.
            for limit in 1...3 {
                var met: [String] = []
                for offset in stride(from: 0, through: all.count, by: limit) {
                    met += try await sns.call(
                        "GET", "/user/populars?limit=\(limit)&offset=\(offset)", by: .anonymous
                    ).names
                }
                #expect(met == all, "by \(limit)")
            }
        }
    }

    @Test("the newest account first, of one time the highest number") func latests() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: []) { sns in
            for name in ["bert", "carl"] { try await sns.directory.make(name) }
            clock.advance(seconds: 1)
            try await sns.directory.make("dora")
            for name in ["off", "gone"] { try await sns.directory.make(name) }
            try await sns.directory.set(.disabled, of: "off")
            #expect(try await sns.callIAM("DELETE", "/v1/users/gone", by: .admin).status == 200)
            let answer = try await sns.call("GET", "/user/latests/", by: .anonymous)
            check(answer, is: .found)
            #expect(answer.names == ["dora", "carl", "bert", "admin"], "\(answer.names)")
            let page = try await sns.call(
                "GET", "/user/latests?offset=1&limit=2", by: .bearer("x"))
            #expect(page.names == ["carl", "bert"], "\(page.names)")
        }
    }

    @Test("a search is by a part of the name; a blank one finds nobody") func search() async throws
    {
        try await SNS.run { sns in
            for name in ["Annabel", "hanna", "a%b", "a_b", "张三丰", "0day"] {
                try await sns.directory.make(name)
            }
            try await sns.directory.make("annoff")
            try await sns.directory.set(.disabled, of: "annoff")
            let table: [(String, [String])] = [
                ("keyword=ann", ["hanna", "Annabel", "anna"]),
                (
                    "keyword=%EF%BC%A1NNA%20",
                    [
                        "hanna", "Annabel", "anna",
                    ]
                ),
                ("keyword=%E4%B8%89", ["张三丰"]), ("keyword=%25", ["a%b"]), ("keyword=_", ["a_b"]),
                ("keyword=0", ["0day"]), ("keyword=nobody", []), ("", []), ("keyword=", []),
                ("keyword=%20%20", []), ("keyword=%E2%80%8B", []), ("keyword[]=ann", []),
                ("keyword=%00", []),
                ("keyword=ann&limit=1", ["hanna"]), ("keyword=ann&limit=1&offset=2", ["anna"]),
                ("keyword=ann&offset=3", []),
            ]
            for (query, names) in table {
                let answer = try await sns.call("GET", "/user/search?" + query, by: .anonymous)
                check(answer, is: .searched, query)
                #expect(answer.names == names, "\(query): \(answer.names)")
            }
            let own = try await sns.call("GET", "/user/search?keyword=anna", by: .anna)
            #expect(own.names.contains("anna"), "the caller is in it too: \(own.names)")
            #expect(own.list.allSatisfy { ($0["tags"] as? [Any])?.isEmpty == true })
        }
    }

    @Test("mutual follows, the caller's newest first, both flags true") func mutual() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: ["anna", "bert", "carl", "off"]) { sns in
            try await Self.follow(
                [
                    ("carl", "anna"), ("bert", "anna"), ("off", "anna"), ("anna", "bert"),
                    ("anna", "off"), ("anna", "carl"), ("anna", "admin"),
                ], clock, sns)
            try await sns.directory.set(.disabled, of: "off")
            let table: [(String, [String])] = [
                ("", ["carl", "bert"]), ("?limit=1", ["carl"]), ("?offset=1", ["bert"]),
                ("?keyword=BER", ["bert"]), ("?keyword=%25", []), ("?keyword=", ["carl", "bert"]),
                ("?keyword=%E2%80%8B", []), ("?offset=2", []),
            ]
            for (query, names) in table {
                let answer = try await sns.call("GET", "/user/follow-mutual" + query)
                check(answer, is: .found, query)
                #expect(answer.names == names, "\(query): \(answer.names)")
                let areMutual = answer.list.allSatisfy {
                    $0["following"] as? Bool == true && $0["follower"] as? Bool == true
                }
                #expect(areMutual, "\(answer)")
            }
            let carl = try await sns.call("GET", "/user/follow-mutual", by: .person("carl"))
            #expect(carl.names == ["anna"], "\(carl.names)")
            check(
                try await sns.call("GET", "/user/follow-mutual", by: .anonymous),
                is: .unauthenticated)
        }
    }

    @Test("limits are 15, clamped to 1 to 50, and offsets to 0 and on") func limits() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: ["anna"]) { sns in
            let anna = try sns.id("anna")
            for number in 10..<65 {
                try await sns.directory.make("user\(number)")
                let caller = try await sns.directory.key(of: "user\(number)")
                check(try await sns.call("PUT", "/user/followings/\(anna)", by: caller), is: .done)
                let id = try await sns.id(of: "user\(number)")
                check(try await sns.call("PUT", "/user/followings/\(id)"), is: .done)
            }
            let huge = "99999999999999999999"
            let table: [(String, Int)] = [
                ("", 15), ("&limit=", 15), ("&limit=9", 9), ("&limit=50", 50), ("&limit=51", 50),
                ("&limit=\(huge)", 50), ("&limit=0", 1), ("&limit=-3", 1), ("&limit=x", 1),
                ("&limit[]=9", 1), ("&offset=-1", 15), ("&offset=x", 15), ("&offset=", 15),
                ("&offset=50&limit=50", 5), ("&offset=\(huge)", 0), ("&offset=1000", 0),
                ("&limit=3&limit=4", 4),
            ]
            for target in [
                "/user/search?keyword=user", "/user/follow-mutual?keyword=user",
                "/user/populars?keyword=user", "/user/latests?keyword=user",
            ] {
                // In the last two the caller and the administrator are listed as well.
                let others = target.contains("search") || target.contains("mutual") ? 0 : 2
                for (query, count) in table {
                    let answer = try await sns.call("GET", target + query)
                    #expect(answer.status == 200, "\(answer)")
                    let expected = query == "&offset=50&limit=50" ? count + others : count
                    #expect(answer.ids.count == expected, "\(target)\(query): \(answer.ids.count)")
                }
            }
        }
    }

    @Test("a disabled user's followers are not listed, its tags are") func disabled() async throws {
        try await SNS.run(people: ["anna", "off"]) { sns in
            let off = try sns.id("off")
            try await sns.directory.set(.disabled, of: "off")
            try await sns.play([
                Scenario("followers", "GET", "/users/\(off)/followers", .missing),
                Scenario("followings", "GET", "/users/\(off)/followings", .missing),
                Scenario("tags", "GET", "/users/\(off)/tags", .exactly("[]")),
                Scenario("a name's tags", "GET", "/users/anna/tags", .missing),
                Scenario("nobody's tags", "GET", "/users/999999/tags", .missing),
                Scenario("users with a tag", "GET", "/users?tags[]=1&tags[]=3", .exactly("[]")),
            ])
        }
    }
}
