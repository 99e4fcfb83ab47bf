import RosterTestSupport
import Testing

/// THREATS 13: after each of these calls the tokens of the account are refused on the next request
/// of another surface.
@Suite("Sessions that end", .serialized) struct EndedSessionTests {
    /// A call about `name`, alone or in a batch; some need the account's guid.
    private struct Ending {
        let name: String
        let method: String
        let path: String
        let body: String?
        /// Whether the token must be over.
        var ends = true
    }

    private static func endings(guid: (String) -> String) -> [Ending] {
        [
            Ending(
                name: "disabled", method: "PATCH", path: Path.user("disabled"),
                body: #"{"status":1}"#),
            Ending(
                name: "upserted", method: "POST", path: Path.user("upserted"),
                body: #"{"status":"1"}"#),
            Ending(
                name: "disabled2", method: "PATCH", path: "/users",
                body: #"[{"name":"disabled2","status":1}]"#),
            Ending(name: "deleted", method: "DELETE", path: Path.user("deleted"), body: nil),
            Ending(
                name: "deleted2", method: "DELETE", path: "/users", body: Body.names(["deleted2"])),
            Ending(
                name: "password", method: "PATCH", path: Path.user("password"),
                body: #"{"password":"next"}"#),
            Ending(
                name: "password2", method: "POST", path: "/users",
                body: #"[{"name":"password2","password":"next"}]"#),
            Ending(
                name: "ended", method: "POST", path: "/users/end",
                body: Body.guids([guid("ended")])),
            Ending(
                name: "renamed", method: "PATCH", path: Path.user("renamed"),
                body: #"{"nickName":"n","status":0}"#, ends: false),
            Ending(
                name: "read", method: "GET", path: "/users/status?type=user&guid=" + guid("read"),
                body: nil, ends: false),
        ]
    }

    @Test("disable, delete, password change and forced logout end every session")
    func ends() async throws {
        try await Stage.run { stage in
            var tokens: [String: [String]] = [:]
            var guids: [String: String] = [:]
            for name in Self.endings(guid: { $0 }).map(\.name) {
                try await stage.make(name, password: Stage.password)
                tokens[name] = [try await stage.logIn(name), try await stage.logIn(name)]
                guids[name] = try await stage.guid(of: name)
            }
            for ending in Self.endings(guid: { guids[$0] ?? "" }) {
                for token in tokens[ending.name] ?? [] {
                    #expect(try await stage.useStatus(token, of: ending.name) == 200)
                }
                let answer = try await stage.call(ending.method, ending.path, body: ending.body)
                #expect(answer.isSuccess && answer.total == 1, "\(ending.name): \(answer)")
                for token in tokens[ending.name] ?? [] {
                    let status = try await stage.useStatus(token, of: ending.name)
                    #expect(status == (ending.ends ? 401 : 200), "\(ending.name)")
                }
            }
        }
    }

    @Test("enabled or made anew, the account does not bring old tokens back") func revival()
        async throws
    {
        try await Stage.run { stage in
            for name in ["off", "gone"] { try await stage.make(name, password: Stage.password) }
            let off = try await stage.logIn("off")
            let gone = try await stage.logIn("gone")
            try await stage.play([
                Scenario("disable", "PATCH", Path.user("off"), body: #"{"status":1}"#, .ok),
                Scenario("delete", "DELETE", Path.user("gone"), .ok),
            ])
            #expect(try await stage.loginStatus("off", Stage.password) == 401)
            #expect(try await stage.loginStatus("gone", Stage.password) == 401)
            try await stage.play([
                Scenario("enable", "PATCH", Path.user("off"), body: #"{"status":0}"#, .ok),
                Scenario("make", "POST", Path.user("gone"), body: "{}", .ok),
            ])
            #expect(try await stage.useStatus(off, of: "off") == 401)
            #expect(try await stage.useStatus(gone, of: "gone") == 401)
            #expect(try await stage.loginStatus("off", Stage.password) == 200)
            #expect(try await stage.loginStatus("gone", Stage.password) == 401)
        }
    }
}
