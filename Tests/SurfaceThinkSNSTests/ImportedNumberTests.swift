import RosterCore
import RosterTestSupport
import Testing

/// Imported ids: this surface shows and accepts its own number where there is one, else the
/// account's (DESIGN §2, surface keys).
@Suite("Imported numbers", .serialized) struct ImportedNumberTests {
    private static func link(_ name: String, as number: String, _ sns: SNS) async throws {
        let id = try await sns.directory.named(name).id
        let isLinked = try await sns.directory.store.write { (storage) throws(DirectoryError) in
            try storage.link(surface: SurfaceName("ThinkSNS"), key: SurfaceID(number), to: id)
        }
        guard isLinked else { throw FixtureFailure(text: "\(number) is not to be had") }
    }

    @Test("an imported number is shown and taken by every call, the account's own by none")
    func imported() async throws {
        try await SNS.run(people: ["anna", "bert"]) { sns in
            let bert = try sns.id("bert")
            _ = try await sns.wear(by: .bert)
            try await Self.link("bert", as: "4711", sns)
            let isBert: @Sendable (WireResponse) -> Bool = {
                $0.number("id") == 4711 && $0.part("extra")["user_id"] as? Int == 4711
            }
            try await sns.play([
                Scenario("by name", "GET", "/users/bert", .user, isRight: isBert),
                Scenario("by number", "GET", "/users/4711", .user, isRight: isBert),
                Scenario("the account's own", "GET", "/users/\(bert)", .missing),
                Scenario("oneself", "GET", "/user", by: .bert, .own, isRight: isBert),
                Scenario("follow", "PUT", "/user/followings/4711", .done),
                Scenario("follow by the other", "PUT", "/user/followings/\(bert)", .missing),
                Scenario(
                    "followings", "GET", "/user/followings", .users, isRight: { $0.ids == [4711] }),
                Scenario(
                    "followers", "GET", "/users/4711/followers", .users,
                    isRight: { $0.names == ["anna"] }),
                Scenario(
                    "fetched by number", "GET", "/users?id=4711", .users,
                    isRight: {
                        $0.ids == [4711]
                            && ($0.list[0]["avatar"] as? String)?.hasSuffix("/users/4711/avatar")
                                == true
                    }),
                Scenario(
                    "fetched by the other", "GET", "/users?id=\(bert)", .users,
                    isRight: { $0.ids.isEmpty }),
                Scenario(
                    "counters", "PATCH", "/users/4711/extra", by: .admin,
                    body: #"{"likes_count":3}"#, .done),
                Scenario(
                    "login by number", "POST", "/auth/login", by: .anonymous,
                    body: Body.login("4711", SNS.password), .login),
                Scenario(
                    "whom anna follows", "GET", "/users/4711?follower=\(try sns.id("anna"))",
                    by: .anonymous, .user, isRight: { $0.flag("follower") == true }),
                Scenario(
                    "whether anna follows bert", "GET", "/users/anna?following=4711",
                    by: .anonymous, .user,
                    isRight: { $0.flag("following") == true && $0.flag("follower") == false }),
            ])
            #expect(try await sns.fetch("/users/4711/avatar").status == 200)
            #expect(try await sns.own(.bert).counter("likes_count") == 3)
        }
    }
}
