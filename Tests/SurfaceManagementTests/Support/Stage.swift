import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// A server with the administrator and people who are logged in, on which scenarios are played one
/// after the other.
struct Stage: ScenarioStage {
    /// Somebody with an access token.
    struct Person: Sendable {
        let path: String
        let token: String
    }

    let server: ServerFixture
    private let people: [String: Person]
    /// The password of everybody who has one.
    static let password = "Foo@2020"

    /// - Parameter people: Who can log in and has done so, beside the administrator; their e-mail,
    ///   name at `example.com`, is proven.
    static func run(
        _ change: (inout RosterSettings.Settings) -> Void = { _ in },
        clock: TestClock? = nil, people: [String] = ["foo"],
        _ body: @Sendable (Stage) async throws -> Void
    ) async throws {
        try await ServerFixture.run(change, adjusting: { $0.running(on: clock) }) { server in
            try await body(try await Stage(server, people: people))
        }
    }

    init(_ server: ServerFixture, people names: [String] = ["foo"]) async throws {
        let directory = server.server.open.directory
        let admin = try await directory.named("admin")
        var people = ["admin": Person(path: admin.path, token: try await server.adminToken())]
        for name in names {
            let account = try await directory.make(
                name, password: Self.password, email: "\(name)@example.com")
            let token = try await server.token(of: name, password: Self.password)
            people[name] = Person(path: account.path, token: token)
        }
        self.server = server
        self.people = people
    }

    /// The directory below, for what no call of the surface can do.
    var directory: Directory { server.server.open.directory }

    func send(_ scenario: Scenario) async throws -> WireResponse {
        try await call(
            scenario.method, scenario.target, by: scenario.caller, headers: scenario.headers,
            body: scenario.body)
    }

    func call(
        _ method: String, _ target: String, by caller: Caller = .admin,
        headers: [(String, String)] = [], body: String? = nil
    ) async throws -> WireResponse {
        var fields = try authorization(of: caller)
        if body != nil { fields.append(("Content-Type", "application/json")) }
        return try await server.main.send(method, target, headers: fields + headers, body: body)
    }

    func authorization(of caller: Caller) throws -> [(String, String)] {
        switch caller {
        case .anonymous: return []
        case .person(let name): return Self.bearer(try person(name).token)
        case .bearer(let token): return Self.bearer(token)
        case .header(let text): return [("Authorization", text)]
        }
    }

    /// The path of somebody whom the stage let log in.
    func path(of name: String) throws -> String { try person(name).path }

    /// The access token of somebody whom the stage let log in.
    func token(of name: String) throws -> String { try person(name).token }

    private static func bearer(_ token: String) -> [(String, String)] {
        [("Authorization", "Bearer \(token)")]
    }

    private func person(_ name: String) throws -> Person {
        guard let person = people[name] else { throw FixtureFailure(text: "nobody is \(name)") }
        return person
    }
}
