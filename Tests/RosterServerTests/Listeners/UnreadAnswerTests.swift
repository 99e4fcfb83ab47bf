import Foundation
import Glibc
import RosterTestSupport
import Testing

/// Answers that their callers do not read share one budget (THREATS 22, 32).
@Suite("Answers that nobody reads", .serialized)
struct UnreadAnswerTests {
    /// Makes a list of cards large: two megabytes.
    private static func fill(_ client: WireClient) async throws {
        let text = String(repeating: "x", count: 200_000)
        for number in 0..<10 {
            let answer = try await client.send(
                "POST", "/users", headers: [("Content-Type", "application/json")],
                body: #"{"snapshot":{"name":"card \#(number)","notes":"\#(text)"}}"#)
            guard answer.status == 201 else { throw FixtureFailure(text: "\(answer)") }
        }
    }

    private static let request = "GET /users HTTP/1.1\r\nHost: localhost\r\n\r\n"

    @Test("many large answers unread cost a bounded amount, and readers get theirs")
    func unread() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(
                folder: folder, flags: ["--limits-answer-bytes", "64MiB"])
            let main = try server.client("Tavern")
            try await Self.fill(main)
            let whole = try await main.send("GET", "/users")
            #expect(whole.status == 200)
            let size = whole.body.utf8.count
            #expect(size > 1_000_000)
            let before = try residentMiB(of: server.processID)
            let open = try await onThread {
                try (0..<100).map { _ in
                    let connection = try WireConnection(port: main.port, timeoutSeconds: 5)
                    // Pipelined ones do not pile up either.
                    try connection.write(Self.request + Self.request)
                    return connection
                }
            }
            let ops = try server.client("Ops")
            // An eighth of the budget is full, and the first have been closed for others.
            let isFull = try await eventually {
                let text = try await ops.send("GET", "/metrics").body
                return text.firstMatch(of: /roster_answer_bytes [1-9]/) != nil
                    && text.firstMatch(of: /roster_unread_connections_closed_total [1-9]/) != nil
            }
            #expect(isFull)
            let most = try residentMiB(of: server.processID)
            #expect(most - before < 150, "\(most - before) MiB for 100 answers of \(size)")
            // Who reads gets the whole answer, at the cost of those who do not.
            let read = try await main.send("GET", "/users")
            #expect(read.status == 200 && read.body.utf8.count == size, "\(read.status)")
            open.forEach { $0.close() }
            let isBack = try await eventually {
                let text = try await server.client("Ops").send("GET", "/metrics").body
                return text.firstMatch(of: /roster_answer_bytes [0-9]{1,5}\n/) != nil
            }
            #expect(isBack)
            server.kill(SIGTERM)
            #expect(await server.wait() == 0, "\(server.errors)")
        }
    }

    @Test("streams of HTTP/2 without a window count as well")
    func streams() async throws {
        try await withHTTPSProcess { server, folder in
            let port = try server.client("IAM").port
            let login = try await Tool.run([
                "curl", "-sS", "--cacert", folder + "/certificate.pem", "-d",
                #"{"username":"admin","password":"Admin@2021"}"#,
                "https://localhost:\(port)/login",
            ])
            let token = try #require(login.firstMatch(of: /"token":"([^"]+)"/)).1
            let before = try residentMiB(of: server.processID)
            let (_, answers) = try await HTTP2Client.run(
                port: port, "unread", streams: 100, path: "/v1/users",
                fields: ["authorization: Bearer \(token)"]
            ) {
                let metrics = try await Tool.run([
                    "curl", "-sS", "--cacert", folder + "/certificate.pem",
                    "https://localhost:\(server.client("Ops").port)/metrics",
                ])
                #expect(metrics.firstMatch(of: /roster_answer_bytes [1-9]/) != nil)
            }
            #expect(answers.count == 100, "\(answers)")
            let most = try residentMiB(of: server.processID)
            #expect(most - before < 60)
        }
    }

    @Test("a reader that is slow and steady gets all of its answer")
    func slowReader() async throws {
        try await ServerFixture.run { server in
            try await Self.fill(server.main)
            let whole = try await server.main.send("GET", "/users")
            let text = try await onThread { [port = server.main.port] in
                let connection = try WireConnection(port: port)
                defer { connection.close() }
                try connection.write(
                    "GET /users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                var all: [UInt8] = []
                while true {
                    let more = connection.read(upTo: 16_384)
                    if more.isEmpty { break }
                    all += more
                    usleep(5_000)
                }
                return String(decoding: all, as: UTF8.self)
            }
            #expect(text.hasSuffix(whole.body), "\(text.utf8.count) of \(whole.body.utf8.count)")
        }
    }
}
