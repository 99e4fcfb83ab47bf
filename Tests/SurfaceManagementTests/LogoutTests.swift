import RosterTestSupport
import Testing

/// `POST /v1/auth/logout`: contracts/management.md §2 and "Decided".
@Suite("Logout", .serialized) struct LogoutTests {
    @Test("it ends the caller's session with all its tokens, and no other session")
    func endsOne() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let tokens = try await stage.logIn("foo")
            let other = try await stage.logIn("foo")
            let fresh = try await stage.refresh(tokens.refresh).text("access_token") ?? ""
            let caller = Caller.bearer(tokens.access)
            try await stage.play([
                Scenario("before", "GET", foo, by: .bearer(fresh), .user),
                Scenario("logout", "POST", "/v1/auth/logout", by: caller, .loggedOut),
                Scenario("the token", "GET", foo, by: caller, .refused(401)),
                Scenario("the refreshed one", "GET", foo, by: .bearer(fresh), .refused(401)),
                Scenario(
                    "the refresh token", "POST", "/v1/auth/refresh", by: .anonymous,
                    body: Body.refresh(tokens.refresh), .refused(401)),
                Scenario("once more", "POST", "/v1/auth/logout", by: caller, .refused(401)),
                Scenario("another session", "GET", foo, by: .bearer(other.access), .user),
                Scenario(
                    "its refresh token", "POST", "/v1/auth/refresh", by: .anonymous,
                    body: Body.refresh(other.refresh), .refreshed),
                Scenario(
                    "a new login", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("foo", Stage.password), .login),
            ])
        }
    }

    @Test("it needs the token of the session that shall end") func needsToken() async throws {
        try await Stage.run { stage in
            let tokens = try await stage.logIn("foo")
            let path = "/v1/auth/logout"
            try await stage.play([
                Scenario("nobody", "POST", path, by: .anonymous, .refused(401)),
                Scenario("no token", "POST", path, by: .bearer("x"), .refused(401)),
                Scenario("one word", "POST", path, by: .header("x"), .refused(401)),
                Scenario(
                    "the refresh token", "POST", path, by: .bearer(tokens.refresh), .refused(401)),
                Scenario(
                    "the refresh token in the body", "POST", path, by: .anonymous,
                    body: Body.refresh(tokens.refresh), .refused(401)),
                Scenario(
                    "nothing was ended", "GET", try stage.path(of: "foo"),
                    by: .bearer(tokens.access), .user),
            ])
            check(try await stage.refresh(tokens.refresh), is: .refreshed)
        }
    }
}
