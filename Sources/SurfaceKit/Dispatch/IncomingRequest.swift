package import HTTPTypes
import RosterCore

/// A request as it came off the wire.
package struct IncomingRequest: Sendable {
    package let method: HTTPRequest.Method
    /// Path and query as sent.
    package let target: String
    /// Host and port that the client asked for (`Host`, or `:authority` in HTTP/2).
    package let authority: String?
    package let headers: HTTPFields
    package let peer: ClientAddress?
    /// Whether it came as HTTP/1.0.
    package let isHTTP10: Bool
    /// Host and port of a target in absolute form (RFC 9112 §3.2.2); nil for one in another form.
    package let targetAuthority: String?
    package init(
        method: HTTPRequest.Method, target: String, authority: String? = nil, headers: HTTPFields,
        peer: ClientAddress?, isHTTP10: Bool = false, targetAuthority: String? = nil
    ) {
        self.method = method
        self.target = target
        self.authority = authority
        self.headers = headers
        self.peer = peer
        self.isHTTP10 = isHTTP10
        self.targetAuthority = targetAuthority ?? RequestTarget.authority(of: target)
    }

    /// The size of request line and header fields on the wire.
    var headerBytes: Int {
        headers.reduce(method.rawValue.utf8.count + target.utf8.count + 12) { sum, field in
            sum + field.name.rawName.utf8.count + field.value.utf8.count + 4
        }
    }

    /// About what the request takes in memory until it has its answer, body apart.
    var memoryBytes: Int {
        Bounds.requestBytes + headerBytes + headers.count * Bounds.headerFieldBytes
    }

    /// The target without its query, which may hold what no log may.
    var pathText: Substring { target[..<(target.firstIndex(ofScalar: "?") ?? target.endIndex)] }

    /// The path's segments as sent: enough to find the owner of a target that cannot be decoded.
    var roughPath: [String] { pathText.split(at: "/").map(String.init) }
}
