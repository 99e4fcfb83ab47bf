import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// 401, 403, 400, 404, 409: contracts/management.md "Decided".
@Suite("Order of checks", .serialized) struct OrderOfChecksTests {
    private static let conflict = #"{"email":"foo@example.com"}"#
    private static let unfit = Body.user("x", email: "foo@example.com")

    @Test("the first of several failures is told") func order() async throws {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let other = try await stage.directory.make("other", email: "other@example.com").path
            let unknown = "/v1/users/user_999999"
            try await stage.play([
                // 401 before all.
                Scenario("nobody's page", "GET", "/v1/users?page=0", by: .anonymous, .refused(401)),
                Scenario(
                    "nobody's create", "POST", "/v1/users", by: .anonymous, body: "{",
                    .refused(401)),
                Scenario("nobody's read", "GET", unknown, by: .anonymous, .refused(401)),
                Scenario(
                    "nobody's update", "PUT", unknown, by: .anonymous, body: "{", .refused(401)),
                Scenario("nobody's delete", "DELETE", unknown, by: .anonymous, .refused(401)),
                Scenario("a bad token", "GET", "/v1/users?page=0", by: .bearer("x"), .refused(401)),
                // 403 before 400, 404, 409.
                Scenario("a user's page", "GET", "/v1/users?page=0", by: .user, .refused(403)),
                Scenario(
                    "a user's create", "POST", "/v1/users", by: .user, body: "{", .refused(403)),
                Scenario(
                    "a user's create of itself", "POST", "/v1/users", by: .user,
                    body: Body.user("foo"), .refused(403)),
                Scenario("a user's read of nobody", "GET", unknown, by: .user, .refused(403)),
                Scenario(
                    "a user's update of nobody", "PUT", unknown, by: .user, body: "{}",
                    .refused(403)),
                Scenario(
                    "a user's bad update of another", "PUT", other, by: .user, body: "{",
                    .refused(403)),
                Scenario(
                    "a user's conflict for another", "PUT", other, by: .user, body: Self.conflict,
                    .refused(403)),
                Scenario("a user's delete of nobody", "DELETE", unknown, by: .user, .refused(403)),
                Scenario("a user's delete of itself", "DELETE", foo, by: .user, .refused(403)),
                // 400 before 404 and 409.
                Scenario("a bad update of nobody", "PUT", unknown, body: "{", .refused(400)),
                Scenario(
                    "an unfit update of nobody", "PUT", unknown, body: #"{"email":"x"}"#,
                    .invalid(["email"])),
                Scenario(
                    "an unfit create that conflicts", "POST", "/v1/users", body: Self.unfit,
                    .invalid(["username"])),
                Scenario(
                    "an unfit update that conflicts", "PUT", other,
                    body: #"{"email":"foo@example.com","username":"x"}"#, .invalid(["username"])),
                Scenario(
                    "a user's own bad update", "PUT", foo, by: .user, body: "{", .refused(400)),
                // 404 before 409.
                Scenario(
                    "a conflict of nobody", "PUT", unknown, body: Self.conflict, .refused(404)),
                Scenario("a conflict", "PUT", other, body: Self.conflict, .refused(409)),
            ])
        }
    }

    @Test("whatever is no good credential is 401") func credentials() async throws {
        try await Stage.run { stage in
            let token = try stage.token(of: "admin")
            let pair = Data("admin:\(ServerFixture.adminPassword)".utf8).base64EncodedString()
            let headers = [
                "Basic \(pair)", "Bearer", "Bearer ", "Bearer x", "Bearer x.y.z",
                "Bearer \(token)x",
                "Bearer \(token.dropLast())", "Bearer \(token) \(token)", token, "Token \(token)",
                "Digest x", "",
            ]
            try await stage.play(
                headers.map {
                    Scenario(
                        "the header '\($0.prefix(20))'", "GET", "/v1/users", by: .header($0),
                        .refused(401))
                } + [
                    Scenario(
                        "the scheme in small letters", "GET", "/v1/users",
                        by: .header("bearer \(token)"), .page),
                    Scenario(
                        "a token in the query", "GET", "/v1/users?access_token=\(token)",
                        by: .anonymous, .refused(401)),
                ])
        }
    }
}
