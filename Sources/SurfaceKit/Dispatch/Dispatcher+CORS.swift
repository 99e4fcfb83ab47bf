import HTTPTypes

/// Cross-origin access for the origins of the setting `cors.origins`, and for no others. No answer
/// allows credentials of the browser's own: callers send theirs in a header (THREATS 18).
extension Dispatcher {
    /// The answer to a preflight from an allowed origin; nil for every other request, an `OPTIONS`
    /// of a stranger included, which is then refused as any unknown method is.
    func preflightReply(to request: IncomingRequest, on mounted: MountedSurface) -> Reply? {
        guard request.method == .options, let origin = request.headers[.origin],
            context.corsOrigins.contains(origin),
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        return mounted.preflight
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
        reply.headers[.accessControlExposeHeaders] = exposedNames(of: reply)
    }

    /// What a page may read of an answer beside what it always may (Fetch, "CORS-safelisted
    /// response-header name"): all that this answer says to its caller, and what others may say.
    private func exposedNames(of reply: Reply) -> String {
        var names: Set<HTTPField.Name> = [.eTag, .retryAfter, .xRequestID]
        for field in reply.headers where !Self.unexposed.contains(field.name) {
            names.insert(field.name)
        }
        return names.map(\.rawName).sorted().joined(separator: ", ")
    }

    /// Readable without being named, or of no use to a script.
    private static let unexposed: Set<HTTPField.Name> = [
        .cacheControl, .contentLength, .contentType, .vary, .connection, .accessControlAllowOrigin,
        .accessControlAllowMethods, .accessControlAllowHeaders, .accessControlMaxAge,
        .xContentTypeOptions, .xFrameOptions,
    ]
}

extension Surface {
    /// Which methods its routes have, and which fields pages may send: those that it
    /// reads, and those that clients send to every surface.
    var preflight: Reply {
        var methods = Set(routes.map(\.method))
        if methods.contains(.get) { methods.insert(.head) }
        let fields = headers.reads.union([
            .contentType, .xRequestID, .xRequestedWith, .xAccountID, idempotencyField,
        ])
        return Reply(
            .noContent,
            headers: [
                .accessControlAllowMethods: methods.map(\.rawValue).sorted()
                    .joined(separator: ", "),
                .accessControlAllowHeaders: fields.map(\.rawName).sorted()
                    .joined(separator: ", "),
                .accessControlMaxAge: "600",
            ])
    }
}
