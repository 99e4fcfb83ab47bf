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

    /// What becomes of a body that is sent to a route.
    package enum BodyUse: Sendable, Equatable {
        /// The handler looks at none: it is not read.
        case unread
        /// The handler gets all of it.
        case whole
        /// The handler reads it in parts (``Call/stream``).
        case streamed
    }

    package typealias Check = @Sendable (Call) async -> Reply?

    package let method: HTTPRequest.Method
    /// Segments after `/`; `{name}` takes any one segment.
    package let pattern: String
    package let access: Access
    package let guarded: Guarded
    package let bodyUse: BodyUse
    package let bodyBytesMax: Int
    /// What refuses a call before its body is read: its ``Call/body`` is empty then.
    package let check: Check?
    /// Whether a call that carries an idempotency key is answered once and then replayed.
    package let replays: Bool
    /// Whether a user's calls count on its account's bucket of changes: all but reads and logouts.
    package let isPaced: Bool
    package let handler: @Sendable (Call) async -> Reply

    /// - Parameters:
    ///   - body: Left out, none for GET and DELETE, all of it for others and for calls that may be
    ///     replayed, whose body tells them apart.
    ///   - replays: Left out, every POST but those that need no credential: logins, codes
    ///     and the like are never replayed (DESIGN §6).
    package init(
        _ method: HTTPRequest.Method, _ pattern: String, access: Access, guarded: Guarded = .nobody,
        body: BodyUse? = nil, bodyBytesMax: Int = Bounds.bodyBytesMax, replays: Bool? = nil,
        isPaced: Bool? = nil, check: Check? = nil,
        handler: @escaping @Sendable (Call) async -> Reply
    ) {
        let isReplayed = replays ?? (method == .post && access != .open)
        self.method = method
        self.pattern = pattern
        self.access = access
        self.guarded = guarded
        self.bodyUse = body ?? (!isReplayed && [.get, .delete].contains(method) ? .unread : .whole)
        self.bodyBytesMax = bodyBytesMax
        self.check = check
        self.replays = isReplayed
        self.isPaced = isPaced ?? (method != .get && access != .open)
        self.handler = handler
    }

    /// A route whose handler and check throw its surface's refusals, which `refusing` renders.
    package init<Refusal: SurfaceRefusal>(
        _ method: HTTPRequest.Method, _ pattern: String, _ access: Access,
        guarded: Guarded = .nobody, body: BodyUse? = nil,
        bodyBytesMax: Int = Bounds.bodyBytesMax, replays: Bool? = nil, isPaced: Bool? = nil,
        refusing: @escaping @Sendable (Refusal) -> Reply,
        checking: (@Sendable (Call) async throws(Refusal) -> Void)? = nil,
        _ handler: @escaping @Sendable (Call) async throws(Refusal) -> Reply
    ) {
        var check: Check?
        if let checking {
            check = { call in
                do throws(Refusal) {
                    try await checking(call)
                    return nil
                } catch {
                    return refusing(error)
                }
            }
        }
        self.init(
            method, pattern, access: access, guarded: guarded, body: body,
            bodyBytesMax: bodyBytesMax, replays: replays, isPaced: isPaced, check: check
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
