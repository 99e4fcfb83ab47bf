import Foundation
import Logging
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Synchronization
import Testing

/// THREATS 24 and 25: what is written where.
@Suite("Secrets and events", .serialized) struct SecretTests {
    @Test("no secret is in logs, metrics, audit trail, error bodies or files") func secrets()
        async throws
    {
        let lines = CapturedLines()
        try await withTemporaryFolder { folder in
            try await ServerFixture.run(
                in: folder, change: { $0.logLevel = .trace }, logger: lines.logger
            ) {
                server in
                let stage = try await Stage(server)
                let key = try await stage.directory.createKey(
                    name: "k", owner: nil, role: nil, scopes: nil, by: .system
                ).secret
                let bodies = try await Self.beBusy(stage, key: key)
                let metrics = try await server.main.send("GET", "/metrics").body
                let audit = try await stage.directory.store.read {
                    (storage) throws(DirectoryError) in
                    try storage.auditEntries(about: nil, limit: 1000)
                }
                let hash = try await stage.directory.account(
                    .name(FoldedKey(folding: "foo")), by: .operator
                ).passwordHash
                #expect(lines.all.contains { $0.contains("/v1/users/foo") } && !audit.isEmpty)
                let places = [
                    ("log", lines.all.joined(separator: "\n")), ("metrics", metrics),
                    ("audit", audit.map { "\($0)" }.joined(separator: "\n")),
                    ("errors", bodies.joined(separator: "\n")),
                ]
                let clear =
                    Self.passwords + [
                        stage.admin, stage.user, key, ServerFixture.adminPassword,
                        String(Caller.basicHeader("foo", Stage.password).dropFirst(6)),
                        String(Caller.basicHeader("foo", "Typed@Wrong1").dropFirst(6)),
                    ]
                for secret in clear + [try #require(hash)] {
                    for (place, text) in places {
                        #expect(!text.contains(secret), "\(secret) in \(place)")
                    }
                }
                let files = try Self.files(in: folder)
                #expect(files.contains { $1.range(of: Data("foo@example.com".utf8)) != nil })
                for (file, bytes) in files {
                    for secret in clear {
                        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret) in \(file)")
                    }
                }
            }
        }
    }

    @Test("no refused or failed change leaves an event") func events() async throws {
        try await Stage.run { stage in
            @Sendable func events() async throws -> [OutboxEvent] {
                try await stage.directory.store.read { (storage) throws(DirectoryError) in
                    try storage.waitingEvents(limit: 1000).map(\.event)
                }
            }
            let before = try await events()
            let update = #"{"nickname":"n","email":"foo@example.com"}"#
            let refused: [Scenario] = [
                Scenario(
                    "a taken name", "POST", "/v1/users",
                    body: Body.user("foo", email: "\"x@example.com\""), .code(.userExists)),
                Scenario("a weak user", "POST", "/v1/users", body: "{}", .code(.validation)),
                Scenario(
                    "a user's create", "POST", "/v1/users", by: .user,
                    body: Body.user("bar"), .code(.permissionDenied)),
                Scenario(
                    "a stale update", "PUT", "/v1/users/foo",
                    headers: [("If-Match", "\"stale\"")], body: update, .code(.modified)),
                Scenario(
                    "a missing e-mail", "PUT", "/v1/users/foo", body: #"{"nickname":"n"}"#,
                    .code(.validation)),
                Scenario(
                    "a wrong old password", "PUT", "/v1/users/foo/change_password",
                    body: Body.passwords(old: "wrong", new: "Foo@2021"), .code(.passwordIncorrect)),
                Scenario(
                    "the last administrator", "DELETE", "/v1/users?name=foo&name=admin",
                    .code(.permissionDenied)),
                Scenario(
                    "a user's delete", "DELETE", "/v1/users/foo", by: .user,
                    .code(.permissionDenied)),
                Scenario("nobody's delete", "DELETE", "/v1/users/nobody", .null),
                Scenario(
                    "a failed login", "POST", "/login", by: .anonymous,
                    body: Body.login("foo", "wrong"), .unauthorized()),
            ]
            try await stage.play(refused)
            #expect(try await events() == before)
            try await stage.play([
                Scenario("a good update", "PUT", "/v1/users/foo", body: update, .user),
                Scenario(
                    "a good change", "PUT", "/v1/users/foo/change_password",
                    body: Body.passwords(old: Stage.password, new: "Foo@2021"), .null),
                Scenario("a good delete", "DELETE", "/v1/users/foo", .null),
            ])
            #expect(
                try await events().dropFirst(before.count).map(\.type)
                    == [.accountUpdated, .passwordChanged, .accountDeleted])
        }
    }

    private static let passwords = [
        "Typed@Wrong1", "Weak-secret", "Next@2021", "Query-secret", "Foo@2020",
    ]

    /// All kinds of calls with secrets in every place that a caller might put them.
    /// - Returns: The bodies of the refusals.
    private static func beBusy(_ stage: Stage, key: String) async throws -> [String] {
        let change = "/v1/users/foo/change_password"
        let scenarios: [(String, String, Caller, String?)] = [
            ("POST", "/login", .anonymous, Body.login("foo", "Typed@Wrong1")),
            ("POST", "/login", .anonymous, #"{"username":"foo","password":"Typed@Wrong1""#),
            ("GET", "/v1/users/foo", .basic("foo", "Typed@Wrong1"), nil),
            ("GET", "/v1/users/foo", .basic("foo", Stage.password), nil),
            ("GET", "/v1/users", .header("Bearer \(key)"), nil),
            ("GET", "/v1/users", .header("Bearer \(key)x"), nil),
            ("GET", "/v1/users", .header("Bearer \(stage.user)x"), nil),
            ("GET", "/v1/users", .header(stage.user), nil),
            ("POST", "/v1/users", .admin, Body.user("bar", password: "\"Weak-secret\"")),
            ("POST", "/v1/users", .admin, Body.user("bar", password: "\"Next@2021\"")),
            ("POST", "/v1/users", .admin, Body.user("foo", password: "\"Next@2021\"")),
            ("PUT", change, .admin, Body.passwords(old: "Typed@Wrong1", new: "Next@2021")),
            ("PUT", change, .admin, Body.passwords(old: Stage.password, new: "Weak-secret")),
            ("POST", "/refresh?token=\(stage.user)x", .anonymous, nil),
            ("POST", "/refresh?token=\(stage.user)", .anonymous, nil),
            ("GET", "/v1/users?limit=Query-secret&password=Query-secret", .admin, nil),
            ("POST", "/logout", .header("Bearer \(stage.user)"), nil),
            ("GET", "/v1/users/foo", .header("Bearer \(stage.user)"), nil),
        ]
        var bodies: [String] = []
        for (method, target, caller, body) in scenarios {
            let answer = try await stage.call(method, target, by: caller, body: body)
            if answer.status >= 400 { bodies.append(answer.description) }
        }
        return bodies
    }

    private static func files(in folder: String) throws -> [(String, Data)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            FileManager.default.contents(atPath: folder + "/" + name).map { (name, $0) }
        }
    }
}
