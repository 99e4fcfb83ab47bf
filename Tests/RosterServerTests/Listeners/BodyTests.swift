import Foundation
import RosterTestSupport
import Testing

/// Bodies on the wire. A body that takes too long is in ``ConnectionGuardTests``, as it takes long.
@Suite("Bodies", .serialized)
struct BodyTests {
    @Test("a body that is refused early gets its answer while it is still being sent, and an end")
    func earlyRefusal() async throws {
        try await ServerFixture.run { server in
            let lengths = [1_048_577, 50_000_000, Int.max]
            for length in lengths {
                let (answer, isClosed) = try await onThread { [port = server.iam.port] in
                    let connection = try WireConnection(port: port, timeoutSeconds: 10)
                    defer { connection.close() }
                    try connection.write(
                        "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n")
                    // The server may close in the middle; the answer must come all the same.
                    let part = [UInt8](repeating: 0x20, count: 65_536)
                    for _ in 0..<4 { try? connection.write(part) }
                    let answer = try connection.readResponse()
                    return (answer, connection.readToEnd().isEmpty)
                }
                #expect(answer.status == 413, "\(length): \(answer)")
                #expect(answer.object["code"] as? Int == 100003)
                #expect(answer.header("Connection") == "close" && isClosed)
            }
        }
    }

    @Test("a body without a length is cut off at the limit")
    func endlessChunks() async throws {
        try await ServerFixture.run { server in
            let answer = try await onThread { [port = server.iam.port] in
                let connection = try WireConnection(port: port, timeoutSeconds: 10)
                defer { connection.close() }
                try connection.write(
                    "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                let chunk = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
                for _ in 0..<40 {
                    do { try connection.write(chunk) } catch { break }
                }
                return try connection.readResponse()
            }
            #expect(answer.status == 413, "\(answer)")
        }
    }

    @Test("a body in chunks counts as one whole")
    func chunks() async throws {
        try await ServerFixture.run { server in
            let text = #"{"username":"admin","password":"Admin@2021"}"#
            let pieces = text.map { "1\r\n\($0)\r\n" }.joined() + "0\r\n\r\n"
            let answer = try await server.iam.send(
                raw: Array(
                    ("POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                        + "Connection: close\r\n\r\n" + pieces).utf8))
            #expect(answer.status == 200, "\(answer)")
        }
    }

    @Test("a connection that breaks off within a body changes nothing")
    func cutShort() async throws {
        try await ServerFixture.run { server in
            let token = try await server.adminToken()
            // What arrives is whole JSON already; only the length says that more belongs to it.
            let body = userBody("half")
            let text = try await onThread { [port = server.iam.port] in
                let connection = try WireConnection(port: port, timeoutSeconds: 10)
                defer { connection.close() }
                try connection.write(
                    "POST /v1/users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n"
                        + "Content-Length: \(body.utf8.count + 10)\r\n\r\n\(body)")
                connection.finishWriting()
                return String(decoding: connection.readToEnd(), as: UTF8.self)
            }
            #expect(!text.contains(" 200 "), "\(text)")
            let found = try await server.iam.send("GET", "/v1/users/half", bearer: token)
            #expect(found.status == 404, "\(found)")
        }
    }

    @Test("Expect: 100-continue: the go-ahead comes before the body, or a refusal in its place")
    func expectContinue() async throws {
        try await ServerFixture.run { server in
            let body = #"{"username":"admin","password":"Admin@2021"}"#
            let (first, last) = try await onThread { [port = server.iam.port] in
                let connection = try WireConnection(port: port, timeoutSeconds: 5)
                defer { connection.close() }
                try connection.write(
                    "POST /login HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n")
                let first = String(decoding: connection.read(), as: UTF8.self)
                try connection.write(body)
                return (first, try connection.readResponse())
            }
            #expect(first.hasPrefix("HTTP/1.1 100 Continue\r\n\r\n"), "\(first)")
            #expect(last.status == 200, "\(last)")

            let refused = try await onThread { [port = server.iam.port] in
                let connection = try WireConnection(port: port, timeoutSeconds: 5)
                defer { connection.close() }
                try connection.write(
                    "POST /login HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 5000000\r\n\r\n")
                return try connection.readResponse()
            }
            #expect(refused.status == 413, "\(refused)")
        }
    }
}
