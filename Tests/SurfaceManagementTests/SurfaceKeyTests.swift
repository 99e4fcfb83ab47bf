import RosterCore
import RosterTestSupport
import Testing

/// Imported ids: a surface shows and accepts its own number where there is one, else the account's
/// (DESIGN §2, surface keys).
@Suite("Imported ids", .serialized) struct SurfaceKeyTests {
    @Test("an imported number is shown and taken by every call") func imported() async throws {
        try await Stage.run(people: []) { stage in
            let old = try await stage.directory.make("old")
            try await stage.directory.link(old, as: "4711")
            let path = "/v1/users/user_4711"
            let isOld: @Sendable (WireResponse) -> Bool = { $0.text("id") == "user_4711" }
            try await stage.play([
                Scenario("get", "GET", path, .user, isRight: isOld),
                Scenario("its own number", "GET", old.path, .refused(404)),
                Scenario("put", "PUT", path, body: #"{"phone":"1"}"#, .updated, isRight: isOld),
                Scenario(
                    "list", "GET", "/v1/users?keyword=old", .page,
                    isRight: { $0.items.first?["id"] as? String == "user_4711" }),
                Scenario(
                    "a new one is numbered above it", "POST", "/v1/users", body: Body.user("new"),
                    .created,
                    isRight: { answer in
                        Int((answer.text("id") ?? "").dropFirst("user_".count)) ?? 0 > 4711
                    }),
                Scenario("delete", "DELETE", path, .deleted),
                Scenario("once more", "DELETE", path, .refused(404)),
            ])
        }
    }

    @Test("a user is itself under its imported number") func itself() async throws {
        try await Stage.run { stage in
            let foo = try await stage.directory.named("foo")
            try await stage.directory.link(foo, as: "4711")
            try await stage.play([
                Scenario("foo", "GET", "/v1/users/user_4711", by: .user, .user),
                Scenario(
                    "foo's own change", "PUT", "/v1/users/user_4711", by: .user,
                    body: #"{"phone":"1"}"#, .updated),
                Scenario("somebody else", "GET", "/v1/users/user_4712", by: .user, .refused(403)),
            ])
        }
    }
}
