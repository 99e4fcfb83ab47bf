import RosterTestSupport
import Testing

/// Numbers in queries that no machine word holds are numbers all the same: clamped, not misread.
@Suite("Huge numbers", .serialized) struct HugeNumberTests {
    private static let huge = "99999999999999999999"

    @Test("a huge limit is the largest, a huge offset is beyond everybody") func pages()
        async throws
    {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let bert = try sns.id("bert")
            check(try await sns.call("PUT", "/user/followings/\(bert)"), is: .done)
            let table: [(String, Int)] = [
                ("/users?limit=\(Self.huge)", 3), ("/user/followings?limit=\(Self.huge)", 1),
                ("/user/followings?offset=\(Self.huge)", 0),
                ("/users?order=asc&since=\(Self.huge)", 0), ("/users?id=\(Self.huge)", 0),
            ]
            for (target, count) in table {
                let answer = try await sns.call("GET", target)
                check(answer, is: .users, target)
                #expect(answer.ids.count == count, "\(target): \(answer.ids)")
            }
        }
    }

    @Test("nobody has a huge number") func ids() async throws {
        try await SNS.run { sns in
            try await sns.play([
                Scenario("read", "GET", "/users/\(Self.huge)", .missing),
                Scenario("follow", "PUT", "/user/followings/\(Self.huge)", .missing),
                Scenario("leave", "DELETE", "/user/followings/\(Self.huge)", .missing),
                Scenario("whom", "GET", "/users/\(Self.huge)/followings", .missing),
                Scenario(
                    "asked about", "GET", "/users/anna?follower=\(Self.huge)", .user,
                    isRight: { $0.flag("follower") == false }),
            ])
        }
    }
}
