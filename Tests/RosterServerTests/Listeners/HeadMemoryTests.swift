import Foundation
import Glibc
import RosterTestSupport
import SurfaceKit
import Testing

/// Heads of requests share one budget (THREATS 22, 31).
@Suite("Memory for heads", .serialized)
struct HeadMemoryTests {
    private static let part = Bounds.headBudgetBytes / 4

    @Test("unfinished heads on many connections cost a bounded amount, and others go on")
    func unfinished() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            let (iam, ops) = (try server.client("IAM"), try server.client("Ops"))
            _ = try await iam.token()
            let before = try residentMiB(of: server.processID)
            let head =
                "GET /healthz HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "x", count: 70_000)
            let open = try await onThread { [port = iam.port] in
                try (0..<1000).map { _ in
                    let connection = try WireConnection(port: port, timeoutSeconds: 5)
                    // The server ends those that find no room.
                    try? connection.write(head)
                    return connection
                }
            }
            let isRefused = try await eventually {
                let text = try await ops.send("GET", "/metrics").body
                return text.firstMatch(of: /roster_heads_refused_total [1-9]/) != nil
            }
            #expect(isRefused)
            let most = try residentMiB(of: server.processID)
            #expect(most - before < 60, "\(most - before) MiB for 1000 heads of 70 kB")
            _ = try await iam.token()
            let last = try #require(open.last)
            let answer = try await onThread { try last.readResponse() }
            #expect(answer.status == 503 && answer.header("Retry-After") != nil, "\(answer)")
            open.forEach { $0.close() }
            #expect(try await Self.isFree(ops))
        }
    }

    @Test("requests on many streams of HTTP/2 that wait for their bodies do as well")
    func streams() async throws {
        try await withHTTPSProcess { server, folder in
            let (port, opsPort) = (try server.client("IAM").port, try server.client("Ops").port)
            let metrics: @Sendable () async throws -> String = {
                try await Tool.run([
                    "curl", "-sS", "--cacert", folder + "/certificate.pem",
                    "https://localhost:\(opsPort)/metrics",
                ])
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        let field = "a: " + String(repeating: "x", count: 15_000)
                        _ = try await HTTP2Client.run(
                            port: port, "held", streams: 100, path: "/login", fields: [field]
                        ) {
                            let isFull = try await eventually {
                                let text = try await metrics()
                                return text.firstMatch(of: /roster_heads_refused_total [1-9]/)
                                    != nil
                            }
                            #expect(isFull)
                            let text = try await metrics()
                            let held = try #require(
                                text.firstMatch(of: /roster_head_bytes{size="large"} ([0-9]+)/)
                            ).1
                            #expect(try #require(Int(held)) <= Self.part)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func isFree(_ ops: WireClient) async throws -> Bool {
        try await eventually {
            let text = try await ops.send("GET", "/metrics").body
            return text.firstMatch(of: /roster_head_bytes{size="large"} 0\n/) != nil
        }
    }
}
