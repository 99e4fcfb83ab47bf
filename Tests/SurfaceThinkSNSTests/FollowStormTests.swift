import RosterCore
import RosterTestSupport
import Testing

/// Counters of follows under load: contracts/thinksns.md §0 ("kept exact").
@Suite("Many follows at once", .serialized) struct FollowStormTests {
    @Test("thirty people follow and leave one at once, and the counter is exact") func many()
        async throws
    {
        try await SNS.run { sns in
            let anna = try sns.id("anna")
            var callers: [Caller] = []
            for number in 10..<40 {
                try await sns.directory.make("user\(number)")
                callers.append(try await sns.directory.key(of: "user\(number)"))
            }
            let people = callers
            for (method, count) in [("PUT", 30), ("DELETE", 0), ("PUT", 30)] {
                let answers = try await WireClient.atOnce(30) { number in
                    try await sns.call(method, "/user/followings/\(anna)", by: people[number])
                }
                #expect(answers.allSatisfy { $0.status == 204 }, "\(answers)")
                let own = try await sns.own()
                #expect(own.counter("followers_count") == count, "\(method): \(own)")
                let list = try await sns.call("GET", "/user/followers?limit=100")
                #expect(list.ids.count == count && Set(list.ids).count == count, "\(list.ids)")
            }
            for caller in people.prefix(3) {
                #expect(try await sns.own(caller).counter("followings_count") == 1)
            }
        }
    }

    @Test("one person's twelve at once count as one") func one() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let bert = try sns.id("bert")
            let answers = try await WireClient.atOnce(12) { _ in
                try await sns.call("PUT", "/user/followings/\(bert)")
            }
            #expect(answers.filter { $0.status == 204 }.count == 1, "\(answers)")
            #expect(answers.filter { $0.status == 422 }.count == 11, "\(answers)")
            #expect(try await sns.own(.bert).counter("followers_count") == 1)
            let ended = try await WireClient.atOnce(12) { _ in
                try await sns.call("DELETE", "/user/followings/\(bert)")
            }
            #expect(ended.allSatisfy { $0.status == 204 }, "\(ended)")
            #expect(try await sns.own(.bert).counter("followers_count") == 0)
            #expect(try await sns.own().counter("followings_count") == 0)
        }
    }
}
