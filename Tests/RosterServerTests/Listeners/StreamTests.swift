import Foundation
import RosterTestSupport
import Testing

/// Bodies of HTTP/2 that come without a length (RFC 9113 §8.1), and streams that go wrong (§5.4.2).
@Suite("Streams of HTTP/2", .serialized)
struct StreamTests {
    @Test("one that goes wrong ends alone: the others get their answers")
    func malformed() async throws {
        try await withHTTPSProcess { server, _ in
            let port = try server.client("IAM").port
            let (_, answers) = try await HTTP2Client.run(
                port: port, "malformed", streams: 20, path: "/healthz"
            ) {}
            let others = (0..<19).map { "\(1 + 2 * $0) 200" }
            #expect(Set(answers) == Set(others + ["39 reset"]), "\(answers)")
        }
    }

    @Test(
        "bodies without a length are read like others, whether their end comes with them or not",
        arguments: [0, 1, 8_000, 16_000, 16_384, 16_385, 70_000, 500_000])
    func unsized(padding: Int) async throws {
        try await withHTTPSProcess { server, folder in
            let body = folder + "/body"
            let text = #"{"username":"admin","password":"\#(ServerFixture.adminPassword)","x":""#
            try (text + String(repeating: "x", count: padding) + "\"}")
                .write(toFile: body, atomically: true, encoding: .utf8)
            let url = "https://localhost:\(try server.client("IAM").port)/login"
            let output = try await Tool.run([
                "bash", "-c",
                """
                for try in 1 2 3 4 5; do
                    curl -sk --http2 -X POST -T - -o "$1/answer" -w '%{http_code} %{http_version}\\n' \\
                        "$0" <"$1/body"
                done
                """, url, folder,
            ])
            #expect(output == String(repeating: "200 2\n", count: 5), "\(padding) bytes more")
        }
    }
}
