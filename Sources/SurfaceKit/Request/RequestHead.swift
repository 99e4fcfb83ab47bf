package import HTTPTypes

/// A request as a surface sees it before its body is read.
package struct RequestHead: Sendable {
    /// HEAD arrives as GET; the answer's body is cut at the edge.
    package let method: HTTPRequest.Method
    /// The path's segments, percent-decoded, empty ones left out, below the surface's prefix.
    package let path: [String]
    package let query: FormQuery
    package let headers: HTTPFields
    /// The client's `X-Request-ID` if it was well-formed, else a fresh UUID.
    package let requestID: String
    /// Who is on the other end of the connection.
    package let peer: ClientAddress?
    /// Who sent the request, believing `X-Forwarded-For` from trusted proxies alone (THREATS 15).
    package let client: ClientAddress?

    package init(
        method: HTTPRequest.Method, path: [String], query: FormQuery, headers: HTTPFields,
        requestID: String, peer: ClientAddress?, client: ClientAddress?
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.requestID = requestID
        self.peer = peer
        self.client = client
    }

    /// The only value of a header field; nil when it is missing or stands more than once.
    package func single(_ name: HTTPField.Name) -> String? {
        let values = headers[values: name]
        return values.count == 1 ? values[0] : nil
    }

    /// Whether the request comes from this machine itself and through no proxy: a loopback peer
    /// and no forwarding header (DESIGN §5, THREATS 26).
    package var isFromThisMachine: Bool {
        guard peer?.isLoopback == true else { return false }
        let isForwarded = headers.contains { field in
            let name = field.name.canonicalName
            return name == "forwarded" || name == "via" || name.hasPrefix("x-forwarded-")
        }
        return !isForwarded
    }
}
