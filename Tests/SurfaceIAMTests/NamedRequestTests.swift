import RosterSettings
import RosterTestSupport
import Testing

/// `Idempotency-Key` on IAM's POST (DESIGN §6): done once, answered alike.
@Suite("Named requests", .serialized) struct NamedRequestTests {
    private static func key(_ text: String) -> [(String, String)] { [("Idempotency-Key", text)] }

    @Test("a create that is sent again gives its answer again and makes nobody") func create()
        async throws
    {
        try await Stage.run { stage in
            let first = try await stage.call(
                "POST", "/v1/users", headers: Self.key("k"), body: Body.user("bar"))
            let again = try await stage.call(
                "POST", "/v1/users", headers: Self.key("k"), body: Body.user("bar"))
            #expect(first.status == 200, "\(first)")
            #expect(again.body == first.body && again.status == 200, "\(again)")
            #expect(again.header("ETag") == first.header("ETag"))
            try await stage.play([
                Scenario(
                    "another body under the same key", "POST", "/v1/users",
                    headers: Self.key("k"), body: Body.user("baz"),
                    .code(.validation, status: 409)),
                Scenario(
                    "without the key it is a second create", "POST", "/v1/users",
                    body: Body.user("bar"), .code(.userExists)),
                Scenario(
                    "a key of no characters", "POST", "/v1/users", headers: Self.key(""),
                    body: Body.user("baz"), .code(.binding)),
                Scenario(
                    "two keys", "POST", "/v1/users", headers: Self.key("a") + Self.key("b"),
                    body: Body.user("baz"), .code(.binding)),
                Scenario(
                    "one user was made", "GET", "/v1/users", .list,
                    isRight: { $0.names == ["bar", "foo", "admin"] }),
            ])
        }
    }

    @Test("what needs no credential, compares a password or lists is never answered from memory")
    func never() async throws {
        try await Stage.run({ $0.registration = .open }) { stage in
            try await stage.play([
                Scenario(
                    "a registration", "POST", "/v1/users", by: .anonymous, headers: Self.key("k"),
                    body: Body.user("bar"), .user),
                Scenario(
                    "the same once more", "POST", "/v1/users", by: .anonymous,
                    headers: Self.key("k"), body: Body.user("bar"), .code(.userExists)),
                Scenario(
                    "the list by POST", "POST", "/v1/users?limit=10", headers: Self.key("list"),
                    .list, isRight: { $0.totalCount == 3 }),
                Scenario("somebody more", "POST", "/v1/users", body: Body.user("baz"), .user),
                Scenario(
                    "the list as it is now", "POST", "/v1/users?limit=10",
                    headers: Self.key("list"), .list, isRight: { $0.totalCount == 4 }),
                Scenario(
                    "a change of password", "POST", "/v1/users/foo/change_password",
                    headers: Self.key("p"),
                    body: Body.passwords(old: Stage.password, new: "Foo@2021"), .null),
                Scenario(
                    "the same change once more", "POST", "/v1/users/foo/change_password",
                    headers: Self.key("p"),
                    body: Body.passwords(old: Stage.password, new: "Foo@2021"),
                    .code(.passwordIncorrect)),
            ])
            let login = Body.login("admin", ServerFixture.adminPassword)
            let tokens = try await [1, 2].asyncMap { _ in
                try await stage.call(
                    "POST", "/login", by: .anonymous, headers: Self.key("l"), body: login
                ).body
            }
            #expect(tokens[0] != tokens[1])
        }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(
        _ transform: (Element) async throws -> Value
    ) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
