import RosterTestSupport

/// Requests that the plain client does not send.
extension Stage {
    /// HEAD, whose answer announces a length and has no body.
    func head(_ target: String, by caller: Caller = .admin) async throws -> WireResponse {
        try await server.iam.head(target, headers: authorization(of: caller))
    }

    /// Writes pieces, the body among them, and reads the answer.
    func exchange(_ pieces: [String]) async throws -> WireResponse {
        try await server.iam.exchange(pieces)
    }
}
