import RosterTestSupport

/// One request and what must come back, with a sentence for its name.
struct Scenario: Sendable {
    let name: String
    let method: String
    /// Below the surface's prefix.
    let path: String
    /// What the header `bitkey` holds, if it is sent.
    let key: String?
    let headers: [(String, String)]
    let body: String?
    let answer: Answer
    /// Looks at more than the kind of answer.
    let isRight: (@Sendable (WireResponse) -> Bool)?

    init(
        _ name: String, _ method: String, _ path: String, key: String? = Stage.key,
        headers: [(String, String)] = [], body: String? = nil, _ answer: Answer,
        isRight: (@Sendable (WireResponse) -> Bool)? = nil
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.key = key
        self.headers = headers
        self.body = body
        self.answer = answer
        self.isRight = isRight
    }
}
