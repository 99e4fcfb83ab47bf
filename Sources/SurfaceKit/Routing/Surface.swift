package import HTTPTypes
package import RosterCore

/// One dialect over the directory. A surface owns everything under its prefixes on its listener
/// and renders all of it, refusals included, in its own shape.
package protocol Surface: Sendable {
    var name: SurfaceName { get }
    /// The table of contents; patterns are below ``Mount/prefix``.
    var routes: [Route] { get }
    /// What the surface owns, as leading segments of a path, e.g. `["v1", "users"]`; an empty list
    /// of segments owns all.
    var ownedPrefixes: [[String]] { get }
    /// Whether an unknown path is told only to callers with a good credential.
    var authenticatesUnknownRoutes: Bool { get }
    /// The header field in which callers name a request, so that repeating it changes nothing.
    var idempotencyField: HTTPField.Name { get }

    /// The request header fields of its API.
    var headers: HeaderDeclaration { get }
    /// What each 401 says in `WWW-Authenticate` (RFC 9110 §11.6.1): one challenge a field, the
    /// scheme first that a standard client can act on.
    var challenges: [String] { get }

    /// Who sends a request.
    func authenticate(
        _ head: RequestHead, from origin: RequestOrigin
    ) async -> Authentication
    /// The surface's own shape of what the HTTP layer refuses.
    func render(_ refusal: TransportRefusal) -> Reply
    /// The surface's own shape of what the directory refuses before a handler runs.
    func render(_ error: DirectoryError) -> Reply
}

extension Surface {
    /// The field of the IETF draft "The Idempotency-Key HTTP Header Field".
    package var idempotencyField: HTTPField.Name { .idempotencyKey }
}

/// What a surface said of a request's credential.
package enum Authentication: Sendable {
    case principal(Principal)
    /// No credential was sent: `reply` is the answer where one is needed.
    case anonymous(Reply)
    case refused(Reply)
}

/// A surface at its place on a listener.
package struct Mount: Sendable {
    package let surface: any Surface
    /// Leading segments before the surface's own paths, e.g. `["iam"]` for `iam.prefix=/iam`.
    package let prefix: [String]

    package init(_ surface: any Surface, prefix: [String] = []) {
        self.surface = surface
        self.prefix = prefix
    }

    /// What this mount owns on its listener.
    package var owned: [[String]] { surface.ownedPrefixes.map { prefix + $0 } }
}
