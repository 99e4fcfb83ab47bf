package import HTTPTypes

/// An answer, complete in memory.
package struct Reply: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: [UInt8]
    /// Why a request was refused, for the log alone; never holds a secret or what a caller typed
    /// as one (THREATS 24).
    package var note: String?
    /// Whether the connection must not be used again.
    package var closesConnection = false
    /// What its bytes hold of the memory for answers; nil for one that is not on its way out.
    package var lease: AnswerLease?
    /// Whether there is no room for it: the connection ends without an answer, as the change that it
    /// tells of is made.
    package var isAbandoned = false
    /// Whether the answer is to be kept for a repeated request.
    package var keeping = Keeping.afterwards

    /// How an answer to a request with an idempotency key is kept.
    package enum Keeping: Sendable, Equatable {
        /// By the dispatcher: the request changed nothing.
        case afterwards
        /// It was, with the change, in one transaction.
        case done
        /// Not at all: a list, for one.
        case never
    }

    package init(
        _ status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = [],
        note: String? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.note = note
    }

    /// JSON with the media type that all surfaces use.
    package static func json(
        _ body: [UInt8], status: HTTPResponse.Status = .ok, note: String? = nil
    ) -> Reply {
        Reply(status, headers: [.contentType: jsonType], body: body, note: note)
    }

    /// JSON from a value.
    package static func json(
        _ value: JSONValue, status: HTTPResponse.Status = .ok, note: String? = nil
    ) -> Reply {
        json(value.bytes, status: status, note: note)
    }

    /// Says when to try again, if there is a time to name.
    package func retrying(afterSeconds seconds: Int?) -> Reply {
        guard let seconds else { return self }
        var reply = self
        reply.headers[.retryAfter] = String(seconds)
        return reply
    }

    package func with(_ name: HTTPField.Name, _ value: String) -> Reply {
        var reply = self
        reply.headers[name] = value
        return reply
    }

    package static let jsonType = "application/json; charset=utf-8"
}
