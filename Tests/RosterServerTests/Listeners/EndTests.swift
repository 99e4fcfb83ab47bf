import Foundation
import Glibc
import RosterTestSupport
import Synchronization
import Testing

/// SIGTERM finishes what was accepted.
@Suite("The end of a server", .serialized)
struct EndTests {
    /// What became of requests on connections of their own.
    private final class Outcomes: Sendable {
        private let state = Mutex((answered: 0, cut: [String](), refused: 0))

        var counts: (answered: Int, cut: [String], refused: Int) { state.withLock { $0 } }

        /// Whether the server is still there.
        func run(_ port: Int) -> Bool {
            let connection: WireConnection
            do {
                connection = try WireConnection(port: port)
            } catch {
                let isRefused = "\(error)".contains("cannotConnect(111)")
                state.withLock {
                    if isRefused { $0.refused += 1 } else { $0.cut.append("\(error)") }
                }
                return false
            }
            defer { connection.close() }
            do {
                try connection.write(
                    "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                let answer = try connection.readResponse()
                state.withLock {
                    if answer.status == 200 {
                        $0.answered += 1
                    } else {
                        $0.cut.append("\(answer)")
                    }
                }
            } catch {
                state.withLock { $0.cut.append("\(error)") }
            }
            return true
        }
    }

    @Test("of thousands of short requests none that connected is cut", arguments: 0..<3)
    func newConnections(_ round: Int) async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let port = try server.client("Ops").port
            let outcomes = Outcomes()
            let threads = (0..<16).map { _ in
                Task {
                    try await onThread {
                        while outcomes.run(port) {}
                    }
                }
            }
            #expect(try await eventually { outcomes.counts.answered > 1500 })
            server.kill(SIGTERM)
            for thread in threads { try await thread.value }
            #expect(await server.wait() == 0, "\(server.errors)")
            let counts = outcomes.counts
            #expect(counts.cut == [], "\(counts)")
            #expect(counts.refused > 0 && counts.answered > 1500)
        }
    }

    @Test("a request on a kept connection is answered as the end begins, and told that it ends")
    func keptConnections() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let port = try server.client("Ops").port
            let threads = (0..<8).map { number in
                Task {
                    try await onThread {
                        let connection = try WireConnection(port: port)
                        defer { connection.close() }
                        var answer = try connection.exchange("GET", "/healthz")
                        while answer.header("Connection") != "close" {
                            // Some rest a little between two requests.
                            if number > 3 { usleep(20_000) }
                            answer = try connection.exchange("GET", "/healthz")
                        }
                        return answer.status
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            server.kill(SIGTERM)
            for thread in threads { #expect(try await thread.value == 200) }
            #expect(await server.wait() == 0, "\(server.errors)")
        }
    }

    @Test("connections that wait in the queue of the system are served before the end")
    func queue() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let port = try server.client("Ops").port
            // Stopped, it accepts nothing; the system does.
            server.kill(SIGSTOP)
            let connections = try await onThread {
                try (0..<200).map { _ in
                    let connection = try WireConnection(port: port)
                    try connection.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                    return connection
                }
            }
            server.kill(SIGTERM)
            server.kill(SIGCONT)
            let statuses = try await onThread {
                try connections.map { connection in
                    defer { connection.close() }
                    let answer = try connection.readResponse()
                    return answer.status
                }
            }
            #expect(Set(statuses) == [200])
            #expect(await server.wait() == 0, "\(server.errors)")
        }
    }
}
