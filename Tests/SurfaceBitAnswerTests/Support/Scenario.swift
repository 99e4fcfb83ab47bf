import RosterTestSupport

/// One request and what must come back, with a sentence for its name. Its caller is what the header
/// `bitkey` holds, if it is sent; its target is below the surface's prefix.
typealias Scenario = WireScenario<String?, Answer>

extension Scenario {
    init(
        _ name: String, _ method: String, _ path: String, key: String? = Stage.key,
        headers: [(String, String)] = [], body: String? = nil, _ answer: Answer,
        isRight: (@Sendable (WireResponse) -> Bool)? = nil
    ) {
        self.init(
            name: name, method: method, target: path, caller: key, headers: headers, body: body,
            answer: answer, isRight: isRight)
    }
}
