import Foundation
import Logging
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 24: no password, key, token or hash in any place that is read by others.
@Suite("Secrets", .serialized) struct SecretTests {
    @Test("no secret is in logs, metrics, audit trail, answers or files") func secrets()
        async throws
    {
        let lines = CapturedLines()
        try await withTemporaryFolder { folder in
            try await ServerFixture.run(
                in: folder,
                change: {
                    $0.bitanswerKey = Stage.key
                    $0.logLevel = .trace
                }, logger: lines.logger
            ) { server in
                let stage = Stage(server: server)
                let key = try await stage.makeKey("made").secret
                let token = try await server.adminToken()
                let bodies = try await Self.beBusy(stage, key: key, token: token)
                let metrics = try await server.main.send("GET", "/metrics")
                #expect(metrics.status == 200, "\(metrics)")
                let audit = try await stage.directory.store.read {
                    (storage) throws(DirectoryError) in
                    try storage.auditEntries(about: nil, limit: 1000)
                }
                let foo = try await stage.account("foo")
                let hash = try #require(foo.passwordHash)
                #expect(lines.all.contains { $0.contains("/bitanswer/api/users") })
                #expect(!audit.isEmpty)
                let places = [
                    ("log", lines.all.joined(separator: "\n")), ("metrics", metrics.body),
                    ("audit", audit.map { "\($0)" }.joined(separator: "\n")),
                    ("answers", bodies.joined(separator: "\n")),
                ]
                let clear = Self.passwords + [Stage.key, key, token]
                for secret in clear + [hash] {
                    for (place, text) in places {
                        #expect(!text.contains(secret), "\(secret) in \(place)")
                    }
                }
                let files = try Self.files(in: folder)
                #expect(files.contains { $1.range(of: Data("Nick of foo".utf8)) != nil })
                for (file, bytes) in files {
                    for secret in clear {
                        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file)")
                    }
                }
            }
        }
    }

    private static let passwords = [
        "Alone-secret", "Batch-secret", "Refused-secret", "Cut-secret", "Kept-secret",
        "Query-secret", "Wrong-key-secret",
    ]

    /// All kinds of calls with secrets in every place that a caller might put them.
    /// - Returns: The answers, heads included.
    private static func beBusy(
        _ stage: Stage, key: String, token: String
    ) async throws -> [String] {
        let id = [("x-bit-req-id", "secret-1")]
        let kept = #"[{"name":"bar","password":"Kept-secret"}]"#
        let foo = Path.user("foo")
        let calls: [(String, String, String?, [(String, String)], String?)] = [
            ("POST", foo, Stage.key, [], #"{"nickName":"Nick of foo","password":"Alone-secret"}"#),
            ("POST", "/users", key, [], #"[{"name":"foo","password":"Batch-secret"}]"#),
            ("POST", "/users", Stage.key, id, kept), ("POST", "/users", Stage.key, id, kept),
            ("POST", "/users", Stage.key, id, #"[{"name":"bar","password":"Refused-secret"}]"#),
            ("PATCH", foo, Stage.key, [], #"{"status":7,"password":"Refused-secret"}"#),
            ("PATCH", foo, Stage.key, [], #"{"password":["Refused-secret"]}"#),
            ("PATCH", foo, Stage.key, [], #"{"password":"Refused-secret\u0000"}"#),
            (
                "POST", "/users", Stage.key, [],
                #"[{"name":"foo","password":"Refused-secret"},{"name":"","password":"x"}]"#
            ),
            ("PATCH", Path.user("nobody"), Stage.key, [], #"{"password":"Refused-secret"}"#),
            ("POST", foo, Stage.key, [], #"{"password":"Cut-secret"#),
            ("POST", "/users", Stage.key, [], #"[{"name":"foo","password":"Cut-secret""#),
            ("POST", foo, Stage.key, [], #"{"name":"other","password":"Refused-secret"}"#),
            ("PATCH", Path.user("admin"), Stage.key, [], #"{"password":"Refused-secret"}"#),
            ("GET", "/users?limit=1&password=Query-secret", Stage.key, [], nil),
            ("GET", "/users?bitkey=\(Stage.key)", nil, [], nil),
            ("GET", "/users", "Wrong-key-secret", [], nil), ("GET", "/users", token, [], nil),
            ("GET", "/users", nil, [("Authorization", "Bearer \(token)")], nil),
            ("GET", "/users", key, [], nil), ("DELETE", Path.user("bar"), key, [], nil),
        ]
        var answers: [String] = []
        for (method, path, key, headers, body) in calls {
            let answer = try await stage.call(method, path, key: key, headers: headers, body: body)
            answers.append(answer.description)
        }
        #expect(try await stage.loginStatus("foo", "Batch-secret") == 200)
        return answers
    }

    private static func files(in folder: String) throws -> [(String, Data)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            FileManager.default.contents(atPath: folder + "/" + name).map { (name, $0) }
        }
    }
}
