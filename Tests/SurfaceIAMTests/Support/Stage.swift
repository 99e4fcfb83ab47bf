import Foundation
import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// A server with one administrator and the user `foo`, on which scenarios are played one after the
/// other.
struct Stage: ScenarioStage {
    let server: ServerFixture
    /// The administrator's token.
    let admin: String
    /// The token of `foo`.
    let user: String
    /// The password of every user that scenarios make.
    static let password = "Foo@2020"

    static func run(
        _ change: (inout RosterSettings.Settings) -> Void = { _ in },
        clock: TestClock? = nil, _ body: @Sendable (Stage) async throws -> Void
    ) async throws {
        try await ServerFixture.run(change, adjusting: { $0.running(on: clock) }) { server in
            try await body(try await Stage(server))
        }
    }

    init(_ server: ServerFixture) async throws {
        self.server = server
        admin = try await server.adminToken()
        try await server.createUser("foo", token: admin)
        user = try await server.token(of: "foo", password: Self.password)
    }

    func send(_ scenario: Scenario) async throws -> WireResponse {
        try await call(
            scenario.method, scenario.target, by: scenario.caller, headers: scenario.headers,
            body: scenario.body)
    }

    func call(
        _ method: String, _ target: String, by caller: Caller = .admin,
        headers: [(String, String)] = [], body: String? = nil
    ) async throws -> WireResponse {
        try await server.iam.send(
            method, target, headers: authorization(of: caller) + headers, body: body)
    }

    func authorization(of caller: Caller) -> [(String, String)] {
        switch caller {
        case .anonymous: []
        case .admin: [("Authorization", "Bearer \(admin)")]
        case .user: [("Authorization", "Bearer \(user)")]
        case .header(let text): [("Authorization", text)]
        case .basic(let name, let password):
            [("Authorization", Caller.basicHeader(name, password))]
        }
    }

    /// The directory below, for what no IAM call can do.
    var directory: Directory { server.server.open.directory }

    func disable(_ name: String) async throws {
        var change = AccountChange()
        change.status = .set(.disabled)
        _ = try await directory.update(
            .name(FoldedKey(folding: name)), change, by: .system)
    }

    /// An account as other surfaces may make them: without IAM's rules for names and passwords.
    @discardableResult
    func make(
        _ name: String, password: String? = nil, email: String? = nil
    ) async throws -> Account {
        var draft = AccountDraft(name: try AccountName(parsing: name))
        draft.password = password
        draft.email = try email.map { try EmailAddress(parsing: $0) }
        return try await directory.create(draft, by: .system)
    }
}
