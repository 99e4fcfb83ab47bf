import RosterTestSupport

/// One request and what must come back, with a sentence for its name.
typealias Scenario = WireScenario<Caller, Answer>

extension Scenario {
    /// - Parameter type: The media type of the body, nil for none.
    init(
        _ name: String, _ method: String, _ target: String, by caller: Caller = .nobody,
        headers: [(String, String)] = [], body: String? = nil, type: String? = Body.json,
        _ answer: Answer, isRight: (@Sendable (WireResponse) -> Bool)? = nil
    ) {
        let types = body == nil ? [] : type.map { [("Content-Type", $0)] } ?? []
        self.init(
            name: name, method: method, target: target, caller: caller, headers: types + headers,
            body: body, answer: answer, isRight: isRight)
    }
}
