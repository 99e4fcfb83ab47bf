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

    /// Whose calls count on the address's bucket for logins, codes and registrations.
    package enum Guarded: Sendable, Equatable {
        case nobody
        case everybody
        /// Registration: callers who have not said who they are.
        case strangers
    }

    package let method: HTTPRequest.Method
    /// Segments after `/`; `{name}` takes any one segment.
    package let pattern: String
    package let access: Access
    package let guarded: Guarded
    package let bodyBytesMax: Int
    package let handler: @Sendable (Call) async -> Reply

    package init(
        _ method: HTTPRequest.Method, _ pattern: String, access: Access, guarded: Guarded = .nobody,
        bodyBytesMax: Int = Bounds.bodyBytesMax,
        handler: @escaping @Sendable (Call) async -> Reply
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.guarded = guarded
        self.bodyBytesMax = bodyBytesMax
        self.handler = handler
    }

    package var description: String { "\(method.rawValue) \(pattern)" }
}
