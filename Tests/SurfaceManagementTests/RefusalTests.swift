import RosterTestSupport
import Testing

/// What the HTTP layer refuses comes in the envelope too: DESIGN §1, contracts/management.md §1.
@Suite("Refusals of the HTTP layer", .serialized) struct RefusalTests {
    @Test("bodies beyond 1 MiB are 413") func bodies() async throws {
        let padding = String(repeating: " ", count: 1024 * 1024)
        try await Stage.run { stage in
            let exact = Body.user("exact")
            let whole = exact + String(padding.dropFirst(exact.utf8.count))
            try await stage.play([
                Scenario(
                    "create", "POST", "/v1/users", body: Body.user("jane") + padding,
                    .refused(413)),
                Scenario(
                    "update", "PUT", try stage.path(of: "foo"), by: .user, body: "{}" + padding,
                    .refused(413)),
                Scenario(
                    "login", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("foo", Stage.password) + padding, .refused(413)),
                Scenario("1 MiB and no more", "POST", "/v1/users", body: whole, .created),
            ])
        }
    }

    @Test("header fields beyond 32 KiB are 431") func headers() async throws {
        let long = ("X-Long", String(repeating: "x", count: 33 * 1024))
        let short = ("X-Long", String(repeating: "x", count: 31 * 1024))
        let many = (0..<330).map { ("X-\($0)", String(repeating: "x", count: 100)) }
        try await Stage.run(people: []) { stage in
            try await stage.play([
                Scenario("one", "GET", "/v1/users", headers: [long], .refused(431)),
                Scenario("many", "GET", "/v1/users", headers: many, .refused(431)),
                Scenario(
                    "at login", "POST", "/v1/auth/login", by: .anonymous, headers: [long],
                    body: Body.login("admin", ServerFixture.adminPassword), .refused(431)),
                Scenario("31 KiB", "GET", "/v1/users", headers: [short], .page),
            ])
        }
    }

    @Test("packed bodies and targets that cannot be decoded are refused") func undecodable()
        async throws
    {
        try await Stage.run(people: []) { stage in
            let packed = try await stage.call(
                "POST", "/v1/users", headers: [("Content-Encoding", "gzip")], body: "\u{1F}x")
            check(packed, is: .refusedByOne(of: [400, 415]))
            let targets = [
                "/v1/users?page=%zz", "/v1/users?keyword=%ff%fe", "/v1/users?keyword=%",
                "/v1/users/%ff%fe", "/v1/users/user_1%00",
            ]
            try await stage.play(
                targets.map { Scenario($0, "GET", $0, .refusedByOne(of: [400, 404])) })
        }
    }

    @Test("the timestamp of every answer is the server's time in milliseconds") func timestamps()
        async throws
    {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            clock.advance(milliseconds: 456)
            let isNow: @Sendable (WireResponse) -> Bool = { $0.timestamp == 1_700_000_000_456 }
            try await stage.play([
                Scenario("a page", "GET", "/v1/users", .page, isRight: isNow),
                Scenario("a user", "GET", try stage.path(of: "foo"), .user, isRight: isNow),
                Scenario(
                    "nobody", "GET", "/v1/users", by: .anonymous, .refused(401), isRight: isNow),
                Scenario("not found", "GET", "/v1/users/x", .refused(404), isRight: isNow),
                Scenario("no route", "GET", "/v1/auth/x", .refused(404), isRight: isNow),
                Scenario("no method", "PATCH", "/v1/users", .refused(405), isRight: isNow),
                Scenario("bad", "POST", "/v1/users", body: "{", .refused(400), isRight: isNow),
                Scenario(
                    "delete", "DELETE", try stage.path(of: "foo"), .deleted, isRight: isNow),
            ])
        }
    }
}
