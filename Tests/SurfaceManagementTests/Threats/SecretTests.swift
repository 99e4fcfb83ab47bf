import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// THREATS 24: no password, hash, key or foreign token in any answer; no password in metrics,
/// audit trail or files.
@Suite("Secrets", .serialized) struct SecretTests {
    /// Everything that is typed for a password somewhere below.
    private static let passwords = [
        Stage.password, ServerFixture.adminPassword, "Typed@Wrong1", "Short-1", "Next@2021",
        "Query-secret-1", "Ignored@2021", "Header-secret-1",
    ]

    @Test("no answer holds a password or a hash, and nothing else keeps one") func answers()
        async throws
    {
        try await Stage.run { stage in
            let answers = try await Self.beBusy(stage)
            let foo = try await stage.directory.named("foo")
            let hash = try #require(foo.passwordHash)
            let audit = try await stage.directory.store.read { (storage) throws(DirectoryError) in
                try storage.auditEntries(about: nil, limit: 1000)
            }
            #expect(!audit.isEmpty && answers.contains { $0.status >= 400 })
            let places = [
                ("answers", answers.map(\.description).joined(separator: "\n")),
                ("metrics", try await stage.server.main.send("GET", "/metrics").body),
                ("audit", audit.map { "\($0)" }.joined(separator: "\n")),
            ]
            for (place, text) in places {
                for secret in Self.passwords + [hash, "$argon2"] {
                    #expect(!text.contains(secret), "\(secret) in \(place)")
                }
            }
            let folder = stage.server.folder
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                guard let bytes = FileManager.default.contents(atPath: folder + "/" + file) else {
                    continue
                }
                for secret in Self.passwords {
                    let isThere = bytes.range(of: Data(secret.utf8)) != nil
                    #expect(!isThere, "\(secret) in \(file)")
                }
            }
        }
    }

    @Test("no refusal repeats the token that it refuses") func tokens() async throws {
        try await Stage.run { stage in
            let tokens = try await stage.logIn("foo")
            let logout = try await stage.call(
                "POST", "/v1/auth/logout", by: .bearer(tokens.access))
            let answers = [
                logout, try await stage.refresh(tokens.refresh),
                try await stage.refresh(tokens.access),
                try await stage.call("GET", "/v1/users", by: .bearer(tokens.access)),
                try await stage.call("GET", "/v1/users", by: .bearer(tokens.refresh)),
                try await stage.call("GET", "/v1/users", by: .header(tokens.refresh)),
            ]
            for answer in answers {
                for secret in [tokens.access, tokens.refresh] {
                    #expect(!answer.description.contains(secret), "\(answer)")
                }
            }
        }
    }

    /// All kinds of calls with passwords in every place that a caller might put them.
    private static func beBusy(_ stage: Stage) async throws -> [WireResponse] {
        let foo = try stage.path(of: "foo")
        let users = "/v1/users"
        let login = "/v1/auth/login"
        let keyed = [("Idempotency-Key", "k")]
        let calls: [(String, String, Caller, [(String, String)], String?)] = [
            ("POST", login, .anonymous, [], Body.login("foo", Stage.password)),
            ("POST", login, .anonymous, [], Body.login("foo", "Typed@Wrong1")),
            ("POST", login, .anonymous, [], Body.login("Typed@Wrong1", "Typed@Wrong1")),
            ("POST", login, .anonymous, [], #"{"username":"foo","password":"Typed@Wrong1""#),
            ("POST", login, .anonymous, [], #"{"username":"foo","password":["Typed@Wrong1"]}"#),
            ("POST", users, .admin, keyed, Body.user("jane", password: "Next@2021")),
            ("POST", users, .admin, keyed, Body.user("jane", password: "Next@2021")),
            ("POST", users, .admin, keyed, Body.user("june", password: "Next@2021")),
            ("POST", users, .admin, [], Body.user("jane", password: "Next@2021")),
            ("POST", users, .admin, [], Body.user("weak", password: "Short-1")),
            ("POST", users, .admin, [], Body.user("x", password: "Short-1")),
            ("POST", users, .admin, [], Body.user("jane", password: "Next@2021") + "}"),
            ("POST", users, .user, [], Body.user("june", password: "Next@2021")),
            ("PUT", foo, .admin, [], #"{"password":"Ignored@2021","phone":"1"}"#),
            ("PUT", foo, .user, [], #"{"password":"Ignored@2021","email":"x"}"#),
            ("GET", users + "?password=Query-secret-1&page=Query-secret-1", .admin, [], nil),
            ("GET", users + "?status=Query-secret-1", .admin, [], nil),
            ("GET", foo + "?password=Query-secret-1", .admin, [], nil),
            ("GET", users, .admin, [], nil), ("GET", foo, .user, [], nil),
            ("GET", users, .header("Bearer Header-secret-1"), [], nil),
            ("GET", users, .header("Header-secret-1"), [], nil),
        ]
        var answers: [WireResponse] = []
        for (method, target, caller, headers, body) in calls {
            answers.append(
                try await stage.call(method, target, by: caller, headers: headers, body: body))
        }
        return answers
    }
}
