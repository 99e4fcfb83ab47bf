import RosterTestSupport
import Testing

/// `x-bit-req-id`: the same request once more gets the stored answer and changes nothing
/// (contracts/bitanswer.md §0, DESIGN §6).
@Suite("Repeated requests", .serialized) struct ReplayTests {
    /// Sends a request twice with one id and something else in between.
    /// - Returns: both answers.
    private static func twice(
        _ stage: Stage, _ method: String, _ path: String, body: String? = nil,
        between: () async throws -> Void
    ) async throws -> (first: WireResponse, second: WireResponse) {
        let id = (method + path).filter { $0.isLetter || $0.isNumber }
        let headers = [("x-bit-req-id", id)]
        let first = try await stage.call(method, path, headers: headers, body: body)
        try await between()
        return (first, try await stage.call(method, path, headers: headers, body: body))
    }

    @Test("writes of one user are done once") func single() async throws {
        try await Stage.run { stage in
            for method in ["POST", "PATCH"] {
                try await stage.make(method)
                let answers = try await Self.twice(
                    stage, method, Path.user(method), body: #"{"nickName":"First"}"#
                ) {
                    _ = try await stage.call(
                        "PATCH", Path.user(method), body: #"{"nickName":"Later"}"#)
                }
                #expect(answers.first.field("nickName") == "First", "\(answers.first)")
                #expect(answers.second.body == answers.first.body, "\(answers.second)")
                let now = try await stage.call("GET", Path.user(method))
                #expect(now.field("nickName") == "Later", "\(now)")
            }
            try await stage.make("foo")
            let deleted = try await Self.twice(stage, "DELETE", Path.user("foo")) {
                try await stage.make("foo")
            }
            for answer in [deleted.first, deleted.second] {
                let problem = Answer.echo([#"{"name":"foo"}"#]).problem(with: answer)
                #expect(problem == nil, "\(answer)")
            }
            let left = try await stage.call("GET", Path.user("foo"))
            #expect(left.isSuccess, "\(left)")
        }
    }

    @Test("batches are done once") func batches() async throws {
        try await Stage.run { stage in
            for method in ["POST", "PATCH"] {
                try await stage.make(method)
                let answers = try await Self.twice(
                    stage, method, "/users", body: #"[{"name":"\#(method)","status":1}]"#
                ) {
                    _ = try await stage.call("PATCH", Path.user(method), body: #"{"status":0}"#)
                }
                #expect(answers.first.isSuccess, "\(answers.first)")
                #expect(answers.second.body == answers.first.body, "\(answers.second)")
                let now = try await stage.call("GET", Path.user(method))
                #expect(now.field("status") == "0", "\(now)")
            }
            for name in ["foo", "bar"] { try await stage.make(name) }
            let deleted = try await Self.twice(
                stage, "DELETE", "/users", body: Body.names(["foo", "bar"])
            ) {
                try await stage.make("foo")
            }
            #expect(deleted.first.names == ["foo", "bar"], "\(deleted.first)")
            #expect(deleted.second.body == deleted.first.body, "\(deleted.second)")
            let left = try await stage.call("GET", Path.user("foo"))
            #expect(left.isSuccess, "\(left)")
        }
    }

    @Test("a password is set once, and the stored answer masks it too") func password()
        async throws
    {
        try await Stage.run { stage in
            let answers = try await Self.twice(
                stage, "POST", "/users", body: #"[{"name":"foo","password":"first"}]"#
            ) {
                _ = try await stage.call(
                    "PATCH", Path.user("foo"), body: #"{"password":"later"}"#)
            }
            for answer in [answers.first, answers.second] {
                let mask = Answer.echo([#"{"name":"foo","password":"xxxxxx"}"#])
                #expect(mask.problem(with: answer) == nil, "\(answer)")
            }
            #expect(try await stage.loginStatus("foo", "first") == 401)
            #expect(try await stage.loginStatus("foo", "later") == 200)
        }
    }

    @Test("a forced logout is done once") func ends() async throws {
        try await Stage.run { stage in
            try await stage.make("foo", password: Stage.password)
            let guid = try await stage.guid(of: "foo")
            let headers = [("x-bit-req-id", "end")]
            let body = Body.guids([guid])
            let first = try await stage.call("POST", "/users/end", headers: headers, body: body)
            let token = try await stage.logIn("foo")
            let second = try await stage.call("POST", "/users/end", headers: headers, body: body)
            #expect(first.isSuccess && second.body == first.body, "\(second)")
            #expect(try await stage.useStatus(token, of: "foo") == 200)
        }
    }

    @Test("refusals of a handler are kept as well") func refusals() async throws {
        try await Stage.run { stage in
            try await stage.make("mail", email: "mail@example.com")
            // 1004, and what was missing comes.
            let missing = try await Self.twice(
                stage, "PATCH", Path.user("foo"), body: #"{"nickName":"n"}"#
            ) {
                try await stage.make("foo")
            }
            #expect(missing.first.isRefusal(.notFound), "\(missing.first)")
            #expect(missing.second.body == missing.first.body, "\(missing.second)")
            let foo = try await stage.call("GET", Path.user("foo"))
            #expect(foo.field("nickName") == "foo", "\(foo)")
            // 1005, and what was in the way goes.
            let taken = try await Self.twice(
                stage, "POST", Path.user("mail@example.com"), body: "{}"
            ) {
                try await stage.delete("mail")
            }
            #expect(taken.first.isRefusal(.conflict), "\(taken.first)")
            #expect(taken.second.body == taken.first.body, "\(taken.second)")
            // 1001 and 1006: their ids are used up, so another body is a conflict.
            let refused: [(String, String, Outcome)] = [
                ("wrong", #"[{"name":"foo","status":7}]"#, .invalid),
                ("many", Body.names((0..<1001).map { "u\($0)" }), .tooMany),
            ]
            for (id, body, outcome) in refused {
                let headers = [("x-bit-req-id", id)]
                try await stage.play([
                    Scenario(id, "POST", "/users", headers: headers, body: body, .refused(outcome)),
                    Scenario(
                        "\(id) again", "POST", "/users", headers: headers, body: body,
                        .refused(outcome)),
                    Scenario(
                        "\(id) mended", "POST", "/users", headers: headers,
                        body: #"[{"name":"foo","status":1}]"#, .refused(.conflict)),
                ])
            }
            let left = try await stage.call("GET", "/users")
            #expect(left.names == ["admin", "foo"], "\(left)")
            #expect(left.items.last?["status"] as? Int == 0, "\(left)")
        }
    }
}
