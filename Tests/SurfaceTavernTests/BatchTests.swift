import Foundation
import RosterTestSupport
import Testing

/// `PATCH /users/batch/status` and `POST /users/batch/delete`: contracts/tavern.md §4, §6, §7.
@Suite("Batches", .serialized) struct BatchTests {
    @Test("results of a status batch are in input order") func status() async throws {
        try await Stage.run { stage in
            let a = try await stage.make("a")
            let b = try await stage.make("b")
            let gone = try await stage.make("gone")
            try await stage.delete(gone)
            let answer = try await stage.call(
                "PATCH", "/users/batch/status",
                body: Body.batch([b, "usr_missing", gone, a], status: "disabled"))
            stage.expect(.batch, answer)
            #expect(
                answer.body == """
                    {"data":{"results":[{"index":0,"id":"\(b)","action":"updated"},\
                    {"index":1,"id":"usr_missing","action":"not_found"},\
                    {"index":2,"id":"\(gone)","action":"not_found"},\
                    {"index":3,"id":"\(a)","action":"updated"}],\
                    "meta":{"total":4,"updated":2,"not_found":2,"status":"disabled"}}}
                    """)
            for id in [a, b] {
                let card = try await stage.read(id)
                #expect(card.data["status"] as? String == "disabled" && card.revision == 1)
            }
            // A card that has the status already is a step further all the same; no revision is
            // asked for.
            let again = try await stage.call(
                "PATCH", "/users/batch/status",
                body: #"{"ids":["\#(a)"],"status":"disabled","expected_revision":77}"#)
            #expect(
                again.body == """
                    {"data":{"results":[{"index":0,"id":"\(a)","action":"updated"}],\
                    "meta":{"total":1,"updated":1,"not_found":0,"status":"disabled"}}}
                    """)
            #expect(try await stage.read(a).revision == 2)
            #expect(try await stage.read(b).revision == 1)
            let active = try await stage.call(
                "PATCH", "/users/batch/status", body: Body.batch([a], status: "active"))
            #expect(active.batchMeta["status"] as? String == "active", "\(active)")
            #expect(try await stage.read(a).data["status"] as? String == "active")
        }
    }

    @Test("results of a delete batch are in input order") func delete() async throws {
        try await Stage.run { stage in
            let a = try await stage.make("a")
            let b = try await stage.make("b")
            let kept = try await stage.make("kept")
            try await stage.patch(b, Body.status("disabled"))
            let body = Body.batch(["usr_missing", b, a])
            let answer = try await stage.call("POST", "/users/batch/delete", body: body)
            stage.expect(.batch, answer)
            #expect(
                answer.body == """
                    {"data":{"results":[{"index":0,"id":"usr_missing","action":"not_found"},\
                    {"index":1,"id":"\(b)","action":"deleted"},\
                    {"index":2,"id":"\(a)","action":"deleted"}],\
                    "meta":{"total":3,"deleted":2,"not_found":1}}}
                    """)
            let again = try await stage.call("POST", "/users/batch/delete", body: body)
            #expect(
                again.body == """
                    {"data":{"results":[{"index":0,"id":"usr_missing","action":"not_found"},\
                    {"index":1,"id":"\(b)","action":"not_found"},\
                    {"index":2,"id":"\(a)","action":"not_found"}],\
                    "meta":{"total":3,"deleted":0,"not_found":3}}}
                    """)
            let all = try await stage.all()
            #expect(all.names == ["a", "b", "kept"], "\(all)")
            #expect(all.cards.map { $0["revision"] as? Int } == [1, 2, 0], "\(all)")
            #expect(try await stage.call("GET", "/users").ids == [kept])
            try await stage.play([
                Scenario(
                    "a name deleted by batch", "POST", "/users", body: Body.card("a"),
                    .error(.nameTaken))
            ])
        }
    }

    @Test("100 ids are taken, and ids are taken as they stand") func sizes() async throws {
        try await Stage.run { stage in
            var made: [String] = []
            for number in 0..<3 { made.append(try await stage.make("card \(number)")) }
            let ids = made + (0..<97).map { "usr_\($0)" }
            let full = try await stage.call(
                "PATCH", "/users/batch/status", body: Body.batch(ids, status: "disabled"))
            #expect(full.actions == ids.map { made.contains($0) ? "updated" : "not_found" })
            #expect(full.batchMeta["total"] as? Int == 100, "\(full)")
            let odd = [" \(made[0])", "\(made[0]) ", made[0].uppercased(), "é\n\"\\", " ", "'; --"]
            let none = try await stage.call("POST", "/users/batch/delete", body: Body.batch(odd))
            #expect(none.actions == odd.map { _ in "not_found" }, "\(none)")
            let results = none.data["results"] as? [[String: Any]] ?? []
            #expect(results.compactMap { $0["id"] as? String } == odd, "\(none)")
            #expect(try await stage.all().cards.allSatisfy { $0["revision"] as? Int == 1 })
            let deleted = try await stage.call("POST", "/users/batch/delete", body: Body.batch(ids))
            #expect(deleted.batchMeta["deleted"] as? Int == 3, "\(deleted)")
        }
    }

    @Test("what is refused is refused whole, by the issue of the contract") func refused()
        async throws
    {
        try await Stage.run { stage in
            let id = try await stage.make("card")
            let many = [id] + (0..<100).map { "usr_\($0)" }
            /// The fields of a batch but for its status; the answer.
            let table: [(String, String, Answer)] = [
                ("no ids", "", .error(.validation)),
                ("null for the ids", #""ids":null"#, .error(.validation)),
                ("a text for the ids", #""ids":"\#(id)""#, .error(.validation)),
                ("an object for the ids", #""ids":{"0":"\#(id)"}"#, .error(.validation)),
                ("an empty list", #""ids":[]"#, .issue(path: "/ids", code: "minItems")),
                ("101 ids", Self.ids(many), .issue(path: "/ids", code: "maxItems")),
                ("an empty id", #""ids":["\#(id)",""]"#, .error(.validation)),
                ("null among the ids", #""ids":["\#(id)",null]"#, .error(.validation)),
                ("a number among the ids", #""ids":["\#(id)",1]"#, .error(.validation)),
                ("a list among the ids", #""ids":["\#(id)",["x"]]"#, .error(.validation)),
                (
                    "an id twice", Self.ids([id, "x", id]),
                    .issue(
                        path: "ids.2", code: "custom",
                        message: "Duplicate id also appears at ids.0")
                ),
                (
                    "an unknown id twice", Self.ids([id, "x", "y", "x"]),
                    .issue(
                        path: "ids.3", code: "custom",
                        message: "Duplicate id also appears at ids.1")
                ),
            ]
            let statuses = ["deleted", "Active", "", "unknown"].map { Body.status($0) }
            let wrong: [String] =
                statuses + [
                    "{}", #"{"status":null}"#, #"{"status":true}"#, #"{"status":["active"]}"#,
                ]
            try await stage.play(
                table.flatMap { name, fields, answer -> [Scenario] in
                    let separator = fields.isEmpty ? "" : ","
                    return [
                        Scenario(
                            "\(name) to delete", "POST", "/users/batch/delete",
                            body: "{\(fields)}", answer),
                        Scenario(
                            "\(name) to disable", "PATCH", "/users/batch/status",
                            body: #"{\#(fields)\#(separator)"status":"disabled"}"#, answer),
                    ]
                })
            try await stage.play(
                wrong.map { status -> Scenario in
                    let fields = status.dropFirst().dropLast()
                    let separator = fields.isEmpty ? "" : ","
                    return Scenario(
                        "the status \(status)", "PATCH", "/users/batch/status",
                        body: #"{"ids":["\#(id)"]\#(separator)\#(fields)}"#, .error(.validation))
                })
            let card = try await stage.read(id)
            #expect(card.revision == 0 && card.data["status"] as? String == "active", "\(card)")
        }
    }

    @Test("batches at once lose no step") func atOnce() async throws {
        try await Stage.run { stage in
            var made: [String] = []
            for number in 0..<5 { made.append(try await stage.make("card \(number)")) }
            let ids = made
            let answers = try await WireClient.atOnce(12) { number in
                try await stage.call(
                    "PATCH", "/users/batch/status",
                    body: Body.batch(
                        number % 2 == 0 ? ids : ids.reversed(),
                        status: number % 3 == 0 ? "active" : "disabled"))
            }
            for answer in answers {
                #expect(answer.actions == ids.map { _ in "updated" }, "\(answer)")
            }
            let all = try await stage.all()
            #expect(all.cards.allSatisfy { $0["revision"] as? Int == 12 }, "\(all)")
            #expect(Set(all.cards.compactMap { $0["status"] as? String }).count == 1, "\(all)")
        }
    }

    private static func ids(_ ids: [String]) -> String {
        String(Body.batch(ids).dropFirst().dropLast())
    }
}
