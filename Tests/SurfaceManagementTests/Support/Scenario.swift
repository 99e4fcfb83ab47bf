import RosterTestSupport

/// One request and what must come back, with a sentence for its name.
struct Scenario: Sendable {
    let name: String
    let method: String
    let target: String
    let caller: Caller
    let headers: [(String, String)]
    let body: String?
    let answer: Answer
    /// Looks at more than the kind of answer.
    let isRight: (@Sendable (WireResponse) -> Bool)?

    init(
        _ name: String, _ method: String, _ target: String, by caller: Caller = .admin,
        headers: [(String, String)] = [], body: String? = nil, _ answer: Answer,
        isRight: (@Sendable (WireResponse) -> Bool)? = nil
    ) {
        self.name = name
        self.method = method
        self.target = target
        self.caller = caller
        self.headers = headers
        self.body = body
        self.answer = answer
        self.isRight = isRight
    }
}
