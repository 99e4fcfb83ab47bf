import RosterCore
import RosterTestSupport
import Testing

/// THREATS 13: whatever ends a session ends all its tokens, on this surface and on IAM, at the next
/// request.
@Suite("Ended sessions", .serialized) struct EndedSessionTests {
    /// Ways in which every session of an account ends, or (the first two) one.
    enum Ending: String, CaseIterable, Sendable {
        case logout, logoutOnIAM
        case delete, deleteOnIAM, disable, passwordChangeOnIAM, passwordReset, forcedEnd

        /// Whether the account's other sessions end too.
        var endsAll: Bool { self != .logout && self != .logoutOnIAM }
    }

    @Test("no token of an ended session is taken anywhere", arguments: Ending.allCases)
    func endings(_ ending: Ending) async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let tokens = try await stage.logIn("foo")
            let fresh = try await stage.refresh(tokens.refresh).text("access_token") ?? ""
            let access: [Caller] = [.bearer(tokens.access), .bearer(fresh)]
            // Warm whatever is cached.
            for caller in access {
                check(try await stage.call("GET", foo, by: caller), is: .user)
                let elsewhere = try await stage.callIAM("GET", "/v1/users/foo", by: caller)
                #expect(elsewhere.status == 200, "\(elsewhere)")
            }
            try await Self.end(ending, by: access[0], on: stage)
            for caller in access { try await Self.expectRefused(caller, at: foo, stage) }
            check(try await stage.refresh(tokens.refresh), is: .refused(401), "refresh")
            // The stage's own session of `foo` began over IAM.
            if ending.endsAll {
                try await Self.expectRefused(.user, at: foo, stage)
            } else {
                check(try await stage.call("GET", foo, by: .user), is: .user)
            }
        }
    }

    @Test("what ended does not come back with the account") func revival() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let tokens = try await stage.logIn("foo")
            try await stage.directory.set(.disabled, of: "foo")
            try await stage.directory.set(.active, of: "foo")
            try await stage.play([
                Scenario("the token", "GET", foo, by: .bearer(tokens.access), .refused(401)),
                Scenario(
                    "the refresh token", "POST", "/v1/auth/refresh", by: .anonymous,
                    body: Body.refresh(tokens.refresh), .refused(401)),
                Scenario(
                    "a new login", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("foo", Stage.password), .login),
            ])
        }
    }

    @Test("a session lives through changes that end none") func survival() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let tokens = try await stage.logIn("foo")
            let caller = Caller.bearer(tokens.access)
            try await stage.play([
                Scenario("a change", "PUT", foo, by: caller, body: #"{"phone":"1"}"#, .updated),
                Scenario("a rename", "PUT", foo, body: #"{"username":"foo-2"}"#, .updated),
                Scenario("the token", "GET", foo, by: caller, .user),
                Scenario(
                    "the refresh token", "POST", "/v1/auth/refresh", by: .anonymous,
                    body: Body.refresh(tokens.refresh), .refreshed),
            ])
        }
    }

    private static func end(_ ending: Ending, by caller: Caller, on stage: Stage) async throws {
        let directory = stage.directory
        switch ending {
        case .logout:
            check(try await stage.call("POST", "/v1/auth/logout", by: caller), is: .loggedOut)
        case .logoutOnIAM:
            expectDone(try await stage.callIAM("POST", "/logout", by: caller))
        case .delete:
            check(try await stage.call("DELETE", try stage.path(of: "foo")), is: .deleted)
        case .deleteOnIAM:
            expectDone(try await stage.callIAM("DELETE", "/v1/users/foo", by: .admin))
        case .disable:
            try await directory.set(.disabled, of: "foo")
        case .passwordChangeOnIAM:
            expectDone(
                try await stage.callIAM(
                    "PUT", "/v1/users/foo/change_password", by: caller,
                    body: Body.passwords(old: Stage.password, new: "Foo@2021")))
        case .passwordReset:
            try await directory.setPassword(
                of: .name(FoldedKey(folding: "foo")), to: "Foo@2021", by: .system)
        case .forcedEnd:
            try await directory.endSessions(of: "foo")
        }
    }

    private static func expectDone(_ answer: WireResponse) {
        #expect(answer.status == 200, "\(answer)")
    }

    /// An access token that is over: here, on IAM, and where it might be made young again.
    private static func expectRefused(
        _ caller: Caller, at path: String, _ stage: Stage
    ) async throws {
        let calls: [(String, String, String?)] = [
            ("GET", path, nil), ("GET", "/v1/users", nil), ("PUT", path, "{}"),
            ("POST", "/v1/auth/logout", nil),
        ]
        for (method, target, body) in calls {
            let answer = try await stage.call(method, target, by: caller, body: body)
            check(answer, is: .refused(401), "\(method) \(target)")
        }
        for (method, target) in [("GET", "/v1/users/foo"), ("POST", "/refresh")] {
            let answer = try await stage.callIAM(method, target, by: caller)
            #expect(answer.status == 401, "\(method) \(target): \(answer)")
        }
    }
}
