import Foundation
import RosterTestSupport
import Testing

/// THREATS 12, as far as this surface adds to it: refresh tokens are opaque, stored hashed, and
/// never taken for access tokens, nor the reverse (DESIGN §6).
@Suite("Kinds of tokens", .serialized) struct TokenKindTests {
    @Test("a refresh token opens nothing, an access token refreshes nothing") func kinds()
        async throws
    {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let tokens = try await stage.logIn("foo")
            let asAccess = Caller.bearer(tokens.refresh)
            try await stage.play([
                Scenario("to read", "GET", foo, by: asAccess, .refused(401)),
                Scenario("to list", "GET", "/v1/users", by: asAccess, .refused(401)),
                Scenario("to change", "PUT", foo, by: asAccess, body: "{}", .refused(401)),
                Scenario("to log out", "POST", "/v1/auth/logout", by: asAccess, .refused(401)),
                Scenario(
                    "as a password", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("foo", tokens.refresh), .refused(401)),
            ])
            for (method, target) in [("GET", "/v1/users/foo"), ("POST", "/refresh")] {
                let answer = try await stage.callIAM(method, target, by: asAccess)
                #expect(answer.status == 401, "\(method) \(target): \(answer)")
            }
            for access in [tokens.access, try stage.token(of: "foo"), try stage.token(of: "admin")]
            {
                check(try await stage.refresh(access), is: .refused(401))
            }
            check(try await stage.refresh(tokens.refresh), is: .refreshed, "it is unharmed")
        }
    }

    @Test("an access token is three parts of base64url, a refresh token tells nothing")
    func opaque() async throws {
        try await Stage.run { stage in
            let first = try await stage.logIn("foo")
            let second = try await stage.logIn("foo")
            let jwt = /[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/
            for tokens in [first, second] {
                #expect(tokens.access.wholeMatch(of: jwt) != nil)
                #expect(tokens.refresh.wholeMatch(of: jwt) == nil)
                // 128 random bits take 22 characters of base64.
                #expect(tokens.refresh.utf8.count >= 22)
                #expect(!tokens.refresh.contains("foo"))
            }
            #expect(first.refresh != second.refresh)
        }
    }

    @Test("no token is in the files of the server") func stored() async throws {
        try await Stage.run { stage in
            let tokens = try await stage.logIn("foo")
            let folder = stage.server.folder
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
                .compactMap { FileManager.default.contents(atPath: folder + "/" + $0) }
            #expect(files.contains { $0.range(of: Data("foo@example.com".utf8)) != nil })
            for secret in [tokens.refresh, tokens.access] {
                let isThere = files.contains { $0.range(of: Data(secret.utf8)) != nil }
                #expect(!isThere)
            }
            check(try await stage.refresh(tokens.refresh), is: .refreshed)
        }
    }
}
