import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// How far an `x-bit-req-id` reaches: one body, one key, 24 hours, over a restart, and once among
/// concurrent twins (contracts/bitanswer.md §0, DESIGN §6).
@Suite("Reach of request ids", .serialized) struct ReplayBoundsTests {
    private static let id = [("x-bit-req-id", "4f1c-0001")]

    @Test("another body under the same id is 1005 and does nothing") func otherBody() async throws {
        try await Stage.run { stage in
            for name in ["foo", "bar"] { try await stage.make(name) }
            let path = Path.user("foo")
            try await stage.play([
                Scenario(
                    "first", "PATCH", path, headers: Self.id, body: #"{"nickName":"a"}"#,
                    .records(["foo"])),
                Scenario(
                    "another body", "PATCH", path, headers: Self.id, body: #"{"nickName":"b"}"#,
                    .refused(.conflict)),
                Scenario(
                    "the first once more", "PATCH", path, headers: Self.id,
                    body: #"{"nickName":"a"}"#, .records(["foo"])),
                Scenario(
                    "another id", "PATCH", path, headers: [("X-Bit-Req-Id", "4f1c-0002")],
                    body: #"{"nickName":"b"}"#, .records(["foo"]),
                    isRight: { $0.field("nickName") == "b" }),
            ])
            let ids = [("x-bit-req-id", "batch")]
            try await stage.play([
                Scenario(
                    "a batch", "DELETE", "/users", headers: ids, body: Body.names(["nobody"]),
                    .echo([])),
                Scenario(
                    "another batch", "DELETE", "/users", headers: ids, body: Body.names(["bar"]),
                    .refused(.conflict)),
                Scenario("bar is there", "GET", Path.user("bar"), .records(["bar"])),
            ])
        }
    }

    @Test("GET knows no such header") func reading() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", nickname: "Old")
            let first = try await stage.call("GET", Path.user("foo"), headers: Self.id)
            #expect(first.field("nickName") == "Old", "\(first)")
            _ = try await stage.call("PATCH", Path.user("foo"), body: #"{"nickName":"New"}"#)
            let second = try await stage.call("GET", Path.user("foo"), headers: Self.id)
            #expect(second.field("nickName") == "New", "\(second)")
        }
    }

    @Test("an id belongs to the key that sent it") func keys() async throws {
        try await Stage.run { stage in
            let other = try await stage.makeKey("other", for: ["BitAnswer"]).secret
            for key in [Stage.key, other] {
                try await stage.make("foo")
                try await stage.play([
                    Scenario(
                        "delete", "DELETE", Path.user("foo"), key: key, headers: Self.id,
                        .echo([#"{"name":"foo"}"#])),
                    Scenario("it is gone", "GET", Path.user("foo"), .refused(.notFound)),
                ])
            }
            // Who has no key gets no stored answer.
            try await stage.play([
                Scenario(
                    "no key", "DELETE", Path.user("foo"), key: nil, headers: Self.id,
                    .refused(.badKey))
            ])
        }
    }

    @Test("an id is kept for 24 hours") func day() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let delete = Scenario(
                "delete", "DELETE", Path.user("foo"), headers: Self.id,
                .echo([#"{"name":"foo"}"#]))
            try await stage.make("foo")
            try await stage.play([delete])
            try await stage.make("foo")
            clock.advance(seconds: 86_399)
            try await stage.play([
                delete, Scenario("replayed", "GET", Path.user("foo"), .records(["foo"])),
            ])
            clock.advance(seconds: 2)
            try await stage.play([
                delete, Scenario("done", "GET", Path.user("foo"), .refused(.notFound)),
            ])
        }
    }

    @Test("an id outlives a restart") func restart() async throws {
        let delete = Scenario(
            "delete", "DELETE", Path.user("foo"), headers: Self.id, .echo([#"{"name":"foo"}"#]))
        try await withTemporaryFolder { folder in
            for _ in 0..<2 {
                try await ServerFixture.run(in: folder, change: { $0.bitanswerKey = Stage.key }) {
                    server in
                    let stage = Stage(server: server)
                    try await stage.make("foo")
                    try await stage.play([delete])
                }
            }
            try await ServerFixture.run(in: folder, change: { $0.bitanswerKey = Stage.key }) {
                server in
                try await Stage(server: server).play([
                    Scenario(
                        "only the first was done", "GET", Path.user("foo"), .records(["foo"]))
                ])
            }
        }
    }

    @Test("of 12 twins at once one takes effect, and all get its answer") func twins() async throws
    {
        try await Stage.run { stage in
            let made = try await WireClient.atOnce(12) { _ in
                try await stage.call(
                    "POST", Path.user("foo"), headers: Self.id, body: #"{"nickName":"n"}"#)
            }
            #expect(Set(made.map(\.body)).count == 1, "\(Set(made.map(\.body)))")
            #expect(made.allSatisfy { $0.isSuccess }, "\(made[0])")
            // Each further upsert would have been a change.
            #expect(try await stage.account("foo").revision == 0)
            let deleted = try await WireClient.atOnce(12) { _ in
                try await stage.call("DELETE", Path.user("foo"), headers: Self.id)
            }
            #expect(Set(deleted.map(\.body)).count == 1, "\(Set(deleted.map(\.body)))")
            #expect(deleted.allSatisfy { $0.isSuccess }, "\(deleted[0])")
        }
    }
}
