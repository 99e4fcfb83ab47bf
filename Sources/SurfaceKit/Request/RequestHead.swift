package import HTTPTypes
import RosterCore

/// A request as a surface sees it before its body is read.
package struct RequestHead: Sendable {
    /// HEAD arrives as GET; the answer's body is cut at the edge.
    package let method: HTTPRequest.Method
    /// The path's segments, percent-decoded, empty ones left out, below the surface's prefix.
    package let path: [String]
    package let query: FormQuery
    /// Host and port that the client asked for. Links are never built from it (THREATS 7).
    package let authority: String?
    package let headers: RequestHeaders
    var fields: HTTPFields { headers.fields }
    /// The client's `X-Request-ID` if it was well-formed, else a fresh UUID.
    package let requestID: String
    /// Who is on the other end of the connection.
    package let peer: ClientAddress?
    /// Who sent the request, believing `X-Forwarded-For` from trusted proxies alone (THREATS 15).
    package let client: ClientAddress?
    /// Whether it came as HTTP/1.0, as old proxies send it.
    package let isHTTP10: Bool
    /// Host and port of a target in absolute form, as a proxy is sent it (RFC 9112 §3.2.2); nil for a
    /// target in another form.
    package let targetAuthority: String?

    package init(
        method: HTTPRequest.Method, path: [String], query: FormQuery,
        authority: String?, headers: HTTPFields, declared: HeaderDeclaration? = nil,
        requestID: String, peer: ClientAddress?, client: ClientAddress?, isHTTP10: Bool = false,
        targetAuthority: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.authority = authority
        self.headers = RequestHeaders(headers, declared: declared)
        self.requestID = requestID
        self.peer = peer
        self.client = client
        self.isHTTP10 = isHTTP10
        self.targetAuthority = targetAuthority
    }

    /// The only value of a header field; nil when it is missing or stands more than once.
    package func single(_ name: HTTPField.Name) -> String? {
        let values = headers[values: name]
        return values.count == 1 ? values[0] : nil
    }

    /// Whether the request comes from this machine's own user: a loopback peer that asks for a
    /// loopback host, through no proxy, and from no page of another site (DESIGN §5, THREATS 26). A
    /// page that rebinds DNS has its own name as host; a proxy on this machine leaves its mark, as a
    /// rule. One that leaves none is known by `publicURL` and `proxies.trusted` alone, which the
    /// settings look at.
    package var isFromThisMachine: Bool { isFromThisMachine(allowing: []) }

    /// As ``isFromThisMachine``, where pages of `origins` (the setting `cors.origins`) are this
    /// machine's user as well.
    package func isFromThisMachine(allowing origins: Set<String>) -> Bool {
        guard peer?.isLoopback == true, let authority, Self.isLoopback(authority: authority) else {
            return false
        }
        // Proxies speak HTTP/1.0 unless they are told otherwise, nginx for one, and add nothing.
        guard !isHTTP10, targetAuthority.map(Self.isLoopback(authority:)) ?? true else {
            return false
        }
        // The first Host is the authority; one that is still here is a second.
        guard !fields.contains(.host) else { return false }
        let isForwarded = fields.contains { ProxyMarks.contains($0.name.canonicalName) }
        return !isForwarded && isFromOwnPage(allowing: origins)
    }

    /// No page sent it, or one that this machine serves or the operator allows.
    private func isFromOwnPage(allowing allowed: Set<String>) -> Bool {
        if fields[values: .secFetchSite].contains("cross-site") { return false }
        return fields[values: .origin].allSatisfy { origin in
            if allowed.contains(origin) { return true }
            guard let scheme = origin.firstRange(ofText: "://") else { return false }
            return Self.isLoopback(authority: String(origin[scheme.upperBound...]))
        }
    }

    /// Host and nothing but a port after it: no user info, no second name.
    private static func isLoopback(authority: String) -> Bool {
        var host = authority[...]
        var rest = host.suffix(0)
        if let inside = host.after(prefix: "["), let end = inside.firstIndex(ofScalar: "]") {
            rest = inside[inside.unicodeScalars.index(after: end)...]
            host = inside[..<end]
        } else if let colon = host.firstIndex(ofScalar: ":") {
            rest = host[colon...]
            host = host[..<colon]
        }
        let port = rest.after(prefix: ":")
        guard rest.isEmpty || port?.utf8.allSatisfy({ (0x30...0x39).contains($0) }) == true else {
            return false
        }
        return host.lowercased() == "localhost" || ClientAddress(host)?.isLoopback == true
    }
}

extension HTTPField.Name {
    fileprivate static let host = HTTPField.Name.named("Host")
    fileprivate static let secFetchSite = HTTPField.Name.named("Sec-Fetch-Site")
}
