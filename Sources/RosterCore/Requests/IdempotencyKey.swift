/// Names one request of one caller, so that sending it again gives its answer again and changes
/// nothing (DESIGN §6).
package struct IdempotencyKey: Hashable, Sendable {
    /// A keyed hash over principal, method, path and the id that the caller chose.
    package let id: String
    /// A keyed hash over query and body: the same id with another request is a mistake.
    package let content: String
    /// The account on whose ``Quota/answerBytes`` the answer counts; nil for an administrator's.
    package let heldAccount: AccountID?

    package init(id: String, content: String, heldAccount: AccountID? = nil) {
        self.id = id
        self.content = content
        self.heldAccount = heldAccount
    }
}

/// An answer as it was given, for a repeated request.
package struct KeptAnswer: Sendable, Equatable {
    /// An HTTP status.
    package let status: Int
    /// Header fields of the answer itself, in order.
    package let headers: [Header]
    /// UTF-8 text.
    package let body: String

    /// A header field.
    package struct Header: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(status: Int, headers: [Header], body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// What it counts for ``Quota/answerBytes``.
    var bytesCount: Int64 {
        Int64(headers.reduce(body.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count })
    }
}

/// Keeps answers for repeated requests; ``Directory`` does.
package protocol AnswerKeeping: Sendable {
    /// The key of a request.
    /// - Parameters:
    ///   - request: What makes the request the same one: method, path, the caller's own id.
    ///   - content: What must not differ when it is repeated: query and body.
    func key(of caller: Principal, request: [String], content: [String]) -> IdempotencyKey

    /// Runs `body` when no other request of this key runs in this process.
    func alone<Value: Sendable>(_ key: IdempotencyKey, _ body: () async -> Value) async -> Value

    /// The answer that was given to this request within the last day.
    /// - Throws: ``DirectoryError/idempotencyKeyReused`` when the key came with another request.
    func keptAnswer(_ key: IdempotencyKey) async throws(DirectoryError) -> KeptAnswer?

    /// Keeps the answer of a request that changed nothing. One that changed something is kept by
    /// ``Directory/commit(_:keeping:_:)``.
    /// - Returns: The answer to give: an earlier one when another node was faster with the same
    ///   request, which may be why this one was refused.
    func keep(
        _ answer: KeptAnswer, under key: IdempotencyKey
    ) async throws(DirectoryError) -> KeptAnswer
}
