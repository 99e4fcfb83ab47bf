/// Requests that are not sent in one piece with one whole answer.
extension WireClient {
    /// HEAD, whose answer announces a length and has no body.
    package func head(
        _ target: String, headers: [(String, String)] = []
    ) async throws -> WireResponse {
        var text = "HEAD \(target) HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        let (port, request) = (port, text + "\r\n")
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
    package func exchange(_ pieces: [String]) async throws -> WireResponse {
        let port = port
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

    /// The answers to `count` requests that are sent together.
    package static func atOnce(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> WireResponse
    ) async throws -> [WireResponse] {
        try await withThrowingTaskGroup(of: WireResponse.self) { group in
            for number in 0..<count { group.addTask { try await body(number) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
