import Foundation
import RosterTestSupport
import Testing

/// RFC 9112 §9.3: when a connection goes on after an answer.
@Suite("Persistence of connections", .serialized)
struct PersistenceTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let request: String
        /// Of the answer; nil for none.
        let connection: String?

        init(_ description: String, _ request: String, _ connection: String?) {
            self.description = description
            self.request = request
            self.connection = connection
        }

        var goesOn: Bool { connection != "close" }
    }

    static let cases: [Case] = [
        Case("1.1 goes on", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", nil),
        Case(
            "1.1 ends when the client says so",
            "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "close"),
        Case(
            "the word counts in any letter case and among others",
            "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: TE, Close\r\n\r\n", "close"),
        Case("1.0 ends", "GET /healthz HTTP/1.0\r\n\r\n", "close"),
        Case("1.0 ends, with a Host too", "GET /healthz HTTP/1.0\r\nHost: x\r\n\r\n", "close"),
        Case("1.0 ends after HEAD", "HEAD /healthz HTTP/1.0\r\n\r\n", "close"),
        Case(
            "1.0 ends after a refused body",
            "POST /healthz HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}", "close"),
        Case(
            "1.0 goes on when the client asks for it",
            "GET /healthz HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "keep-alive"),
        Case(
            "1.0 goes on after a body",
            "POST /healthz HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}",
            "keep-alive"),
        Case(
            "1.0 goes on after what is not there",
            "GET /nowhere HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "keep-alive"),
        Case(
            "1.0 ends when both are said",
            "GET /healthz HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "close"),
        Case(
            "1.0 knows no transfer codings",
            "POST /healthz HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "0\r\n\r\n", "close"),
        Case(
            "what follows a CONNECT is no body",
            "CONNECT x:1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", "close"),
    ]

    @Test("an answer says what becomes of the connection, and so it does", arguments: cases)
    func answers(_ one: Case) async throws {
        try await ServerFixture.run { server in
            for port in [server.main.port, server.iam.port] {
                let (answer, next) = try await onThread {
                    let connection = try WireConnection(port: port, timeoutSeconds: 10)
                    defer { connection.close() }
                    try connection.write(one.request)
                    let answer = try connection.readResponse(
                        hasBody: !one.request.hasPrefix("HEAD"))
                    guard one.goesOn else {
                        let start = ContinuousClock.now
                        let rest = connection.readToEnd()
                        #expect(ContinuousClock.now - start < .seconds(8), "it was left open")
                        return (answer, rest.isEmpty ? nil : answer)
                    }
                    return (answer, try connection.exchange("GET", "/healthz"))
                }
                #expect(answer.header("Connection")?.lowercased() == one.connection, "\(answer)")
                #expect(next?.status == (one.goesOn ? 200 : nil), "\(String(describing: next))")
                #expect(answer.header("Transfer-Encoding") == nil)
            }
        }
    }

    @Test("an HTTP/1.0 client is not told to continue")
    func noInterimAnswer() async throws {
        try await ServerFixture.run { server in
            let text = try await onThread { [port = server.iam.port] in
                let connection = try WireConnection(port: port, timeoutSeconds: 10)
                defer { connection.close() }
                try connection.write(
                    "POST /login HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}")
                return String(decoding: connection.readToEnd(), as: UTF8.self)
            }
            #expect(!text.contains(" 100 ") && text.contains(" 401 "), "\(text)")
        }
    }

    @Test("a body that still arrives behind an answered request does not close the connection")
    func nextIsArriving() async throws {
        try await ServerFixture.run { server in
            let answers = try await onThread { [port = server.iam.port] in
                let connection = try WireConnection(port: port, timeoutSeconds: 10)
                defer { connection.close() }
                try connection.write(
                    "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
                        + "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{")
                let first = try connection.readResponse()
                try connection.write("}")
                return [first, try connection.readResponse()]
            }
            #expect(answers.map(\.status) == [200, 401])
            #expect(answers.allSatisfy { $0.header("Connection") != "close" }, "\(answers)")
        }
    }
}
