import RosterTestSupport
import Testing

/// `following` and `follower` are about the user that is returned: contracts/thinksns.md §7.
@Suite("Who follows whom", .serialized) struct RelationTests {
    @Test("the page's table: anna follows bert") func table() async throws {
        try await SNS.run(people: ["anna", "bert", "carl"]) { sns in
            let (anna, bert) = (try sns.id("anna"), try sns.id("bert"))
            let carl = try sns.id("carl")
            check(try await sns.call("PUT", "/user/followings/\(bert)"), is: .done)
            func seen(
                _ name: String, _ target: String, by caller: Caller, _ following: Bool,
                _ follower: Bool
            ) -> Scenario {
                Scenario(
                    name, "GET", target, by: caller, .user,
                    isRight: {
                        $0.flag("following") == following && $0.flag("follower") == follower
                    })
            }
            try await sns.play([
                seen("anna sees bert", "/users/\(bert)", by: .anna, false, true),
                seen("bert sees anna", "/users/\(anna)", by: .bert, true, false),
                seen("carl sees bert", "/users/\(bert)", by: .person("carl"), false, false),
                seen("nobody sees bert", "/users/\(bert)", by: .anonymous, false, false),
                seen(
                    "nobody asks for anna", "/users/\(bert)?follower=\(anna)", by: .anonymous,
                    false, true),
                seen(
                    "nobody asks from bert's side", "/users/\(anna)?following=\(bert)",
                    by: .anonymous, true, false),
                seen(
                    "carl asks for anna", "/users/\(bert)?follower=\(anna)",
                    by: .person("carl"), false, true),
                seen(
                    "each parameter for itself",
                    "/users/\(bert)?follower=\(carl)&following=\(anna)", by: .anna, false, false),
                seen(
                    "one parameter leaves the other with the caller",
                    "/users/\(bert)?following=\(carl)", by: .anna, false, true),
                seen(
                    "a number of nobody's", "/users/\(bert)?follower=999999", by: .anna, false,
                    false),
            ])
        }
    }

    @Test("both true is mutual, and makes friends") func mutual() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let (anna, bert) = (try sns.id("anna"), try sns.id("bert"))
            check(try await sns.call("PUT", "/user/followings/\(bert)"), is: .done)
            #expect(try await sns.own().number("friends_count") == 0)
            check(try await sns.call("PUT", "/user/followings/\(anna)", by: .bert), is: .done)
            let answer = try await sns.call("GET", "/users/\(bert)")
            #expect(answer.flag("following") == true && answer.flag("follower") == true)
            #expect(try await sns.own().number("friends_count") == 1)
            #expect(try await sns.own(.bert).number("friends_count") == 1)
            check(try await sns.call("DELETE", "/user/followings/\(bert)"), is: .done)
            #expect(try await sns.own(.bert).number("friends_count") == 0)
        }
    }

    @Test("lists are about the caller, whatever the query says") func lists() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let (anna, bert) = (try sns.id("anna"), try sns.id("bert"))
            check(try await sns.call("PUT", "/user/followings/\(bert)"), is: .done)
            func flags(_ target: String, by caller: Caller) async throws -> [Bool?] {
                let answer = try await sns.call("GET", target, by: caller)
                check(answer, is: .users)
                #expect(answer.list.count == 1, "\(answer)")
                let user = answer.list.first ?? [:]
                return [user["following"] as? Bool, user["follower"] as? Bool]
            }
            #expect(try await flags("/users?id=\(bert)", by: .anna) == [false, true])
            #expect(try await flags("/users?id=\(anna)", by: .bert) == [true, false])
            #expect(try await flags("/users?id=\(bert)", by: .anonymous) == [false, false])
            #expect(
                try await flags("/users?id=\(bert)&follower=\(anna)", by: .anonymous)
                    == [false, false])
            // Self-consistent: who follows me has following, whom I follow has follower.
            #expect(try await flags("/user/followers", by: .bert) == [true, false])
            #expect(try await flags("/user/followings", by: .anna) == [false, true])
            #expect(try await flags("/users/\(bert)/followers", by: .bert) == [true, false])
            #expect(try await flags("/users/\(bert)/followers", by: .anonymous) == [false, false])
        }
    }
}
