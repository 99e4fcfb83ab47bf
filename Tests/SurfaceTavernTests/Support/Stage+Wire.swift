import Foundation
import RosterTestSupport

/// Requests that the plain client does not send.
extension Stage {
    /// A request with exactly these `Host` fields, none among them.
    func send(
        _ method: String = "GET", _ target: String = "/users", hosts: [String],
        headers: [(String, String)] = [], body: String? = nil
    ) async throws -> WireResponse {
        var text = "\(method) \(target) HTTP/1.1\r\nConnection: close\r\n"
        for host in hosts { text += "Host: \(host)\r\n" }
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let body {
            text += "Content-Type: \(Body.json)\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        return try await server.main.send(raw: Array((text + "\r\n" + (body ?? "")).utf8))
    }

    /// HEAD, whose answer announces a length and has no body.
    func head(_ target: String) async throws -> WireResponse {
        let port = server.main.port
        let request =
            "HEAD \(target) HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n"
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
        let port = server.main.port
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

    /// Sends `count` requests at once.
    static func atOnce(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> WireResponse
    ) async throws -> [WireResponse] {
        try await withThrowingTaskGroup(of: WireResponse.self) { group in
            for number in 0..<count { group.addTask { try await body(number) } }
            return try await group.reduce(into: []) { $0.append($1) }
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
