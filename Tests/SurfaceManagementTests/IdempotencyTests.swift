import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// `Idempotency-Key` on `POST /v1/users`: a request that is sent again because its answer got lost
/// makes no second user (DESIGN §6).
@Suite("Idempotency", .serialized) struct IdempotencyTests {
    @Test("a repeated key brings the first answer again and changes nothing") func replay()
        async throws
    {
        let clock = TestClock()
        try await Stage.run(clock: clock, people: []) { stage in
            let first = try await stage.create(Body.user("jane"), key: "k-1")
            check(first, is: .created)
            for _ in 0..<2 {
                clock.advance(seconds: 60)
                let again = try await stage.create(Body.user("jane"), key: "k-1")
                Self.expectSame(again, first)
            }
            #expect(try await stage.total() == 2)
            check(try await stage.create(Body.user("jane")), is: .refused(409), "without a key")
            check(
                try await stage.create(Body.user("jane"), key: "k-2"), is: .refused(409),
                "another key")
            let change = try await stage.call("PUT", first.path, body: #"{"phone":"1"}"#)
            check(change, is: .updated)
            Self.expectSame(try await stage.create(Body.user("jane"), key: "k-1"), first)
            let read = try await stage.call("GET", first.path)
            #expect(read.text("phone") == "1", "\(read)")
            check(try await stage.call("DELETE", first.path), is: .deleted)
            Self.expectSame(try await stage.create(Body.user("jane"), key: "k-1"), first)
            #expect(try await stage.total() == 1, "the deleted user did not come back")
        }
    }

    @Test("a repeated key with another body is refused and changes nothing") func otherBody()
        async throws
    {
        try await Stage.run(people: []) { stage in
            let first = try await stage.create(Body.user("jane"), key: "k")
            check(first, is: .created)
            let others = [
                Body.user("june"), Body.user("jane", password: "Other@2021"),
                Body.user("jane", more: #","role":"admin""#), "{}",
            ]
            for body in others {
                let answer = try await stage.create(body, key: "k")
                check(answer, is: .refusedByOne(of: Array(400..<500)), body)
            }
            #expect(try await stage.total() == 2)
            check(try await stage.call("GET", first.path), is: .user)
            _ = try await stage.logIn("jane")
            Self.expectSame(try await stage.create(Body.user("jane"), key: "k"), first)
        }
    }

    @Test("a key is its caller's own") func otherCaller() async throws {
        try await Stage.run { stage in
            let boss = Caller.bearer(try await stage.makeAdministrator("boss").token)
            let first = try await stage.create(Body.user("jane"), key: "k")
            check(first, is: .created)
            // Not the first answer, and no refusal for another body either.
            let own = try await stage.create(Body.user("june"), key: "k", by: boss)
            check(own, is: .created)
            #expect(own.path != first.path, "\(own)")
            let strangers: [(Caller, Int)] = [
                (.user, 403), (.anonymous, 401), (.bearer("x"), 401),
            ]
            for (caller, status) in strangers {
                let answer = try await stage.create(Body.user("jane"), key: "k", by: caller)
                check(answer, is: .refused(status))
                #expect(!answer.body.contains("jane"), "\(answer)")
            }
            Self.expectSame(try await stage.create(Body.user("jane"), key: "k"), first)
        }
    }

    @Test("a refreshed token is the same caller; one that is over gets no answer again")
    func session() async throws {
        try await Stage.run(people: []) { stage in
            let tokens = try await stage.logIn("admin", password: ServerFixture.adminPassword)
            let old = Caller.bearer(tokens.access)
            let first = try await stage.create(Body.user("jane"), key: "k", by: old)
            check(first, is: .created)
            let fresh = try await stage.refresh(tokens.refresh).text("access_token") ?? ""
            Self.expectSame(
                try await stage.create(Body.user("jane"), key: "k", by: .bearer(fresh)), first)
            check(try await stage.call("POST", "/v1/auth/logout", by: old), is: .loggedOut)
            let late = try await stage.create(Body.user("jane"), key: "k", by: old)
            check(late, is: .refused(401))
            #expect(!late.body.contains("jane"), "\(late)")
        }
    }

    @Test("after 24 hours a key is a new one") func expiry() async throws {
        let clock = TestClock()
        try await Stage.run({ $0.tokenTTLSeconds = 3 * 86_400 }, clock: clock, people: []) {
            stage in
            let first = try await stage.create(Body.user("jane"), key: "k")
            check(first, is: .created)
            clock.advance(seconds: 86_400 - 60)
            Self.expectSame(try await stage.create(Body.user("jane"), key: "k"), first)
            clock.advance(seconds: 120)
            check(try await stage.create(Body.user("jane"), key: "k"), is: .refused(409))
            // That answer is kept as the first one was.
            check(try await stage.create(Body.user("june"), key: "k"), is: .refused(409))
            clock.advance(seconds: 86_400 + 60)
            let second = try await stage.create(Body.user("june"), key: "k")
            check(second, is: .created)
            Self.expectSame(try await stage.create(Body.user("june"), key: "k"), second)
        }
    }

    @Test("twins at once make one user and get one answer") func twins() async throws {
        try await Stage.run(people: []) { stage in
            let answers = try await WireClient.atOnce(8) { _ in
                try await stage.create(Body.user("jane"), key: "k")
            }
            #expect(answers.allSatisfy { $0.status == 201 }, "\(answers)")
            #expect(Set(answers.map(\.body)).count == 1, "\(answers)")
            #expect(try await stage.total() == 2)
        }
    }

    @Test("of many bodies with one key at once one is taken") func rivals() async throws {
        try await Stage.run(people: []) { stage in
            let answers = try await WireClient.atOnce(8) { number in
                try await stage.create(Body.user("jane\(number)"), key: "k")
            }
            let made = answers.filter { Answer.created.problem(with: $0) == nil }
            let refusal = Answer.refusedByOne(of: Array(400..<500))
            let refused = answers.filter { refusal.problem(with: $0) == nil }
            #expect(made.count == 1 && refused.count == 7, "\(answers)")
            #expect(try await stage.total() == 2)
        }
    }

    private static func expectSame(
        _ again: WireResponse, _ first: WireResponse,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            again.status == first.status && again.body == first.body, "\(again)",
            sourceLocation: sourceLocation)
    }
}
