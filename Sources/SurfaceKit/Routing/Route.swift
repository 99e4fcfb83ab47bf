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
    package enum Guarded: Sendable {
        case nobody
        case everybody
        /// Registration: callers who have not said who they are.
        case strangers
        /// Searches: callers who have not said who they are, on the address's bucket of searches.
        case searches
        /// Calls whose path parameters say so: look-ups by e-mail or phone.
        case those(@Sendable (_ parameters: [String: String]) -> Bool)
    }

    package let method: HTTPRequest.Method
    /// Segments after `/`; `{name}` takes any one segment.
    package let pattern: String
    package let access: Access
    package let guarded: Guarded
    package let bodyBytesMax: Int
    /// Whether a call that carries an idempotency key is answered once and then replayed.
    package let replays: Bool
    /// Whether a user's calls count on its account's bucket of changes: all but reads and logouts.
    package let isPaced: Bool
    package let handler: @Sendable (Call) async -> Reply

    /// - Parameter replays: Left out, every POST but those that need no credential: logins, codes
    ///   and the like are never replayed (DESIGN §6).
    package init(
        _ method: HTTPRequest.Method, _ pattern: String, access: Access, guarded: Guarded = .nobody,
        bodyBytesMax: Int = Bounds.bodyBytesMax, replays: Bool? = nil, isPaced: Bool? = nil,
        handler: @escaping @Sendable (Call) async -> Reply
    ) {
        self.method = method
        self.pattern = pattern
        self.access = access
        self.guarded = guarded
        self.bodyBytesMax = bodyBytesMax
        self.replays = replays ?? (method == .post && access != .open)
        self.isPaced = isPaced ?? (method != .get && access != .open)
        self.handler = handler
    }

    /// A route whose handler throws its surface's refusals, which `refusing` renders.
    package init<Refusal: SurfaceRefusal>(
        _ method: HTTPRequest.Method, _ pattern: String, _ access: Access,
        guarded: Guarded = .nobody, bodyBytesMax: Int = Bounds.bodyBytesMax, replays: Bool? = nil,
        isPaced: Bool? = nil,
        refusing: @escaping @Sendable (Refusal) -> Reply,
        _ handler: @escaping @Sendable (Call) async throws(Refusal) -> Reply
    ) {
        self.init(
            method, pattern, access: access, guarded: guarded, bodyBytesMax: bodyBytesMax,
            replays: replays, isPaced: isPaced
        ) { call in
            do throws(Refusal) {
                return try await handler(call)
            } catch {
                return refusing(error)
            }
        }
    }

    package var description: String { "\(method.rawValue) \(pattern)" }
}
