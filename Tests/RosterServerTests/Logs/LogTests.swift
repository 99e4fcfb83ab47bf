import Foundation
import Glibc
import Logging
import RosterServer
import RosterTestSupport
import Synchronization
import Testing

@Suite("Logs", .serialized)
struct LogTests {
    @Test("a request that failed is one JSON line, with its id, and without query and secrets")
    func lines() async throws {
        let lines = try await linesOf(level: .trace) { server in
            let token = try await server.adminToken()
            let headers = [("Authorization", "Bearer \(token)"), ("X-Request-ID", "my-id-1")]
            _ = try await server.iam.send(
                "GET", "/v1/users/nobody?password=InTheQuery", headers: headers)
            _ = try await server.iam.send(
                "POST", "/v1/users", headers: headers, body: userBody("logged"))
            _ = try await server.iam.send(
                "PUT", "/v1/users/logged/change_password", headers: headers,
                body: #"{"oldPassword":"Wrong@2020","newPassword":"Other@2020"}"#)
            _ = try await server.iam.send(
                "POST", "/login", headers: [("Authorization", "Basic YWRtaW46R2VoZWltQDE=")])
            _ = try await server.iam.send(
                "POST", "/login", body: #"{"username":"admin","password":"Typed@2020"}"#)
            return [
                token, "InTheQuery", "Foo@2020", "Wrong@2020", "Other@2020", "Typed@2020",
                "Admin@2021", "YWRtaW46R2VoZWltQDE=", "Geheim@1", "$argon2",
            ]
        }
        let missing = lines.filter { $0["path"] == "/v1/users/nobody" }
        #expect(missing.count == 1)
        #expect(missing.first?["request"] == "my-id-1")
        #expect(missing.first?["status"] == "404" && missing.first?["method"] == "GET")
        #expect(missing.first?["surface"] == "IAM" && missing.first?["client"] == "127.0.0.1")
        #expect(missing.first?["level"] == "info" && missing.first?["message"] == "request")
        let made = lines.first { $0["path"] == "/v1/users" && $0["status"] == "200" }
        #expect(made?["level"] == "debug")
    }

    @Test("at info, what went well leaves no line")
    func quiet() async throws {
        let lines = try await linesOf(level: .info) { server in
            _ = try await server.adminToken()
            _ = try await server.main.send("GET", "/healthz")
            _ = try await server.main.send("GET", "/nowhere")
            return []
        }
        #expect(lines.filter { $0["message"] == "request" }.map { $0["status"] } == ["404"])
    }

    @Test("what callers send cannot break a line or forge one")
    func hostileText() async throws {
        let lines = try await linesOf(level: .debug) { server in
            for path in ["/%0A%7B%22level%22:%22error%22%7D", "/\"},{\"a\":\"", "/%E2%80%AEx"] {
                _ = try await server.main.send("GET", path)
            }
            return []
        }
        #expect(lines.filter { $0["message"] == "request" }.count == 3)
    }

    @Test("the program writes JSON lines unless text is asked for, from the level that is set on")
    func formats() async throws {
        for (flags, isJSON, hasGood) in [
            (["--log-level", "debug"], true, true), ([], true, false),
            (["--log-format", "text", "--log-level", "debug"], false, true),
            (["--log-level", "critical"], true, false),
        ] {
            try await withTemporaryFolder { folder in
                let server = try await ServerProcess.serve(folder: folder, flags: flags)
                let ops = try server.client("Ops")
                _ = try await ops.send("GET", "/healthz")
                _ = try await ops.send("GET", "/nowhere")
                server.kill(SIGTERM)
                #expect(await server.wait() == 0)
                let lines = server.errors.split(separator: "\n").map(String.init)
                #expect(lines.contains { $0.contains("/healthz") } == hasGood, "\(flags): \(lines)")
                #expect(
                    lines.contains { $0.contains("/nowhere") } == !flags.contains("critical"),
                    "\(flags): \(lines)")
                for line in lines {
                    let object = try? JSONSerialization.jsonObject(with: Data(line.utf8))
                    #expect((object is [String: Any]) == isJSON, "\(flags): \(line)")
                    if flags.isEmpty { #expect(!line.contains(#""level":"debug""#)) }
                }
                #expect(!server.output.contains("{"), "logs belong on standard error")
            }
        }
    }

    /// The lines of a server's log, parsed; `body` returns what must stand in none of them.
    private func linesOf(
        level: Logger.Level, _ body: @Sendable (ServerFixture) async throws -> [String]
    ) async throws -> [[String: String]] {
        let written = LineCollector()
        let logger = Logger(label: "test") { label in
            JSONLogHandler(label: label, logLevel: level) { written.add($0) }
        }
        let secrets = Mutex<[String]>([])
        try await ServerFixture.run(logger: logger) { server in
            let found = try await body(server)
            secrets.withLock { $0 = found }
        }
        let text = String(decoding: written.bytes, as: UTF8.self)
        for secret in secrets.withLock({ $0 }) { #expect(!text.contains(secret), "\(secret)") }
        return try text.split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require(value as? [String: String], "\(line)")
        }
    }
}

/// What a log wrote; the lock guards it.
private final class LineCollector: Sendable {
    private let state = Mutex<[UInt8]>([])

    var bytes: [UInt8] { state.withLock { $0 } }

    func add(_ line: [UInt8]) { state.withLock { $0 += line } }
}
