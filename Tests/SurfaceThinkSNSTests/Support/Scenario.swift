import RosterTestSupport

/// One request and what must come back, with a sentence for its name; targets are below `/api/v2`.
typealias Scenario = WireScenario<Caller, Answer>

extension Scenario {
    init(
        _ name: String, _ method: String, _ target: String, by caller: Caller = .anna,
        headers: [(String, String)] = [], body: String? = nil, _ answer: Answer,
        isRight: (@Sendable (WireResponse) -> Bool)? = nil
    ) {
        self.init(
            name: name, method: method, target: target, caller: caller, headers: headers,
            body: body, answer: answer, isRight: isRight)
    }
}
