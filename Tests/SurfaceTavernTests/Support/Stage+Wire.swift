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
    func head(_ target: String) async throws -> WireResponse { try await server.main.head(target) }

    /// Writes pieces, the body among them, and reads the answer.
    func exchange(_ pieces: [String]) async throws -> WireResponse {
        try await server.main.exchange(pieces)
    }
}
