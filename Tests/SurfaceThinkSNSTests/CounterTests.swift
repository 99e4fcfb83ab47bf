import RosterCore
import RosterTestSupport
import Testing

/// `PATCH /users/:id/extra`, Roster's own call: contracts/thinksns.md §0.
@Suite("Counters of neighbouring services", .serialized) struct CounterTests {
    private static let three = ["likes_count", "comments_count", "feeds_count"]

    @Test("an administrator sets any of three, and the rest stays") func set() async throws {
        try await SNS.run { sns in
            let path = "/users/\(try sns.id("anna"))/extra"
            func patch(_ body: String) -> Scenario {
                Scenario("PATCH \(body)", "PATCH", path, by: .admin, body: body, .done)
            }
            try await sns.play([
                patch(#"{"likes_count":7,"comments_count":8,"feeds_count":9}"#),
                patch(#"{"comments_count":0}"#), patch("{}"),
                patch(#"{"followers_count":5,"followings_count":5,"user_id":1,"x":"y"}"#),
            ])
            let own = try await sns.own()
            #expect(Self.three.map { own.counter($0) } == [7, 0, 9], "\(own)")
            #expect(own.counter("followers_count") == 0, "\(own)")
            #expect(own.counter("followings_count") == 0, "\(own)")
            let listed = try await sns.call("GET", "/users?name=anna", by: .anonymous)
            let extra = listed.list.first?["extra"] as? [String: Any]
            #expect(extra?["likes_count"] as? Int == 7, "\(listed)")
        }
    }

    @Test("others are refused, and nothing changes") func refused() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let path = "/users/\(try sns.id("anna"))/extra"
            let lowered = try await sns.directory.key(of: "admin", role: .user)
            func patch(_ name: String, by caller: Caller, _ answer: Answer) -> Scenario {
                Scenario(
                    name, "PATCH", path, by: caller, body: #"{"likes_count":1}"#, answer)
            }
            try await sns.play([
                patch("anna herself", by: .anna, .refused(403, .a)),
                patch("somebody", by: .bert, .refused(403, .a)),
                patch("a key of a user's rights", by: lowered, .refused(403, .a)),
                patch("nobody", by: .anonymous, .unauthenticated),
            ])
            #expect(try await sns.own().counter("likes_count") == 0)
            let key = try await sns.directory.key(of: "admin")
            try await sns.play([patch("an administrator's key", by: key, .done)])
        }
    }

    @Test("values that are no count are named") func invalid() async throws {
        try await SNS.run { sns in
            let path = "/users/\(try sns.id("anna"))/extra"
            try await sns.play(
                Self.three.flatMap { field in
                    ["-1", "1.5", #""x""#, "[]", "{}", "99999999999999999999"].map {
                        Scenario(
                            "\(field) \($0)", "PATCH", path, by: .admin,
                            body: #"{"\#(field)":\#($0)}"#, .invalid([field]))
                    }
                } + [
                    Scenario(
                        "one wrong of two", "PATCH", path, by: .admin,
                        body: #"{"likes_count":3,"feeds_count":-3}"#, .invalid(["feeds_count"])),
                    Scenario(
                        "nobody's", "PATCH", "/users/999999/extra", by: .admin,
                        body: #"{"likes_count":1}"#, .refused(404, .a)),
                ])
            #expect(try await sns.own().counter("likes_count") == 0)
        }
    }
}
