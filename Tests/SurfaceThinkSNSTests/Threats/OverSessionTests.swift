import RosterCore
import RosterTestSupport
import Testing

/// THREATS 13: whatever ends a session ends its token here at the next request.
@Suite("Sessions that are over", .serialized) struct OverSessionTests {
    enum Ending: String, CaseIterable, Sendable {
        case logout, logoutOnIAM, refresh, disable, delete, passwordElsewhere, recovery, forced
    }

    @Test("the token does nothing any more", arguments: Ending.allCases)
    func endings(_ ending: Ending) async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let token = Caller.bearer(try await sns.logIn("anna"))
            // Warm whatever is cached.
            check(try await sns.call("GET", "/user", by: token), is: .own)
            try await Self.end(ending, token, sns)
            let bert = try sns.id("bert")
            let calls: [(String, String, String?)] = [
                ("GET", "/user", nil), ("PATCH", "/user", "{}"),
                ("PUT", "/user", Body.binding("new@example.com", code: "900000")),
                ("PUT", "/user/password", Body.password("New@2021")),
                ("DELETE", "/user/phone", Body.unbinding(SNS.password, code: "900000")),
                ("DELETE", "/user/email", Body.unbinding(SNS.password, code: "900000")),
                ("PUT", "/user/followings/\(bert)", nil),
                ("DELETE", "/user/followings/\(bert)", nil), ("GET", "/user/followers", nil),
                ("GET", "/user/followings", nil),
                ("POST", "/storage", Body.upload(hash: md5([1]), size: 1)),
                ("PATCH", "/users/\(bert)/extra", "{}"), ("POST", "/auth/refresh", nil),
                ("POST", "/auth/logout", nil),
            ]
            try await sns.play(
                calls.map { Scenario("\($0) \($1)", $0, $1, by: token, body: $2, .unauthenticated) }
            )
            // Where nobody need be anybody, nobody is.
            let seen = try await sns.call("GET", "/users/\(bert)", by: token)
            check(seen, is: .user)
            let elsewhere = try await sns.callIAM("GET", "/v1/users/anna", by: token)
            #expect(elsewhere.status == 401, "\(elsewhere)")
        }
    }

    private static func end(_ ending: Ending, _ token: Caller, _ sns: SNS) async throws {
        switch ending {
        case .logout:
            check(try await sns.call("POST", "/auth/logout", by: token), is: .loggedOut)
        case .logoutOnIAM:
            #expect(try await sns.callIAM("POST", "/logout", by: token).status == 200)
        case .refresh:
            let answer = try await sns.call("POST", "/auth/refresh", by: token)
            check(answer, is: .login)
            // Until the new one is used the answer counts as lost, and a refresh gives it again.
            let new = Caller.bearer(answer.text("access_token") ?? "")
            check(try await sns.call("GET", "/user", by: new), is: .own)
        case .disable:
            try await sns.directory.set(.disabled, of: "anna")
        case .delete:
            #expect(try await sns.callIAM("DELETE", "/v1/users/anna", by: .admin).status == 200)
        case .passwordElsewhere:
            let body = Body.password("New@2021")
            check(try await sns.call("PUT", "/user/password", body: body), is: .done)
        case .recovery:
            let code = try await sns.code(.prove, to: "anna@example.com")
            let answer = try await sns.call(
                "PUT", "/user/retrieve-password", by: .anonymous,
                body: Body.recovery("anna@example.com", code: code))
            check(answer, is: .done)
        case .forced:
            try await sns.directory.endSessions(of: "anna")
        }
    }
}
