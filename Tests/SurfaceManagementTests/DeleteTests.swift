import RosterCore
import RosterTestSupport
import Testing

/// `DELETE /v1/users/{user_id}`: contracts/management.md §4, DESIGN §2 (recycle bin).
@Suite("Delete", .serialized) struct DeleteTests {
    @Test("a deleted user is nowhere, and its name and e-mail are free") func deleted()
        async throws
    {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            try await stage.play([
                Scenario("delete", "DELETE", foo, .deleted),
                Scenario("get", "GET", foo, .refused(404)),
                Scenario("put", "PUT", foo, body: #"{"phone":"1"}"#, .refused(404)),
                Scenario("once more", "DELETE", foo, .refused(404)),
                Scenario("its token", "GET", foo, by: .user, .refused(401)),
                Scenario(
                    "list", "GET", "/v1/users", .page, isRight: { $0.usernames == ["admin"] }),
                Scenario(
                    "its login", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("foo", Stage.password), .refused(401)),
                Scenario(
                    "its name and e-mail", "POST", "/v1/users",
                    body: Body.user("foo", password: "Next@2021"), .created,
                    isRight: { $0.path != foo }),
                Scenario("the old id", "GET", foo, .refused(404)),
                Scenario("the old token", "GET", foo, by: .user, .refused(401)),
                Scenario(
                    "the old password", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("foo", Stage.password), .refused(401)),
            ])
            let elsewhere = try await stage.callIAM("GET", "/v1/users/foo", by: .user)
            #expect(elsewhere.status == 401, "\(elsewhere)")
        }
    }

    @Test("disabled users and other administrators can be deleted") func others() async throws {
        try await Stage.run(people: []) { stage in
            let off = try await stage.directory.make("off")
            try await stage.directory.set(.disabled, of: "off")
            let boss = try await stage.directory.make("boss") { $0.role = .admin }
            try await stage.play([
                Scenario("a disabled user", "DELETE", off.path, .deleted),
                Scenario("an administrator", "DELETE", boss.path, .deleted),
                Scenario(
                    "who is left", "GET", "/v1/users", .page,
                    isRight: { $0.usernames == ["admin"] && $0.total == 1 }),
            ])
        }
    }
}
