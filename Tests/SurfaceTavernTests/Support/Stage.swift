import RosterSettings
import RosterTestSupport
import Testing

/// A server on which scenarios are played one after the other. Unless said otherwise Tavern is
/// `local`: who sends no credential has the cards of the bootstrap administrator.
struct Stage: ScenarioStage {
    let server: ServerFixture

    static func run(
        _ change: (inout RosterSettings.Settings) -> Void = { _ in },
        clock: TestClock? = nil, _ body: @Sendable (Stage) async throws -> Void
    ) async throws {
        try await ServerFixture.run(change, adjusting: { $0.running(on: clock) }) { server in
            try await body(Stage(server: server))
        }
    }

    /// With `tavern.auth=required`.
    static func runRequired(
        clock: TestClock? = nil, _ body: @Sendable (Stage) async throws -> Void
    ) async throws {
        try await run({ $0.tavernAuth = .required }, clock: clock, body)
    }

    func send(_ scenario: Scenario) async throws -> WireResponse {
        try await call(
            scenario.method, scenario.target, by: scenario.caller, headers: scenario.headers,
            body: scenario.body, type: nil)
    }

    /// Expects one answer.
    func expect(
        _ answer: Answer, _ response: WireResponse, _ name: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let problem = answer.problem(with: response)
        let text = Comment(rawValue: "\(name): \(problem ?? "")")
        #expect(problem == nil, text, sourceLocation: sourceLocation)
    }

    /// One request with a right `Host`; a body goes as JSON unless `type` says otherwise.
    func call(
        _ method: String, _ target: String, by caller: Caller = .nobody,
        headers: [(String, String)] = [], body: String? = nil, type: String? = Body.json
    ) async throws -> WireResponse {
        var all = caller.headers
        if body != nil, let type { all.append(("Content-Type", type)) }
        return try await server.main.send(method, target, headers: all + headers, body: body)
    }
}
