import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// The header `bitkey`: contracts/bitanswer.md §0, §1; DESIGN §2 on API keys.
@Suite("Credentials", .serialized) struct CredentialTests {
    @Test("a missing or wrong key is 401 with 1002") func wrong() async throws {
        try await Stage.run { stage in
            let token = try await stage.server.adminToken()
            func list(
                _ name: String, _ key: String?, headers: [(String, String)] = [],
                query: String = ""
            ) -> Scenario {
                Scenario(
                    name, "GET", "/users" + query, key: key, headers: headers, .refused(.badKey))
            }
            try await stage.play([
                list("none", nil), list("empty", ""), list("another", "x"),
                list("one more character", Stage.key + "x"),
                list("one less", String(Stage.key.dropLast())),
                list("in capitals", Stage.key.uppercased()),
                list("a made-up key of our form", "rosterkey_" + Stage.key),
                list("with a scheme", "Bearer \(Stage.key)"),
                list("an access token", token),
                list("as a bearer", nil, headers: [("Authorization", "Bearer \(Stage.key)")]),
                list(
                    "an access token as a bearer", nil,
                    headers: [("Authorization", "Bearer \(token)")]),
                list("in the query", nil, query: "?bitkey=\(Stage.key)"),
                Scenario("the right one", "GET", "/users", .records(["admin"])),
            ])
        }
    }

    @Test("a key opens the surface when its role is admin and its scopes name it") func scopes()
        async throws
    {
        try await Stage.run { stage in
            try await stage.make("foo")
            let good: [(String, [String]?)] = [
                ("all surfaces", nil), ("this one", ["BitAnswer"]),
                ("this one too", ["IAM", "BitAnswer"]),
            ]
            for (name, surfaces) in good {
                let key = try await stage.makeKey(name, for: surfaces).secret
                try await stage.play([
                    Scenario(name, "GET", "/users", key: key, .records(["admin", "foo"]))
                ])
            }
            let bad = [
                ("other surfaces", try await stage.makeKey("a", for: ["IAM", "Tavern"]).secret),
                ("role user", try await stage.makeKey("c", role: .user).secret),
                (
                    "role user, this one",
                    try await stage.makeKey("d", role: .user, for: ["BitAnswer"]).secret
                ),
                ("of a user", try await stage.makeKey("e", of: "foo", role: .user).secret),
            ]
            for (name, key) in bad {
                try await stage.play([
                    Scenario(name, "GET", "/users", key: key, .refused(.badKey)),
                    Scenario(
                        name + ", itself", "GET", Path.user("foo"), key: key, .refused(.badKey)),
                    Scenario(
                        name + ", a write", "DELETE", Path.user("foo"), key: key,
                        .refused(.badKey)),
                ])
            }
            let left = try await stage.call("GET", "/users")
            #expect(left.names == ["admin", "foo"], "\(left)")
        }
    }

    @Test("a key dies with its revocation and with its account") func dead() async throws {
        try await Stage.run { stage in
            for name in ["off", "gone"] { try await stage.make(name, role: .admin) }
            let revoked = try await stage.makeKey("revoked")
            let off = try await stage.makeKey("off", of: "off").secret
            let gone = try await stage.makeKey("gone", of: "gone").secret
            let keys = [revoked.secret, off, gone]
            for key in keys {
                let answer = try await stage.call("GET", "/users", key: key)
                #expect(answer.isSuccess, "\(answer)")
            }
            try await stage.directory.revokeKey(revoked.key.id, by: .system)
            try await stage.disable("off")
            try await stage.delete("gone")
            try await stage.play(
                keys.map { Scenario("a dead key", "GET", "/users", key: $0, .refused(.badKey)) })
        }
    }

    @Test("the setting decides at each start which key is the configured one") func restart()
        async throws
    {
        let next = "another-licence-server-key-4711"
        try await withTemporaryFolder { folder in
            try await ServerFixture.run(in: folder, change: { $0.bitanswerKey = Stage.key }) {
                server in
                try await Stage(server: server).play([
                    Scenario("the first", "GET", "/users", .ok),
                    Scenario("not yet", "GET", "/users", key: next, .refused(.badKey)),
                ])
            }
            try await ServerFixture.run(in: folder, change: { $0.bitanswerKey = next }) { server in
                try await Stage(server: server).play([
                    Scenario("the second", "GET", "/users", key: next, .ok),
                    Scenario("no longer", "GET", "/users", .refused(.badKey)),
                ])
            }
            try await ServerFixture.run(in: folder) { server in
                try await Stage(server: server).play([
                    Scenario("none is set", "GET", "/users", key: next, .refused(.badKey))
                ])
            }
        }
    }
}
