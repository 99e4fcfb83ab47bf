import Foundation
import RosterTestSupport

/// Requests that the plain client does not send.
extension Stage {
    /// HEAD, whose answer announces a length and has no body.
    func head(_ target: String, by caller: Caller = .admin) async throws -> WireResponse {
        var text = "HEAD \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in authorization(of: caller) { text += "\(name): \(value)\r\n" }
        let (port, request) = (server.iam.port, text + "\r\n")
        return try await OwnThread.run {
            let connection = try WireConnection(port: port)
            defer { connection.close() }
            try connection.write(request)
            let response = try connection.readResponse(hasBody: false)
            guard connection.read().isEmpty else {
                throw FixtureFailure(text: "a body after the head of \(response)")
            }
            return response
        }
    }

    /// Writes pieces, the body among them, and reads the answer.
    func exchange(_ pieces: [String]) async throws -> WireResponse {
        let port = server.iam.port
        return try await OwnThread.run {
            let connection = try WireConnection(port: port)
            defer { connection.close() }
            // A server that refuses early may close while we still send.
            for piece in pieces {
                do { try connection.write(piece) } catch { break }
            }
            return try connection.readResponse()
        }
    }
}

/// Blocking work on a thread of its own, so that it starves no task.
enum OwnThread {
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try body() })
            }
        }
    }
}
