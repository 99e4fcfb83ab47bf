import HTTPTypes

/// Cross-origin access for the origins of the setting `cors.origins`, and for no others. No answer
/// allows credentials of the browser's own: callers send theirs in a header (THREATS 18).
extension Dispatcher {
    /// The answer to a preflight from an allowed origin; nil for every other request, an `OPTIONS`
    /// of a stranger included, which is then refused as any unknown method is.
    func preflightReply(to request: IncomingRequest) -> Reply? {
        guard request.method == .options, let origin = request.headers[.origin],
            context.corsOrigins.contains(origin),
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        let allowed =
            "Authorization, Content-Type, If-Match, Idempotency-Key, X-API-Key, "
            + "X-Request-ID, bitkey, x-bit-req-id"
        return Reply(
            .noContent,
            headers: [
                .accessControlAllowMethods: "GET, HEAD, POST, PUT, PATCH, DELETE",
                .accessControlAllowHeaders: allowed,
                .accessControlMaxAge: "600",
            ])
    }

    /// Marks an answer as readable by an allowed origin. `Vary` goes on every answer, so that no
    /// cache hands one origin's answer to another.
    func allowOrigin(of request: IncomingRequest, in reply: inout Reply) {
        guard !context.corsOrigins.isEmpty else { return }
        reply.headers[.vary] = "Origin"
        guard let origin = request.headers[.origin], context.corsOrigins.contains(origin) else {
            return
        }
        reply.headers[.accessControlAllowOrigin] = origin
        reply.headers[.accessControlExposeHeaders] = "ETag, Retry-After, X-Request-ID"
    }
}
