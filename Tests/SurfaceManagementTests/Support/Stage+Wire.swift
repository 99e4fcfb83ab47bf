import RosterTestSupport

/// Requests that the plain client does not send.
extension Stage {
    /// HEAD, whose answer announces a length and has no body.
    func head(_ target: String, by caller: Caller = .admin) async throws -> WireResponse {
        try await server.main.head(target, headers: try authorization(of: caller))
    }
}
