package import HTTPTypes

extension Dispatcher {
    /// What every answer carries, whatever the surface.
    func finish(
        _ reply: Reply, of mounted: MountedSurface?, request: IncomingRequest, requestID: String
    ) -> Reply {
        var reply = reply
        // A client may act on the first scheme that it knows, and some read one a field.
        if reply.status == .unauthorized, let mounted {
            reply.headers[values: .wwwAuthenticate] = mounted.surface.challenges
        }
        reply.headers[.xRequestID] = requestID
        if reply.headers[.cacheControl] == nil { reply.headers[.cacheControl] = "no-store" }
        reply.headers[.xContentTypeOptions] = "nosniff"
        reply.headers[.xFrameOptions] = "DENY"
        reply.headers[.contentLength] = String(reply.body.count)
        // Neither has a body, and a length would be the body's (RFC 9110 §8.6).
        if reply.status == .noContent || reply.status == .notModified {
            reply.headers[.contentLength] = nil
        }
        if request.method == .head { reply.body = [] }
        allowOrigin(of: request, in: &reply)
        if reply.closesConnection { reply.headers[.connection] = "close" }
        return reply
    }

    /// The caller's id if it is well-formed, so that it can be found in both logs; else our own.
    func requestID(of request: IncomingRequest) -> String {
        let values = request.headers[values: .xRequestID]
        guard values.count == 1, let text = values.first,
            (1...Bounds.requestIDCharactersMax).contains(text.utf8.count),
            text.utf8.allSatisfy(Self.isRequestIDByte)
        else { return context.makeRequestID() }
        return text
    }

    private static func isRequestIDByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}

extension Reply {
    func closingConnection() -> Reply {
        var reply = self
        reply.closesConnection = true
        return reply
    }
}

extension HTTPField.Name {
    static let xRequestID = HTTPField.Name.named("X-Request-ID")
    static let xForwardedFor = HTTPField.Name.named("X-Forwarded-For")
    static let xFrameOptions = HTTPField.Name.named("X-Frame-Options")

    /// A field name that is spelt in the source.
    package static func named(_ text: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name("\(text)") else {
            preconditionFailure("\(text) is no field name")
        }
        return name
    }
}
