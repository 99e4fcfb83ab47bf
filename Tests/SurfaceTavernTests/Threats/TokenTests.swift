import RosterCore
import RosterTestSupport
import Testing

/// THREATS 13: credentials that outlive what they were given for.
@Suite("Ended sessions", .serialized) struct TokenTests {
    /// Ways in which a session ends; each must refuse the very next request here.
    private enum Ending: String, CaseIterable {
        case logout, delete, disable, passwordChange
    }

    @Test("after its end a session's token is refused at the next request, and not passed over")
    func sessions() async throws {
        try await Stage.run { stage in
            for ending in Ending.allCases {
                let name = "user-\(ending.rawValue)"
                try await stage.account(name, password: "Foo@2020")
                let token = Caller.bearer(
                    try await stage.server.token(of: name, password: "Foo@2020"))
                let card = try await stage.make("Player", by: token)
                // Warm whatever is cached.
                for _ in 0..<3 { stage.expect(.card, try await stage.read(card, by: token)) }
                switch ending {
                case .logout:
                    _ = try await stage.server.iam.send("POST", "/logout", headers: token.headers)
                case .delete: try await stage.deleteAccount(name)
                case .disable: try await stage.setStatus(.disabled, of: name)
                case .passwordChange:
                    let changed = try await stage.server.iam.send(
                        "PUT", "/v1/users/\(name)/change_password", headers: token.headers,
                        body: #"{"oldPassword":"Foo@2020","newPassword":"Foo@2021"}"#)
                    #expect(changed.status == 200, "\(changed)")
                }
                // A disabled account may be told so.
                let codes: [String?] =
                    ending == .disable
                    ? ["auth_account_disabled", "auth_invalid_token"] : ["auth_invalid_token"]
                let requests: [(String, String, String?)] = [
                    ("GET", "/users/\(card)", nil), ("GET", "/users", nil),
                    ("POST", "/users", Body.card("New")), ("DELETE", "/users/\(card)", nil),
                ]
                for (method, target, body) in requests {
                    let answer = try await stage.call(method, target, by: token, body: body)
                    stage.expect(.refused(403...403), answer, "\(method) after \(ending)")
                    #expect(codes.contains(answer.errorCode), "\(ending): \(answer)")
                }
            }
        }
    }

    @Test("a key dies with its revocation, and with the disabling or deletion of its account")
    func keys() async throws {
        try await Stage.runRequired { stage in
            for name in ["revoked", "disabled", "deleted"] { try await stage.account(name) }
            let made = try await stage.directory.createKey(
                name: "k", owner: .name(FoldedKey(folding: "revoked")), role: nil, scopes: nil,
                by: .system)
            let revoked = Caller.key(made.secret)
            let disabled = try await stage.key(of: "disabled")
            let deleted = try await stage.key(of: "deleted")
            for caller in [revoked, disabled, deleted] {
                stage.expect(.list, try await stage.call("GET", "/users", by: caller))
            }
            try await stage.directory.revokeKey(made.key.id, by: .system)
            try await stage.setStatus(.disabled, of: "disabled")
            try await stage.deleteAccount("deleted")
            try await stage.play([
                Scenario(
                    "a revoked key", "GET", "/users", by: revoked, .error(.invalidCredentials)),
                Scenario(
                    "of a disabled account", "GET", "/users", by: disabled,
                    .error(.accountDisabled)),
                Scenario(
                    "of a deleted account", "GET", "/users", by: deleted,
                    .error(.invalidCredentials)),
            ])
        }
    }
}
