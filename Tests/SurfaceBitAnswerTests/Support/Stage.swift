import RosterCore
import RosterSettings
import RosterTestSupport
import Testing

/// A server with a configured BitAnswer key, on which scenarios are played one after the other.
/// Its only account is the administrator `admin`.
struct Stage: ScenarioStage {
    let server: ServerFixture
    /// The setting `bitanswer.key`: role admin, scoped to this surface.
    static let key = "licence-server-0123456789abcdef"
    static let prefix = "/bitanswer/api"
    /// The password of every account that is made with one.
    static let password = "Foo@2020"

    static func run(
        _ change: (inout RosterSettings.Settings) -> Void = { _ in },
        clock: TestClock? = nil, _ body: @Sendable (Stage) async throws -> Void
    ) async throws {
        try await ServerFixture.run(
            { settings in
                settings.bitanswerKey = Stage.key
                change(&settings)
            }, adjusting: { $0.running(on: clock) }
        ) { server in
            try await body(Stage(server: server))
        }
    }

    func send(_ scenario: Scenario) async throws -> WireResponse {
        try await call(
            scenario.method, scenario.target, key: scenario.caller, headers: scenario.headers,
            body: scenario.body)
    }

    /// A request to a path below the surface's prefix.
    func call(
        _ method: String, _ path: String, key: String? = Stage.key,
        headers: [(String, String)] = [], body: String? = nil
    ) async throws -> WireResponse {
        var fields: [(String, String)] = []
        if let key { fields.append(("bitkey", key)) }
        if body != nil { fields.append(("Content-Type", "application/json")) }
        return try await server.main.send(
            method, Self.prefix + path, headers: fields + headers, body: body)
    }
}
