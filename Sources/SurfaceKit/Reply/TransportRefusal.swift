package import HTTPTypes

/// What the HTTP layer itself refuses, closed; each surface renders it in its own shape, in one
/// exhaustive switch, and in nobody else's (DESIGN §1).
package enum TransportRefusal: Sendable, Equatable {
    /// No route has this path.
    case unknownRoute
    /// Routes have this path, with these methods.
    case wrongMethod(allowed: [HTTPRequest.Method])
    /// The path or query cannot be decoded.
    case badTarget
    case bodyTooLarge
    /// The body did not arrive in time.
    case bodyTooSlow
    /// The body ended before its length, or was framed wrongly.
    case bodyCutShort
    /// A `Content-Encoding`: nothing is unpacked here, so that nothing can blow up (THREATS 22).
    case encodedBody
    case headersTooLarge
    /// An idempotency key that stands twice, is empty, too long, or not printable ASCII.
    case badIdempotencyKey
    /// An address has used up its tries at logins, codes and registrations.
    case tooManyRequests(retryAfterSeconds: Int)
    /// There is no room for a body, or for an answer, in the memory that callers share.
    case overloaded(retryAfterSeconds: Int)
}
