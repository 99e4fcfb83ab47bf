import Foundation
import Glibc
import RosterTestSupport
import Testing

@Suite("Connections", .serialized)
struct ConnectionTests {
    @Test("a connection serves one request after another, pipelined ones in their order")
    func keepAlive() async throws {
        try await ServerFixture.run { server in
            let port = server.main.port
            try await onThread {
                let connection = try WireConnection(port: port)
                defer { connection.close() }
                for path in ["/healthz", "/nowhere", "/readyz"] {
                    let answer = try connection.exchange("GET", path)
                    #expect(answer.status == (path == "/nowhere" ? 404 : 200), "\(answer)")
                    #expect(answer.header("Connection") != "close", "\(answer)")
                }
            }
            let answers = try await onThread {
                let connection = try WireConnection(port: port)
                defer { connection.close() }
                let paths = ["/version", "/nowhere", "/healthz"]
                try connection.write(paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
                try connection.write("GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return String(decoding: connection.readToEnd(), as: UTF8.self)
            }
            let bodies = answers.matches(of: /\r\n\r\n(\{.*?\})/).map { String($0.1) }
            #expect(bodies.count == 4, "\(answers)")
            #expect(bodies.first?.contains("compiler") == true)
            #expect(
                bodies.dropFirst() == [
                    #"{"error":"not found"}"#, #"{"status":"ok"}"#, #"{"status":"ready"}"#,
                ])
        }
    }

    @Test("a client that says that it sends nothing more gets all answers that it asked for")
    func halfClosed() async throws {
        try await ServerFixture.run { server in
            for count in [1, 2, 5] {
                let answers = try await onThread { [port = server.main.port] in
                    let connection = try WireConnection(port: port)
                    defer { connection.close() }
                    let request = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                    try connection.write(String(repeating: request, count: count))
                    connection.finishWriting()
                    return String(decoding: connection.readToEnd(), as: UTF8.self)
                }
                #expect(answers.matches(of: #/HTTP\/1.1 200 /#).count == count, "\(answers)")
                #expect(answers.hasSuffix(#"{"status":"ok"}"#))
            }
        }
    }

    @Test("HEAD is GET without the body, and the connection goes on after it")
    func head() async throws {
        try await ServerFixture.run { server in
            for (client, path) in [(server.main, "/healthz"), (server.iam, "/v1/users")] {
                let get = try await client.send("GET", path)
                let (answer, next) = try await onThread {
                    let connection = try WireConnection(port: client.port)
                    defer { connection.close() }
                    try connection.write("HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                    let answer = try connection.readResponse(hasBody: false)
                    return (answer, try connection.exchange("GET", path))
                }
                #expect(answer.status == get.status && next.status == get.status)
                #expect(answer.header("Content-Length") == String(get.body.utf8.count))
                #expect(answer.header("Content-Type") == get.header("Content-Type"))
                #expect(next.body == get.body, "the body of HEAD came after all")
            }
        }
    }

    @Test("HTTP/1.0 is answered, and closed when the client says so")
    func oldVersion() async throws {
        try await ServerFixture.run { server in
            let text = try await onThread { [port = server.main.port] in
                let connection = try WireConnection(port: port, timeoutSeconds: 10)
                defer { connection.close() }
                let start = ContinuousClock.now
                try connection.write("GET /healthz HTTP/1.0\r\nConnection: close\r\n\r\n")
                let text = String(decoding: connection.readToEnd(), as: UTF8.self)
                return ContinuousClock.now - start < .seconds(9) ? text : "left open: " + text
            }
            #expect(text.hasPrefix("HTTP/1.") && text.contains(" 200 "), "\(text)")
            #expect(text.hasSuffix(#"{"status":"ok"}"#), "\(text)")
        }
    }

    @Test("what is no HTTP gets a 400 or a closed connection, and others do not notice")
    func garbage() async throws {
        try await ServerFixture.run { server in
            let samples = [
                "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\0\0\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\nBad Name: x\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                    + "Content-Length: 4\r\n\r\n0\r\n\r\n",
            ]
            for sample in samples {
                let text = try await onThread { [port = server.iam.port] in
                    let connection = try WireConnection(port: port, timeoutSeconds: 10)
                    defer { connection.close() }
                    try connection.write(sample)
                    connection.finishWriting()
                    return String(decoding: connection.readToEnd(), as: UTF8.self)
                }
                #expect(!text.contains(" 200 ") && !text.contains(" 500 "), "\(sample): \(text)")
                #expect(try await server.iam.send("GET", "/healthz").status == 200)
            }
        }
    }

    @Test("hundreds of idle connections do not hinder others")
    func idleConnections() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let iam = try server.client("IAM")
            let token = try await iam.token()
            let idle = try await onThread {
                try (0..<200).map { number in
                    let connection = try WireConnection(port: iam.port)
                    // Some say nothing at all, some stop in the middle of a request.
                    if number.isMultiple(of: 2) {
                        try connection.write("GET /healthz HTTP/1.1\r\n")
                    }
                    return connection
                }
            }
            let clock = ContinuousClock()
            let start = clock.now
            for _ in 0..<20 {
                let answer = try await iam.send("GET", "/v1/users/admin", bearer: token)
                #expect(answer.status == 200)
            }
            #expect(clock.now - start < .seconds(10))
            idle.forEach { $0.close() }
            server.kill(SIGKILL)
            await server.wait()
        }
    }

    @Test("the soft limit of open files that shells start with does not bound connections")
    func openFiles() async throws {
        try await withTemporaryFolder { folder in
            let server = try ProgramRun.serve(
                folder: folder,
                environment: ["ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword],
                openFilesMax: 128)
            try await server.waitUntilServing()
            var ops = try server.client("Ops")
            ops.timeoutSeconds = 5
            let port = ops.port
            let idle = try await onThread {
                try (0..<160).map { _ in try WireConnection(port: port) }
            }
            #expect(try await ops.send("GET", "/readyz").status == 200)
            idle.forEach { $0.close() }
        }
    }

    @Test("idle connections do not hold a shutdown")
    func idleShutdown() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let port = try server.client("Ops").port
            let idle = try await onThread {
                let connections = try (0..<5).map { _ in try WireConnection(port: port) }
                // One has said nothing yet, one is within a request, the others between two.
                for connection in connections.dropFirst(2) {
                    _ = try connection.exchange("GET", "/healthz")
                }
                try connections[1].write("GET /healthz HT")
                return connections
            }
            let clock = ContinuousClock()
            let start = clock.now
            server.kill(SIGTERM)
            #expect(await server.wait() == 0, "\(server.errors)")
            #expect(clock.now - start < .seconds(10), "it took \(clock.now - start)")
            idle.forEach { $0.close() }
        }
    }
}

extension WireConnection {
    /// Everything until the server closes or is silent for the connection's time.
    func readToEnd() -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let more = read()
            if more.isEmpty { return all }
            all += more
        }
    }
}
