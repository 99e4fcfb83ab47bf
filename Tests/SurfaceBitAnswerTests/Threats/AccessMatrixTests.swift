import RosterCore
import RosterCore
import RosterTestSupport
import Testing

/// THREATS 11: every route by everybody. Whoever has no right key gets 401 and changes nothing.
@Suite("Access matrix", .serialized) struct AccessMatrixTests {
    private struct Row {
        let method: String
        let path: String
        let body: String?
        /// The number that a right key gets.
        let outcome: Int

        init(_ method: String, _ path: String, body: String? = nil, outcome: Int = 0) {
            self.method = method
            self.path = path
            self.body = body
            self.outcome = outcome
        }
    }

    private static func rows(_ guid: String) -> [Row] {
        [
            Row("GET", "/users"), Row("POST", "/users/data", body: "{}"),
            Row("POST", "/users", body: "{\"querys\":[\(Body.query("=", ["foo"]))]}"),
            Row("POST", "/users", body: #"[{"name":"foo","nickName":"n"}]"#),
            Row("PATCH", "/users", body: #"[{"name":"foo","nickName":"n"}]"#),
            Row("GET", "/users/user/foo"),
            Row("POST", "/users/user/foo", body: #"{"nickName":"n"}"#),
            Row("PATCH", "/users/user/foo", body: #"{"nickName":"n"}"#),
            Row("GET", "/users/status?type=user&guid=\(guid)"),
            Row("GET", "/users/status", body: #"{"type":"user","guid":"\#(guid)"}"#),
            Row("POST", "/users/end", body: Body.guids([guid])),
            Row("DELETE", "/users", body: Body.names(["nobody"])),
            Row("DELETE", "/users/user/nobody", outcome: Outcome.notFound.rawValue),
            // A stranger learns of nobody whether he is there.
            Row("DELETE", "/users/user/bar"), Row("DELETE", "/users", body: Body.names(["baz"])),
        ]
    }

    @Test("every route answers everybody as it must") func matrix() async throws {
        try await Stage.run { stage in
            for name in ["foo", "bar", "baz"] { try await stage.make(name) }
            for name in ["off", "gone"] { try await stage.make(name, role: .admin) }
            let guid = try await stage.guid(of: "foo")
            let revoked = try await stage.makeKey("revoked")
            let token = try await stage.server.adminToken()
            let strangers: [(String, String?, [(String, String)])] = [
                ("nobody", nil, []),
                ("a wrong key", "x", []),
                ("an administrator's token", nil, [("Authorization", "Bearer \(token)")]),
                ("a user's key", try await stage.makeKey("a", of: "foo", role: .user).secret, []),
                ("a key of role user", try await stage.makeKey("b", role: .user).secret, []),
                ("another surface's key", try await stage.makeKey("c", for: ["IAM"]).secret, []),
                ("a revoked key", revoked.secret, []),
                ("a disabled administrator's", try await stage.makeKey("d", of: "off").secret, []),
                ("a deleted administrator's", try await stage.makeKey("e", of: "gone").secret, []),
            ]
            try await stage.directory.revokeKey(revoked.key.id, by: .system)
            try await stage.disable("off")
            try await stage.delete("gone")
            let before = try await stage.call("GET", "/users").body
            for row in Self.rows(guid) {
                for (name, key, headers) in strangers {
                    let answer = try await stage.call(
                        row.method, row.path, key: key, headers: headers, body: row.body)
                    let problem = Answer.refused(.badKey).problem(with: answer)
                    #expect(problem == nil, "\(name), \(row.method) \(row.path): \(answer)")
                }
            }
            let after = try await stage.call("GET", "/users")
            #expect(after.body == before, "\(after)")
            for row in Self.rows(guid) {
                let answer = try await stage.call(row.method, row.path, body: row.body)
                #expect(answer.status == 200, "\(row.method) \(row.path): \(answer)")
                #expect(answer.outcome == row.outcome, "\(row.method) \(row.path): \(answer)")
            }
        }
    }
}
