import Foundation
import Glibc

/// A plain HTTP/1.1 client that sends exactly what it is told and shows exactly what came back:
/// one connection a request, each on a thread of its own, so that 200 of them at once starve
/// neither each other nor a server in the same process.
package struct WireClient: Sendable {
    package let port: Int
    /// How long to wait for an answer, in seconds.
    package var timeoutSeconds = 30

    package init(port: Int) { self.port = port }

    /// Sends a request with a right `Host`, `Content-Length` (when there is a body) and
    /// `Connection: close` in front of `headers`.
    package func send(
        _ method: String, _ target: String, headers: [(String, String)] = [], body: String? = nil
    ) async throws -> WireResponse {
        var text =
            "\(method) \(target) HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        text += "\r\n" + (body ?? "")
        return try await send(raw: Array(text.utf8))
    }

    /// Sends bytes as they are and reads until the server closes or the answer is complete.
    package func send(raw bytes: [UInt8]) async throws -> WireResponse {
        let (port, timeout) = (port, timeoutSeconds)
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                do {
                    let connection = try WireConnection(port: port, timeoutSeconds: timeout)
                    defer { connection.close() }
                    // A server that refuses early may close while we still send.
                    try? connection.write(bytes)
                    let answer = try connection.readResponse()
                    continuation.resume(returning: answer)
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}

/// What came back, header fields in order.
package struct WireResponse: Sendable, CustomStringConvertible {
    package let status: Int
    package let reason: String
    package let headers: [(name: String, value: String)]
    package let body: String

    /// The first value of a header field.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// All values of a field, one for each time that it stands.
    package func headers(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The body as JSON objects of Foundation, for tests that look at values.
    package func json() throws -> Any {
        try JSONSerialization.jsonObject(with: Data(body.utf8), options: .fragmentsAllowed)
    }

    /// The body as a JSON object; empty when it is none.
    package var object: [String: Any] { (try? json()) as? [String: Any] ?? [:] }

    package var description: String {
        "\(status) \(reason)\n" + headers.map { "\($0.name): \($0.value)\n" }.joined() + "\n" + body
    }
}

/// Why no answer came.
package enum WireFailure: Error, Equatable {
    case cannotConnect(Int32)
    case cannotWrite(Int32)
    /// Closed, or silent beyond the timeout, before a whole answer.
    case noAnswer(received: String)
}
