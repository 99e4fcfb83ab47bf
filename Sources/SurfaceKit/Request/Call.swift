package import RosterCore

/// One request on its way to a handler: authenticated, matched and read.
package struct Call: Sendable {
    package let head: RequestHead
    /// The values of the route's `{name}` segments.
    package let parameters: [String: String]
    /// Who asks; ``Principal/anonymous`` where the route allows it.
    package let caller: Principal
    package let body: [UInt8]
    /// What is known of the body's length before it is read.
    package let length: BodyLength
    /// The body of a route that reads it in parts.
    package let stream: BodyStream?
    package let origin: RequestOrigin
    /// How many seconds an account that is no administrator's has to wait before it may change
    /// something again, if it must; counts one change. For routes that learn late whose request it is.
    package let pace: @Sendable (Account) -> Int?
    /// For answers of many megabytes.
    package let memory: PageMemory
    /// Under what the answer is to be kept, if the caller named the request.
    package private(set) var idempotencyKey: IdempotencyKey?

    package init(
        head: RequestHead, parameters: [String: String], caller: Principal, body: [UInt8],
        length: BodyLength? = nil, stream: BodyStream? = nil, origin: RequestOrigin,
        pace: @escaping @Sendable (Account) -> Int? = { _ in nil },
        memory: PageMemory = PageMemory()
    ) {
        self.head = head
        self.parameters = parameters
        self.caller = caller
        self.body = body
        self.length = length ?? .known(body.count)
        self.stream = stream
        self.origin = origin
        self.pace = pace
        self.memory = memory
    }

    /// The call as one whose answer is kept under `key`.
    func named(_ key: IdempotencyKey) -> Call {
        var call = self
        call.idempotencyKey = key
        return call
    }

    /// Who makes the changes of this request.
    package var actor: Actor { Actor(principal: caller, origin: origin) }

    /// A segment that the route's pattern names; a pattern without it is a mistake of the route.
    package func parameter(_ name: String) -> String { parameters[name] ?? "" }

    package var query: FormQuery { head.query }
}
