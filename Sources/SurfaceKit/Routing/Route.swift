package import HTTPTypes

/// One line of a surface's table of contents.
package struct Route: Sendable {
    /// Who may come as far as the handler. What a known caller may do there the core decides.
    package enum Access: Sendable, Equatable {
        /// A good credential is needed.
        case required
        /// Nobody need say who it is, but a credential that is sent is checked.
        case optional
        /// Credentials are not looked at; the handler may do so.
        case open
    }

    package let method: HTTPRequest.Method
    /// Segments after `/`; `{name}` takes any one segment.
    package let pattern: String
    package let access: Access
    /// Whether calls count on the address's bucket for logins, codes and registrations.
    package let isGuarded: Bool
    package let bodyBytesMax: Int
    package let handler: @Sendable (Call) async -> Reply

    package init(
        _ method: HTTPRequest.Method, _ pattern: String, access: Access, isGuarded: Bool = false,
        bodyBytesMax: Int = Bounds.bodyBytesMax,
        handler: @escaping @Sendable (Call) async -> Reply
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.isGuarded = isGuarded
        self.bodyBytesMax = bodyBytesMax
        self.handler = handler
    }

    package var description: String { "\(method.rawValue) \(pattern)" }
}
