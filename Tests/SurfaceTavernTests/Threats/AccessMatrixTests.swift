import RosterCore
import RosterTestSupport
import Testing

/// THREATS 11 and 10: every route by everybody, on the card of `foo`, with `tavern.auth=required`.
@Suite("Access matrix", .serialized) struct AccessMatrixTests {
    /// What one route answers: nobody, `bar`, an administrator, a disabled and a deleted account, and
    /// last `foo` itself.
    struct Row: Sendable {
        let route: String
        let body: String?
        let statuses: [Int]
        /// The actions of a batch for `bar`, the administrator and `foo`.
        let actions: [String]

        init(
            _ route: String, body: String? = nil, _ statuses: [Int], actions: [String] = []
        ) {
            self.route = route
            self.body = body
            self.statuses = statuses
            self.actions = actions
        }
    }

    /// `{id}` is foo's card. The last rows end its life.
    private static let rows = [
        Row("GET /users", [401, 200, 200, 403, 403, 200]),
        Row("POST /users", body: Body.card("New"), [401, 201, 201, 403, 403, 201]),
        Row("GET /users/{id}", [401, 404, 404, 403, 403, 200]),
        Row("PATCH /users/{id}", body: Body.card("X"), [401, 404, 404, 403, 403, 200]),
        Row(
            "PATCH /users/batch/status", body: #"{"ids":["{id}"],"status":"disabled"}"#,
            [401, 200, 200, 403, 403, 200], actions: ["not_found", "not_found", "updated"]),
        Row("DELETE /users/{id}", [401, 404, 404, 403, 403, 200]),
        Row(
            "POST /users/batch/delete", body: #"{"ids":["{other}"]}"#,
            [401, 200, 200, 403, 403, 200], actions: ["not_found", "not_found", "deleted"]),
    ]

    @Test("every route answers everybody as it must") func matrix() async throws {
        try await Stage.runRequired { stage in
            let foo = try await stage.member("foo")
            var callers: [Caller] = [.nobody, try await stage.member("bar")]
            callers.append(try await stage.member("boss", isAdmin: true))
            callers.append(try await stage.member("off"))
            callers.append(try await stage.member("gone"))
            callers.append(foo)
            try await stage.setStatus(.disabled, of: "off")
            try await stage.deleteAccount("gone")
            let card = try await stage.make("foo's own", by: foo)
            let other = try await stage.make("foo's other", by: foo)
            for row in Self.rows {
                let words = Self.filled(row.route, card, other).split(separator: " ")
                var answers: [WireResponse] = []
                for caller in callers {
                    answers.append(
                        try await stage.call(
                            String(words[0]), String(words[1]), by: caller,
                            body: row.body.map { Self.filled($0, card, other) }))
                }
                #expect(answers.map(\.status) == row.statuses, "\(row.route)")
                for answer in answers.dropLast() {
                    #expect(!answer.body.contains("foo's"), "\(row.route): \(answer)")
                }
                #expect(answers.flatMap(\.actions) == row.actions, "\(row.route)")
            }
        }
    }

    @Test("no field of a body, query or header makes a card somebody else's") func massAssignment()
        async throws
    {
        try await Stage.runRequired { stage in
            let admin = try await stage.key(of: nil)
            let foo = try await stage.member("foo")
            let greedy = """
                "account_id":1,"accountId":1,"owner":"admin","account":"default-admin","role":"admin",\
                "status":"deleted","id":"usr_mine","revision":9
                """
            let created = try await stage.call(
                "POST", "/users?account_id=1", by: foo,
                headers: [("X-Account-Id", "1"), ("X-User-Id", "1")],
                body: #"{\#(greedy),"snapshot":{"name":"Greedy",\#(greedy)}}"#)
            stage.expect(.created, created)
            #expect(created.data["status"] as? String == "active" && created.revision == 0)
            #expect(created.id != "usr_mine")
            let moved = try await stage.call(
                "PATCH", "/users/\(created.id)", by: foo, headers: [("X-Account-Id", "1")],
                body: #"{"account_id":1,"owner":"admin","id":"usr_mine","status":"active"}"#)
            stage.expect(.card, moved)
            #expect(try await stage.all(by: foo).ids == [created.id])
            #expect(try await stage.all(by: admin).ids.isEmpty)
        }
    }

    private static func filled(_ text: String, _ card: String, _ other: String) -> String {
        text.replacing("{id}", with: card).replacing("{other}", with: other)
    }
}
