import Foundation
import Logging
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// A server that takes registrations, with the administrator and people who are logged in over this
/// surface.
struct SNS: ScenarioStage {
    /// Somebody with an access token.
    struct Person: Sendable {
        let id: Int
        let token: String
    }

    let server: ServerFixture
    private let people: [String: Person]
    /// The password of everybody who has one.
    static let password = "Foo@2020"
    static let prefix = "/api/v2"

    /// - Parameter people: Who can log in and has done so, beside the administrator; their e-mail,
    ///   name at `example.com`, is proven.
    static func run(
        _ change: (inout RosterSettings.Settings) -> Void = { _ in },
        clock: TestClock? = nil, people: [String] = ["anna"],
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: @Sendable (SNS) async throws -> Void
    ) async throws {
        try await ServerFixture.run(
            { settings in
                settings.registration = .open
                change(&settings)
            }, logger: logger, adjusting: { $0.running(on: clock) }
        ) { server in
            try await body(try await SNS(server, people: people))
        }
    }

    private init(_ server: ServerFixture, people names: [String]) async throws {
        let nobody = SNS(server: server, people: [:])
        var people: [String: Person] = [:]
        for name in ["admin"] + names {
            if name != "admin" {
                try await nobody.directory.make(
                    name, password: Self.password, email: "\(name)@example.com")
            }
            people[name] = Person(
                id: try await nobody.id(of: name),
                token: try await nobody.logIn(
                    name, name == "admin" ? ServerFixture.adminPassword : Self.password))
        }
        self.init(server: server, people: people)
    }

    private init(server: ServerFixture, people: [String: Person]) {
        self.server = server
        self.people = people
    }

    /// The directory below, for what no call of the surface can do.
    var directory: Directory { server.server.open.directory }

    var outbox: Outbox { Outbox(folder: server.folder + "/outbox") }

    func send(_ scenario: Scenario) async throws -> WireResponse {
        try await call(
            scenario.method, scenario.target, by: scenario.caller, headers: scenario.headers,
            body: scenario.body)
    }

    /// - Parameters:
    ///   - target: Below the surface's prefix.
    ///   - body: JSON, unless `headers` says otherwise.
    func call(
        _ method: String, _ target: String, by caller: Caller = .anna,
        headers: [(String, String)] = [], body: String? = nil
    ) async throws -> WireResponse {
        var fields = try authorization(of: caller) + headers
        let hasType = headers.contains { $0.0.lowercased() == "content-type" }
        if body != nil, !hasType { fields.append(("Content-Type", "application/json")) }
        return try await server.main.send(
            method, Self.prefix + target, headers: fields, body: body)
    }

    func authorization(of caller: Caller) throws -> [(String, String)] {
        switch caller {
        case .anonymous: return []
        case .person(let name): return Self.bearer(try person(name).token)
        case .bearer(let token): return Self.bearer(token)
        case .header(let text): return [("Authorization", text)]
        }
    }

    /// The number of somebody whom the stage let log in.
    func id(_ name: String) throws -> Int { try person(name).id }

    /// The access token of somebody whom the stage let log in.
    func token(_ name: String) throws -> String { try person(name).token }

    private static func bearer(_ token: String) -> [(String, String)] {
        [("Authorization", "Bearer \(token)")]
    }

    private func person(_ name: String) throws -> Person {
        guard let person = people[name] else { throw FixtureFailure(text: "nobody is \(name)") }
        return person
    }
}
