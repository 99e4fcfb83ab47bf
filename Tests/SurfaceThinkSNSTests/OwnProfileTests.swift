import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// `GET /user`: contracts/thinksns.md §7.
@Suite("The caller's own profile", .serialized) struct OwnProfileTests {
    @Test("it shows what is the caller's own, and a fresh person's zeros") func fresh()
        async throws
    {
        try await SNS.run { sns in
            let answer = try await sns.call("GET", "/user")
            check(answer, is: .own)
            let id = try sns.id("anna")
            #expect(answer.number("id") == id && answer.text("name") == "anna", "\(answer)")
            #expect(answer.text("email") == "anna@example.com", "\(answer)")
            for key in ["phone", "bio", "location", "avatar", "bg"] {
                #expect(answer.isNull(key), "\(key) of \(answer)")
            }
            #expect(answer.number("sex") == 0 && answer.number("friends_count") == 0, "\(answer)")
            #expect(answer.flag("initial_password") == true, "\(answer)")
            #expect(answer.part("extra")["user_id"] as? Int == id, "\(answer)")
            for key in [
                "likes_count", "comments_count", "followers_count", "followings_count",
                "feeds_count",
            ] {
                #expect(answer.counter(key) == 0, "\(key) of \(answer)")
            }
            #expect(answer.part("extra").count == 7, "\(answer)")
        }
    }

    @Test("wallets are there from the start, empty, and belong to the caller") func wallets()
        async throws
    {
        try await SNS.run { sns in
            let answer = try await sns.own()
            let id = try sns.id("anna")
            let paths = Set(JSONPaths.of(answer.body))
            let (wallet, purse) = (answer.part("wallet"), answer.part("new_wallet"))
            let points = answer.part("currency")
            for key in ["id", "user_id", "balance", "created_at", "updated_at", "deleted_at"] {
                #expect(paths.contains("wallet." + key), "\(key) of \(answer)")
            }
            #expect(wallet["user_id"] as? Int == id && wallet["balance"] as? Int == 0)
            #expect(wallet["deleted_at"] is NSNull, "\(answer)")
            #expect(purse["owner_id"] as? Int == id && purse["balance"] as? Int == 0)
            #expect(purse["total_income"] as? Int == 0 && purse["total_expenses"] as? Int == 0)
            #expect(points["owner_id"] as? Int == id && points["sum"] as? Int == 0)
            #expect(points["type"] as? Int == 1, "\(answer)")
        }
    }

    @Test("times are UTC to the second, without a zone") func times() async throws {
        // 2023-11-14 22:13:20.123 UTC.
        let clock = TestClock(Timestamp(milliseconds: 1_700_000_000_123))
        try await SNS.run(clock: clock) { sns in
            let answer = try await sns.own()
            for value in [
                answer.text("created_at"), answer.part("extra")["updated_at"] as? String,
                answer.part("wallet")["created_at"] as? String,
                answer.part("currency")["updated_at"] as? String,
            ] {
                #expect(value == "2023-11-14 22:13:20", "\(answer)")
            }
        }
    }

    @Test("without a token that stands, nobody is oneself") func anonymous() async throws {
        try await SNS.run { sns in
            let token = try sns.token("anna")
            let callers: [Caller] = [
                .anonymous, .bearer(""), .bearer("x"), .bearer(token + "x"),
                .bearer(String(token.dropLast())), .header(token), .header("Basic YTpi"),
                .bearer("roster_unknown"),
            ]
            try await sns.play(
                callers.map { Scenario("\($0)", "GET", "/user", by: $0, .unauthenticated) })
        }
    }

    @Test("an API key is its owner") func key() async throws {
        try await SNS.run { sns in
            let key = try await sns.directory.key(of: "anna")
            let answer = try await sns.call("GET", "/user", by: key)
            check(answer, is: .own)
            #expect(answer.text("name") == "anna", "\(answer)")
        }
    }
}
