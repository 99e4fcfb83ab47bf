package import Testing

/// One request to a surface and what must come back, with a sentence for its name. `Caller` is who
/// sends it and `Answer` what may come back, in the words of the surface's own tests.
package struct WireScenario<Caller: Sendable, Answer: ScenarioAnswer>: Sendable {
    package let name: String
    package let method: String
    package let target: String
    package let caller: Caller
    package let headers: [(String, String)]
    package let body: String?
    package let answer: Answer
    /// Looks at more than the kind of answer.
    package let isRight: (@Sendable (WireResponse) -> Bool)?

    package init(
        name: String, method: String, target: String, caller: Caller,
        headers: [(String, String)], body: String?, answer: Answer,
        isRight: (@Sendable (WireResponse) -> Bool)?
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

/// A kind of answer.
package protocol ScenarioAnswer: Sendable {
    /// What is wrong with `response`, nil if it is as it must be.
    func problem(with response: WireResponse) -> String?
}

/// A server with a few accounts, on which scenarios are played.
package protocol ScenarioStage: Sendable {
    associatedtype Caller: Sendable
    associatedtype Answer: ScenarioAnswer

    func send(_ scenario: WireScenario<Caller, Answer>) async throws -> WireResponse
}

extension ScenarioStage {
    /// Plays scenarios in order; each expectation names its sentence.
    package func play(
        _ scenarios: [WireScenario<Caller, Answer>],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for scenario in scenarios {
            let response = try await send(scenario)
            let problem = scenario.answer.problem(with: response)
            let text = Comment(rawValue: "\(scenario.name): \(problem ?? response.description)")
            #expect(problem == nil, text, sourceLocation: sourceLocation)
            if problem == nil, let isRight = scenario.isRight {
                #expect(isRight(response), text, sourceLocation: sourceLocation)
            }
        }
    }
}
