import RosterTestSupport
import Testing

/// `PATCH /users/:id`: contracts/tavern.md §1, §4, §7.
@Suite("Update", .serialized) struct UpdateTests {
    @Test("a snapshot replaces the whole of the one before") func replace() async throws {
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let id = try await stage.make("Player", more: #""description":"d","x":{"a":1}"#)
            clock.advance(milliseconds: 1234)
            let changed = try await stage.call(
                "PATCH", "/users/\(id)", body: #"{"snapshot":{"y":1.0,"name":" Other "}}"#)
            stage.expect(.card, changed)
            #expect(
                changed.body == """
                    {"data":{"id":"\(id)","name":"Other","status":"active",\
                    "snapshot":{"name":"Other","y":1.0},"revision":1,\
                    "created_at":1700000000000,"updated_at":1700000001234}}
                    """)
            #expect(changed.header("ETag") == #""1""#)
            let read = try await stage.read(id)
            #expect(read.body == changed.body, "\(read)")
        }
    }

    @Test("status alone leaves the snapshot; both together are one step") func status()
        async throws
    {
        try await Stage.run { stage in
            let id = try await stage.make("Player", more: #""description":"d""#)
            let path = "/users/\(id)"
            try await stage.play([
                Scenario(
                    "disabled", "PATCH", path, body: Body.status("disabled"), .card,
                    isRight: {
                        $0.data["status"] as? String == "disabled" && $0.revision == 1
                            && $0.snapshotText == #"{"name":"Player","description":"d"}"#
                    }),
                Scenario(
                    "disabled again is a step too", "PATCH", path, body: Body.status("disabled"),
                    .card, isRight: { $0.revision == 2 }),
                Scenario(
                    "a disabled card may be edited", "PATCH", path, body: Body.card("Other"), .card,
                    isRight: {
                        $0.data["status"] as? String == "disabled" && $0.revision == 3
                            && $0.snapshotText == #"{"name":"Other"}"#
                    }),
                Scenario(
                    "both at once", "PATCH", path,
                    body: #"{"status":"active","snapshot":{"name":"Third"}}"#, .card,
                    isRight: {
                        $0.data["status"] as? String == "active" && $0.revision == 4
                            && $0.data["name"] as? String == "Third"
                    }),
                Scenario(
                    "unknown fields beside a known one", "PATCH", path,
                    body: #"{"status":"active","id":"x","revision":99,"name":"y","created_at":0}"#,
                    .card,
                    isRight: { response in
                        response.id == id && response.revision == 5
                            && response.data["name"] as? String == "Third"
                    }),
            ])
        }
    }

    @Test("what is refused changes nothing") func refused() async throws {
        let long = String(repeating: "x", count: 201)
        let fieldless = Answer.issue(
            path: nil, code: "custom", message: "At least one field is required")
        let table: [(String, String, Answer)] = [
            ("an empty object", "{}", .issue(path: "", code: "minProperties")),
            ("a revision alone", Body.revision(0), fieldless),
            ("an unknown field alone", #"{"foo":1}"#, fieldless),
            ("a name outside the snapshot", #"{"name":"Other"}"#, fieldless),
            ("the status deleted", Body.status("deleted"), .error(.validation)),
            ("a status in capitals", Body.status("Active"), .error(.validation)),
            ("an empty status", Body.status(""), .error(.validation)),
            ("null for the status", #"{"status":null}"#, .error(.validation)),
            ("a truth for the status", #"{"status":true}"#, .error(.validation)),
            ("a list for the status", #"{"status":["active"]}"#, .error(.validation)),
            ("null for the snapshot", #"{"snapshot":null}"#, .error(.validation)),
            ("a text for the snapshot", #"{"snapshot":"x"}"#, .error(.validation)),
            (
                "a snapshot without a name", #"{"snapshot":{"description":"x"}}"#,
                .error(.validation)
            ),
            ("a blank name", Body.card(" "), .issue(path: "snapshot.name", code: "too_small")),
            ("a long name", Body.card(long), .issue(path: "snapshot.name", code: "too_big")),
            ("a number for the name", #"{"snapshot":{"name":1}}"#, .error(.validation)),
            (
                "null for the description", #"{"snapshot":{"name":"a","description":null}}"#,
                .error(.validation)
            ),
            (
                "a good status with a bad snapshot", #"{"status":"disabled","snapshot":{}}"#,
                .error(.validation)
            ),
            ("a revision below zero", Self.with(revision: "-1"), .error(.validation)),
            ("half a revision", Self.with(revision: "0.5"), .error(.validation)),
            ("a text for the revision", Self.with(revision: #""0""#), .error(.validation)),
            ("a truth for the revision", Self.with(revision: "false"), .error(.validation)),
            ("null for the revision", Self.with(revision: "null"), .error(.validation)),
            ("a list for the revision", Self.with(revision: "[0]"), .error(.validation)),
        ]
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            let before = try await stage.read(id).body
            try await stage.play(
                table.flatMap { name, body, answer in
                    [
                        Scenario("\(name) is refused", "PATCH", "/users/\(id)", body: body, answer),
                        // The body is looked at before the card is.
                        Scenario(
                            "\(name) for an unknown card", "PATCH", "/users/unknown", body: body,
                            answer),
                    ]
                })
            #expect(try await stage.read(id).body == before)
        }
    }

    @Test("deleted and unknown cards are not found, whatever else is asked") func notFound()
        async throws
    {
        try await Stage.run { stage in
            let gone = try await stage.make("Gone")
            try await stage.delete(gone)
            try await stage.make("Taken")
            let scenarios = [gone, "usr_000000000000000000000"].flatMap { id in
                [
                    Scenario(
                        "a status", "PATCH", "/users/\(id)", body: Body.status("active"), .noCard),
                    Scenario(
                        "a snapshot", "PATCH", "/users/\(id)", body: Body.card("New"), .noCard),
                    Scenario(
                        "a taken name", "PATCH", "/users/\(id)", body: Body.card("Taken"), .noCard),
                    Scenario(
                        "a stale revision", "PATCH", "/users/\(id)",
                        body: #"{"expected_revision":77,"status":"active"}"#, .noCard),
                    Scenario(
                        "a stale tag", "PATCH", "/users/\(id)", headers: [("If-Match", "\"77\"")],
                        body: Body.status("active"), .noCard),
                ]
            }
            try await stage.play(scenarios)
            let binned = try await stage.call("GET", "/users?status=deleted")
            #expect(binned.names == ["Gone"] && binned.cards.first?["revision"] as? Int == 1)
        }
    }

    private static func with(revision: String) -> String {
        #"{"expected_revision":\#(revision),"status":"disabled"}"#
    }
}
