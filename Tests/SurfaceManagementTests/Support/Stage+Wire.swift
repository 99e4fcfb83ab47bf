import Foundation
import RosterTestSupport

/// Requests that the plain client does not send, and many at once.
extension Stage {
    /// HEAD, whose answer announces a length and has no body.
    func head(_ target: String, by caller: Caller = .admin) async throws -> WireResponse {
        var text = "HEAD \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        for (name, value) in try authorization(of: caller) { text += "\(name): \(value)\r\n" }
        let (port, request) = (server.main.port, text + "\r\n")
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

    /// The answers to `count` requests that are sent together.
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
