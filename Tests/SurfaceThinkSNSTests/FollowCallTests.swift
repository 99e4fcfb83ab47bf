import RosterTestSupport
import Testing

/// `PUT|DELETE /user/followings/:id`: contracts/thinksns.md §10.
@Suite("Following", .serialized) struct FollowCallTests {
    @Test("once follows, once more is refused, and counters say so") func follow() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let (anna, bert) = (try sns.id("anna"), try sns.id("bert"))
            let path = "/user/followings/\(bert)"
            try await sns.play([
                Scenario("the first", "PUT", path, .done),
                Scenario("the second", "PUT", path, .refused(422, .b)),
                Scenario("oneself", "PUT", "/user/followings/\(anna)", .refused(422, .b)),
            ])
            #expect(try await sns.own().counter("followings_count") == 1)
            #expect(try await sns.own().counter("followers_count") == 0)
            #expect(try await sns.own(.bert).counter("followers_count") == 1)
            try await sns.play([
                Scenario("no more", "DELETE", path, .done),
                Scenario("no more, again", "DELETE", path, .done),
                Scenario("oneself", "DELETE", "/user/followings/\(anna)", .done),
            ])
            #expect(try await sns.own().counter("followings_count") == 0)
            #expect(try await sns.own(.bert).counter("followers_count") == 0)
            check(try await sns.call("PUT", path), is: .done, "again from the start")
        }
    }

    @Test("people are named by number alone, and by one spelling of it") func numbers()
        async throws
    {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let bert = try sns.id("bert")
            let names = ["999999", "bert", "bert%40example.com", "0", "0\(bert)", "\(bert)x", "-1"]
            try await sns.play(
                names.flatMap { name in
                    ["PUT", "DELETE"].map {
                        Scenario("\($0) \(name)", $0, "/user/followings/\(name)", .missing)
                    }
                        + ["followers", "followings"].map {
                            Scenario("\($0) of \(name)", "GET", "/users/\(name)/\($0)", .missing)
                        }
                })
        }
    }

    @Test("nobody follows without a token") func anonymous() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let path = "/user/followings/\(try sns.id("bert"))"
            try await sns.play(
                [
                    ("PUT", path), ("DELETE", path), ("GET", "/user/followers"),
                    ("GET", "/user/followings"),
                ]
                .map { Scenario("\($0) \($1)", $0, $1, by: .anonymous, .unauthenticated) })
        }
    }

    @Test("a deleted follower counts no more") func deleted() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let bert = try sns.id("bert")
            check(try await sns.call("PUT", "/user/followings/\(bert)"), is: .done)
            let removed = try await sns.callIAM("DELETE", "/v1/users/anna", by: .admin)
            #expect(removed.status == 200, "\(removed)")
            #expect(try await sns.own(.bert).counter("followers_count") == 0)
            let followers = try await sns.call("GET", "/user/followers", by: .bert)
            check(followers, is: .users)
            #expect(followers.ids.isEmpty, "\(followers)")
        }
    }
}
