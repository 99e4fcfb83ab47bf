import RosterTestSupport
import Testing

/// `DELETE /users/:id`: contracts/tavern.md §0 ("malformed JSON ..."), §7.
@Suite("Delete", .serialized) struct DeleteTests {
    @Test("the answer tells id and revision, and there is no way back") func deleted() async throws
    {
        try await Stage.run { stage in
            let id = try await stage.make("Player", more: #""x":1"#)
            try await stage.patch(id, Body.status("disabled"))
            let answer = try await stage.call("DELETE", "/users/\(id)")
            stage.expect(.deleted, answer)
            #expect(answer.body == #"{"data":{"id":"\#(id)","deleted":true,"revision":2}}"#)
            #expect(answer.header("ETag") == #""2""#)
            try await stage.play([
                Scenario("deleted twice", "DELETE", "/users/\(id)", .noCard),
                Scenario(
                    "deleted twice, stale", "DELETE", "/users/\(id)", body: Body.revision(9),
                    .noCard),
                Scenario("read", "GET", "/users/\(id)", .noCard),
                Scenario(
                    "made active", "PATCH", "/users/\(id)", body: Body.status("active"), .noCard),
                Scenario(
                    "made active in a batch", "PATCH", "/users/batch/status",
                    body: Body.batch([id], status: "active"), .batch,
                    isRight: { $0.actions == ["not_found"] }),
                Scenario(
                    "its name", "POST", "/users", body: Body.card("Player"), .error(.nameTaken)),
                Scenario("an unknown card", "DELETE", "/users/unknown", .noCard),
                Scenario(
                    "it is listed on demand", "GET", "/users?status=deleted", .list,
                    isRight: { list in
                        list.ids == [id] && list.cards.first?["revision"] as? Int == 2
                            && list.snapshotText == #"{"name":"Player","x":1}"#
                    }),
            ])
        }
    }

    @Test("the body may be missing, empty, null or an object") func bodies() async throws {
        let rows: [(name: String, body: String?, type: String?)] = [
            ("no body", nil, nil), ("an empty body", "", nil),
            ("an empty body of JSON", "", Body.json), ("an empty object", "{}", Body.json),
            ("null", "null", Body.json), ("the revision", Body.revision(0), Body.json),
            ("unknown fields", #"{"foo":[1],"status":5}"#, Body.json),
            ("a blank object", " { } ", "application/json; charset=utf-8"),
        ]
        try await Stage.run { stage in
            for row in rows {
                let id = try await stage.make(row.name)
                let answer = try await stage.call(
                    "DELETE", "/users/\(id)", body: row.body, type: row.type)
                stage.expect(.deleted, answer, row.name)
            }
            // The media type without any length, as some clients send it.
            let id = try await stage.make("no length")
            let bare = try await stage.call(
                "DELETE", "/users/\(id)", headers: [("Content-Type", Body.json)])
            stage.expect(.deleted, bare, "a media type and nothing else")
        }
    }

    @Test("what is refused deletes nothing") func refused() async throws {
        let invalid = [
            "{", "}", "[]", "[{}]", #""x""#, "0", "true", "{} {}", #"{"expected_revision":-1}"#,
            #"{"expected_revision":0.5}"#, #"{"expected_revision":"0"}"#,
            #"{"expected_revision":false}"#, #"{"expected_revision":null}"#,
            #"{"expected_revision":[0]}"#, "{'expected_revision':0}",
        ]
        try await Stage.run { stage in
            let id = try await stage.make("Player")
            try await stage.patch(id, Body.status("active"))
            try await stage.play(
                invalid.flatMap { body in
                    [id, "unknown"].map {
                        Scenario(
                            "the body \(body)", "DELETE", "/users/\($0)", body: body,
                            .error(.validation))
                    }
                } + [
                    Scenario(
                        "another media type", "DELETE", "/users/\(id)", body: Body.revision(1),
                        type: "text/plain", .error(.validation)),
                    Scenario(
                        "an earlier revision", "DELETE", "/users/\(id)", body: Body.revision(0),
                        .error(.stale)),
                    Scenario(
                        "a later revision", "DELETE", "/users/\(id)", body: Body.revision(2),
                        .error(.stale)),
                    Scenario(
                        "it is there", "GET", "/users/\(id)", .card, isRight: { $0.revision == 1 }),
                    Scenario(
                        "the right revision", "DELETE", "/users/\(id)", body: Body.revision(1),
                        .deleted, isRight: { $0.revision == 2 }),
                ])
        }
    }
}
