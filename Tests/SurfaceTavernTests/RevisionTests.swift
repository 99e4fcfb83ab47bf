import RosterCore
import RosterTestSupport
import Testing

/// Compare-and-set: contracts/tavern.md §0 ("response extras"), §3 (order), §6.
@Suite("Revisions", .serialized) struct RevisionTests {
    @Test("expected_revision must be the stored one; zero counts") func expected() async throws {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            func patch(_ name: String, _ revision: String, _ answer: Answer) -> Scenario {
                Scenario(
                    name, "PATCH", "/users/\(id)",
                    body: #"{"expected_revision":\#(revision),"status":"active"}"#, answer)
            }
            try await stage.play([
                patch("one too high", "1", .error(.stale)),
                patch("the highest", "9223372036854775807", .error(.stale)),
                patch("zero for a fresh card", "0", .card),
                patch("zero once it has changed", "0", .error(.stale)),
                patch("two at one", "2", .error(.stale)),
                patch("one at one", "1", .card),
                patch("one at two", "1", .error(.stale)),
                patch("two at two", "2", .card),
            ])
            #expect(try await stage.read(id).revision == 3)
        }
    }

    @Test("If-Match is the equal of expected_revision, and both must hold") func ifMatch()
        async throws
    {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            let tag = try await stage.read(id).header("ETag") ?? ""
            #expect(tag == #""0""#)
            func patch(
                _ name: String, _ tag: String, expecting revision: Int? = nil, _ answer: Answer
            ) -> Scenario {
                let condition = revision.map { #""expected_revision":\#($0),"# } ?? ""
                return Scenario(
                    name, "PATCH", "/users/\(id)", headers: [("If-Match", tag)],
                    body: #"{\#(condition)"status":"active"}"#, answer)
            }
            try await stage.play([
                patch("a later tag", #""1""#, .error(.stale)),
                patch("a tag that nobody gave out", #""abc""#, .error(.stale)),
                patch("the right tag", tag, .card),
                patch("the tag before", tag, .error(.stale)),
                patch("any state", "*", .card),
                patch("both right", #""2""#, expecting: 2, .card),
                patch("the tag right, the revision stale", #""3""#, expecting: 2, .error(.stale)),
                patch("the revision right, the tag stale", #""2""#, expecting: 3, .error(.stale)),
                Scenario(
                    "a stale tag to delete", "DELETE", "/users/\(id)",
                    headers: [("If-Match", #""2""#)], .error(.stale)),
                Scenario(
                    "the right tag to delete", "DELETE", "/users/\(id)",
                    headers: [("If-Match", #""3""#)], .deleted, isRight: { $0.revision == 4 }),
            ])
        }
    }

    @Test("every successful write is one step, every other none") func steps() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let id = try await stage.make("Player")
            try await stage.make("Taken")
            let path = "/users/\(id)"
            let start = clock.now.milliseconds
            let steps: [(Scenario, Int)] = [
                (Scenario("a status", "PATCH", path, body: Body.status("disabled"), .card), 1),
                (Scenario("the same", "PATCH", path, body: Body.status("disabled"), .card), 2),
                (Scenario("its snapshot", "PATCH", path, body: Body.card("Player"), .card), 3),
                (
                    Scenario(
                        "a taken name", "PATCH", path, body: Body.card("Taken"), .error(.nameTaken)),
                    3
                ),
                (Scenario("nothing", "PATCH", path, body: "{}", .error(.validation)), 3),
                (
                    Scenario(
                        "a batch", "PATCH", "/users/batch/status",
                        body: Body.batch([id], status: "active"), .batch), 4
                ),
                (
                    Scenario(
                        "the same batch", "PATCH", "/users/batch/status",
                        body: Body.batch([id], status: "active"), .batch), 5
                ),
                (
                    Scenario(
                        "a batch without it", "PATCH", "/users/batch/status",
                        body: Body.batch(["x"], status: "disabled"), .batch), 5
                ),
                (
                    Scenario(
                        "a stale delete", "DELETE", path, body: Body.revision(4), .error(.stale)), 5
                ),
                (Scenario("reading", "GET", path, .card), 5),
                (Scenario("listing", "GET", "/users", .list), 5),
            ]
            var updated = start
            var before = 0
            for (scenario, revision) in steps {
                clock.advance(seconds: 1)
                try await stage.play([scenario])
                // The time of change moves with the revision and with nothing else.
                if revision > before { updated = clock.now.milliseconds }
                before = revision
                let read = try await stage.read(id)
                #expect(read.revision == revision, "after \(scenario.name): \(read)")
                #expect(
                    read.data["updated_at"] as? Int == Int(updated), "\(scenario.name): \(read)")
                #expect(read.data["created_at"] as? Int == Int(start), "\(read)")
            }
        }
    }

    @Test("a stale revision is told before a taken name") func order() async throws {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            try await stage.make("Taken")
            let stale = #"{"expected_revision":1,"snapshot":{"name":"Taken"}}"#
            let fresh = #"{"expected_revision":0,"snapshot":{"name":"Taken"}}"#
            let invalid = #"{"expected_revision":1,"snapshot":{"name":" "}}"#
            try await stage.play([
                Scenario("both wrong", "PATCH", "/users/\(id)", body: stale, .error(.stale)),
                Scenario(
                    "the name alone", "PATCH", "/users/\(id)", body: fresh, .error(.nameTaken)),
                Scenario("a bad body", "PATCH", "/users/\(id)", body: invalid, .error(.validation)),
                Scenario("an unknown card", "PATCH", "/users/unknown", body: stale, .noCard),
            ])
        }
    }

    @Test("of 24 changes of one revision at once exactly one succeeds") func atOnce() async throws {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            let answers = try await WireClient.atOnce(24) { number in
                try await stage.call(
                    "PATCH", "/users/\(id)",
                    headers: number % 2 == 0 ? [] : [("If-Match", "\"0\"")],
                    body: #"{"expected_revision":0,"snapshot":{"name":"by \#(number)"}}"#)
            }
            let won = answers.filter { $0.status == 200 }
            #expect(won.count == 1)
            for answer in answers where answer.status != 200 {
                stage.expect(.error(.stale), answer)
            }
            let read = try await stage.read(id)
            #expect(read.body == won.first?.body && read.revision == 1, "\(read)")
        }
    }

    @Test("changes at once without a revision are never lost silently") func unconditional()
        async throws
    {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            let answers = try await WireClient.atOnce(16) { number in
                try await stage.call(
                    "PATCH", "/users/\(id)", body: Body.card("Player", more: #""by":\#(number)"#))
            }
            let won = answers.filter { $0.status == 200 }
            #expect(!won.isEmpty)
            for answer in answers where answer.status != 200 {
                stage.expect(.error(.stale), answer)
            }
            // Each success saw a state of its own.
            #expect(won.compactMap(\.revision).sorted() == won.indices.map { $0 + 1 })
            let last = won.first { $0.revision == won.count }
            #expect(try await stage.read(id).body == last?.body)
        }
    }

    @Test("of 16 deletes at once exactly one deletes") func deletes() async throws {
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            let answers = try await WireClient.atOnce(16) { _ in
                try await stage.call("DELETE", "/users/\(id)")
            }
            #expect(answers.filter { $0.status == 200 }.count == 1)
            // Who read the card before it was deleted lost a race; who came after finds none.
            for answer in answers where answer.status != 200 {
                let isRight =
                    Answer.noCard.problem(with: answer) == nil
                    || Answer.error(.stale).problem(with: answer) == nil
                #expect(isRight, "\(answer)")
            }
            let binned = try await stage.call("GET", "/users?status=deleted")
            #expect(binned.cards.first?["revision"] as? Int == 1, "\(binned)")
        }
    }
}
