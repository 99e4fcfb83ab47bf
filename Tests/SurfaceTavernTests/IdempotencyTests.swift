import RosterCore
import RosterTestSupport
import Testing

/// `Idempotency-Key` on `POST /users` and `POST /users/batch/delete`: DESIGN §6. Callers have
/// credentials here, as nothing is remembered for anonymous ones.
@Suite("Idempotency", .serialized) struct IdempotencyTests {
    private static let key = [("Idempotency-Key", "3f2504e0-4f89-41d3-9a0c-0305e82c3301")]

    @Test("a repeated create answers as the first did and makes nothing") func create()
        async throws
    {
        let clock = TestClock()
        try await Stage.runRequired(clock: clock) { stage in
            let foo = try await stage.member("foo")
            let body = Body.card("Player", more: #""x":1.0"#)
            let first = try await stage.call(
                "POST", "/users", by: foo, headers: Self.key, body: body)
            stage.expect(.created, first)
            clock.advance(seconds: 60)
            // What became of the card since does not change the answer.
            try await stage.patch(first.id, Body.card("Renamed"), by: foo)
            for _ in 0..<3 {
                let again = try await stage.call(
                    "POST", "/users", by: foo, headers: Self.key, body: body)
                #expect(again.status == 201 && again.body == first.body, "\(again)")
                #expect(again.header("ETag") == first.header("ETag"), "\(again)")
            }
            #expect(try await stage.all(by: foo).names == ["Renamed"])
        }
    }

    @Test("a repeated batch delete answers as the first did and changes nothing") func batch()
        async throws
    {
        try await Stage.runRequired { stage in
            let foo = try await stage.member("foo")
            let a = try await stage.make("a", by: foo)
            let body = Body.batch([a, "usr_missing"])
            let first = try await stage.call(
                "POST", "/users/batch/delete", by: foo, headers: Self.key, body: body)
            #expect(first.actions == ["deleted", "not_found"], "\(first)")
            let again = try await stage.call(
                "POST", "/users/batch/delete", by: foo, headers: Self.key, body: body)
            #expect(again.status == 200 && again.body == first.body, "\(again)")
            // Without the key it is a request of its own.
            let fresh = try await stage.call(
                "POST", "/users/batch/delete", by: foo, body: body)
            #expect(fresh.actions == ["not_found", "not_found"], "\(fresh)")
            #expect(try await stage.all(by: foo).cards.first?["revision"] as? Int == 1)
        }
    }

    @Test("the same key with another body is refused, and nothing is done") func otherBody()
        async throws
    {
        try await Stage.runRequired { stage in
            let foo = try await stage.member("foo")
            let a = try await stage.make("a", by: foo)
            let b = try await stage.make("b", by: foo)
            let pairs = [
                ("/users", Body.card("one"), Body.card("two")),
                ("/users/batch/delete", Body.batch([a]), Body.batch([a, b])),
            ]
            for (target, first, second) in pairs {
                let done = try await stage.call(
                    "POST", target, by: foo, headers: Self.key, body: first)
                #expect(done.status < 300, "\(done)")
                let refused = try await stage.call(
                    "POST", target, by: foo, headers: Self.key, body: second)
                stage.expect(.refused(400...499), refused, target)
                let again = try await stage.call(
                    "POST", target, by: foo, headers: Self.key, body: first)
                #expect(again.body == done.body, "\(again)")
            }
            let left = try await stage.call(
                "GET", "/users?sort_by=name&sort_order=asc", by: foo)
            #expect(left.names == ["b", "one"], "\(left)")
        }
    }

    @Test("a key counts for its caller, method and path alone") func scope() async throws {
        try await Stage.runRequired { stage in
            let foo = try await stage.member("foo")
            let bar = try await stage.member("bar")
            let body = Body.card("Player")
            let first = try await stage.call(
                "POST", "/users", by: foo, headers: Self.key, body: body)
            let other = try await stage.call(
                "POST", "/users", by: bar, headers: Self.key, body: body)
            #expect(first.status == 201 && other.status == 201, "\(other)")
            #expect(first.id != other.id)
            let elsewhere = try await stage.call(
                "POST", "/users/batch/delete", by: foo, headers: Self.key,
                body: Body.batch([first.id]))
            #expect(elsewhere.actions == ["deleted"], "\(elsewhere)")
            let another = try await stage.call(
                "POST", "/users", by: foo, headers: [("Idempotency-Key", "another")],
                body: Body.card("Second"))
            stage.expect(.created, another)
            #expect(try await stage.all(by: bar).ids == [other.id])
        }
    }

    @Test("a key is remembered for a day") func day() async throws {
        let clock = TestClock()
        try await Stage.runRequired(clock: clock) { stage in
            let foo = try await stage.member("foo")
            let first = try await stage.call(
                "POST", "/users", by: foo, headers: Self.key, body: Body.card("one"))
            clock.advance(seconds: 23 * 3600)
            _ = try await stage.directory.keepHouse()
            let again = try await stage.call(
                "POST", "/users", by: foo, headers: Self.key, body: Body.card("one"))
            #expect(again.status == 201 && again.body == first.body, "\(again)")
            clock.advance(seconds: 2 * 3600)
            _ = try await stage.directory.keepHouse()
            let later = try await stage.call(
                "POST", "/users", by: foo, headers: Self.key, body: Body.card("two"))
            stage.expect(.created, later)
            #expect(try await stage.all(by: foo).names == ["one", "two"])
        }
    }

    @Test("twins at once make one card and get one answer") func twins() async throws {
        try await Stage.runRequired { stage in
            let foo = try await stage.member("foo")
            let answers = try await WireClient.atOnce(12) { _ in
                try await stage.call(
                    "POST", "/users", by: foo, headers: Self.key, body: Body.card("Player"))
            }
            for answer in answers {
                stage.expect(.created, answer)
                #expect(answer.body == answers[0].body, "\(answer)")
            }
            #expect(try await stage.all(by: foo).names == ["Player"])
        }
    }
}
