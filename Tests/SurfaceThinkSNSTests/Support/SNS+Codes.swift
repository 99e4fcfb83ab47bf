import RosterTestSupport

/// Verification codes: asked for at a door, read in the outbox.
extension SNS {
    /// What a code is for, as its door says it.
    enum Purpose: String, CaseIterable, Sendable {
        case claim = "/verifycodes/register"
        case prove = "/verifycodes"
    }

    /// - Parameter destination: An e-mail address, or else a phone.
    func ask(
        _ purpose: Purpose, _ destination: String, by caller: Caller = .anonymous
    ) async throws -> WireResponse {
        try await call("POST", purpose.rawValue, by: caller, body: Body.destination(destination))
    }

    /// The code that arrives after it was asked for.
    func code(
        _ purpose: Purpose, to destination: String, by caller: Caller = .anonymous
    ) async throws -> String {
        let before = try outbox.codes(to: destination).count
        let answer = try await ask(purpose, destination, by: caller)
        guard answer.status == 202 else { throw FixtureFailure(text: "no code: \(answer)") }
        return try await outbox.waitForCode(to: destination, after: before)
    }

    /// Codes of the right form that are not the right one, each another.
    static func wrongCodes(_ count: Int, not code: String = "") -> [String] {
        (0...count).map { String(900_000 - $0) }.filter { $0 != code }.prefix(count).map { $0 }
    }

    /// A code of the right form that is not the right one.
    static func wrongCode(not code: String = "") -> String { wrongCodes(1, not: code)[0] }
}
