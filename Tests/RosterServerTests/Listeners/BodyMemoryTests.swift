import Foundation
import Glibc
import RosterTestSupport
import Testing

/// Bodies that stop before their end share one budget (THREATS 22, 31).
@Suite("Memory for bodies", .serialized)
struct BodyMemoryTests {
    private static let length = 1 << 20

    @Test("hundreds of bodies that stop cost a bounded amount, logins go on, and memory comes back")
    func stalledBodies() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let iam = try server.client("IAM")
            _ = try await iam.token()
            let before = try residentMiB(of: server.processID)
            let port = iam.port
            let threads = (0..<300).map { _ in
                Task { try await onThread { try Self.stalledAnswer(port: port) } }
            }
            var most = 0
            for _ in 0..<8 {
                try await Task.sleep(for: .milliseconds(400))
                most = max(most, try residentMiB(of: server.processID))
                let start = ContinuousClock.now
                _ = try await iam.token()
                #expect(ContinuousClock.now - start < .seconds(5))
            }
            #expect(most - before < 120, "\(most - before) MiB for 300 bodies of 1 MiB")
            let ops = try server.client("Ops")
            let metrics = try await ops.send("GET", "/metrics").body
            #expect(metrics.contains("roster_body_bytes{size=\"large\"} "), "\(metrics)")
            var texts: [String] = []
            for thread in threads { texts.append((try? await thread.value) ?? "") }
            let refused = texts.filter { $0.contains(" 503 ") }
            #expect(!refused.isEmpty)
            for text in refused {
                #expect(text.contains("retry-after: ") || text.contains("Retry-After: "))
                #expect(text.contains(#""code":100"#), "\(text)")
            }
            let isBack = try await eventually(withinSeconds: 30) {
                try residentMiB(of: server.processID) - before < 40
            }
            let rest = try residentMiB(of: server.processID) - before
            #expect(isBack, "\(rest) MiB are kept")
            let after = try await ops.send("GET", "/metrics").body
            #expect(after.contains("roster_body_bytes{size=\"large\"} 0"))
            #expect(after.firstMatch(of: /roster_bodies_refused_total [1-9]/) != nil)
            server.kill(SIGTERM)
            #expect(await server.wait() == 0, "\(server.errors)")
        }
    }

    /// What comes for a body of which all but the last byte is sent, as far as it is taken.
    private static func stalledAnswer(port: Int) throws -> String {
        let connection = try WireConnection(port: port, timeoutSeconds: 8)
        defer { connection.close() }
        try connection.write(
            "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n")
        let part = [UInt8](repeating: 0x20, count: length - 1)
        try? connection.write(part)
        return String(decoding: connection.read(), as: UTF8.self)
    }

    @Test("a hundred streams of one HTTP/2 connection cost no more")
    func stalledStreams() async throws {
        try await withHTTPSProcess { server, _ in
            let port = try server.client("IAM").port
            let before = try residentMiB(of: server.processID)
            var most = 0
            let (sent, answers) = try await HTTP2Client.run(
                port: port, "bodies", streams: 100, path: "/login"
            ) {
                most = try residentMiB(of: server.processID)
            }
            #expect(most - before < 60, "\(most - before) MiB for \(sent)")
            #expect(!answers.isEmpty)
        }
    }

    @Test("an unread body costs a connection little, whatever it sends")
    func unreadBodies() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let iam = try server.client("IAM")
            _ = try await iam.token()
            let before = try residentMiB(of: server.processID)
            // Each is admitted or waits for room: none is read further.
            let open = try await onThread {
                try (0..<400).map { _ in
                    let connection = try WireConnection(port: iam.port, timeoutSeconds: 1)
                    try connection.write(
                        "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: \(Self.length)\r\n\r\n"
                            + String(repeating: " ", count: 30_000))
                    return connection
                }
            }
            let most = try residentMiB(of: server.processID)
            #expect(most - before < 60, "\(most - before) MiB")
            open.forEach { $0.close() }
        }
    }

    @Test("what is refused without the body is refused before any of it is sent")
    func early() async throws {
        try await ServerFixture.run { server in
            let cases: [(String, Int)] = [
                ("PUT /api/v2/storage/abc", server.main.port),
                ("POST /api/v2/users", server.main.port),
                ("POST /v1/users", server.iam.port), ("PATCH /users/1", server.main.port),
            ]
            for (line, port) in cases {
                for expect in ["", "Expect: 100-continue\r\n"] {
                    let start = ContinuousClock.now
                    let answer = try await onThread {
                        let connection = try WireConnection(port: port, timeoutSeconds: 10)
                        defer { connection.close() }
                        try connection.write(
                            "\(line) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n"
                                + "Content-Type: text/plain\r\n\(expect)\r\n")
                        return try connection.readResponse()
                    }
                    #expect(ContinuousClock.now - start < .seconds(5))
                    #expect((400..<500).contains(answer.status), "\(line): \(answer)")
                    #expect(answer.status != 408 && answer.header("Connection") == "close")
                }
            }
        }
    }

    @Test("a call that takes no body is answered while one is still to come")
    func notRead() async throws {
        try await ServerFixture.run { server in
            let token = try await server.adminToken()
            let answer = try await onThread { [port = server.iam.port] in
                let connection = try WireConnection(port: port, timeoutSeconds: 10)
                defer { connection.close() }
                try connection.write(
                    "GET /v1/users/admin HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n"
                        + "Content-Length: 1000000\r\n\r\n")
                return try connection.readResponse()
            }
            #expect(answer.status == 200, "\(answer)")
        }
    }
}
