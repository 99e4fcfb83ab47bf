import RosterTestSupport

/// One request and what must come back, with a sentence for its name.
struct Scenario: Sendable {
    let name: String
    let method: String
    let target: String
    let caller: Caller
    let headers: [(String, String)]
    let body: String?
    /// The media type of the body, nil for none.
    let type: String?
    let answer: Answer
    /// Looks at more than the kind of answer.
    let isRight: (@Sendable (WireResponse) -> Bool)?

    init(
        _ name: String, _ method: String, _ target: String, by caller: Caller = .nobody,
        headers: [(String, String)] = [], body: String? = nil, type: String? = Body.json,
        _ answer: Answer, isRight: (@Sendable (WireResponse) -> Bool)? = nil
    ) {
        self.name = name
        self.method = method
        self.target = target
        self.caller = caller
        self.headers = headers
        self.body = body
        self.type = type
        self.answer = answer
        self.isRight = isRight
    }
}
