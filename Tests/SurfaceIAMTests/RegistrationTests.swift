import RosterSettings
import RosterTestSupport
import Testing

/// The setting `registration=open`, and create while it is closed: contracts/iam.md "Decided",
/// DESIGN §2 (names, proof).
@Suite("Registration", .serialized) struct RegistrationTests {
    @Test("closed: administrators alone create users") func closed() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "nobody", "POST", "/v1/users", by: .anonymous, body: Body.user("a"),
                    .code(.headerInvalid)),
                Scenario(
                    "a user", "POST", "/v1/users", by: .user, body: Body.user("a"),
                    .code(.permissionDenied)),
                Scenario(
                    "an administrator by Basic", "POST", "/v1/users",
                    by: .basic("admin", ServerFixture.adminPassword), body: Body.user("a"), .user),
                Scenario(
                    "an administrator by token", "POST", "/v1/users", body: Body.user("b"),
                    .user),
            ])
        }
    }

    @Test("open: people create themselves") func open() async throws {
        try await Stage.run({ $0.registration = .open }) { stage in
            try await stage.play([
                Scenario(
                    "nobody creates a user", "POST", "/v1/users", by: .anonymous,
                    body: Body.user("new"), .user),
                Scenario(
                    "so does a user", "POST", "/v1/users", by: .user,
                    body: Body.user("friend", more: #""isAdmin":1"#), .user,
                    isRight: { $0.object["isAdmin"] == nil }),
                Scenario(
                    "the name logs in", "POST", "/login", by: .anonymous,
                    body: Body.login("new", Stage.password), .token),
                Scenario(
                    "the unproven e-mail does not", "POST", "/login", by: .anonymous,
                    body: Body.login("new@example.com", Stage.password), .unauthorized()),
                Scenario("nobody lists", "GET", "/v1/users", by: .anonymous, .code(.headerInvalid)),
                Scenario(
                    "nobody lists by the seed's slip", "POST", "/v1/users?limit=5",
                    by: .anonymous, body: "", .code(.headerInvalid)),
                Scenario(
                    "a user lists by the seed's slip", "POST", "/v1/users?limit=5",
                    by: .user, body: "", .code(.permissionDenied)),
                Scenario(
                    "nobody sends no body", "POST", "/v1/users", by: .anonymous, body: "",
                    .code(.binding)),
                Scenario(
                    "nobody takes a name that is taken", "POST", "/v1/users", by: .anonymous,
                    body: Body.user("foo", email: "\"x@example.com\""), .code(.userExists)),
                Scenario(
                    "nobody takes an e-mail that is taken", "POST", "/v1/users",
                    by: .anonymous, body: Body.user("x1", email: "\"foo@example.com\""),
                    .code(.userExists)),
                Scenario(
                    "a bad token is not taken for nobody", "POST", "/v1/users",
                    by: .header("Bearer x"), body: Body.user("x2"), .unauthorized()),
                Scenario(
                    "wrong Basic is not taken for nobody", "POST", "/v1/users",
                    by: .basic("nobody", "x"), body: Body.user("x3"), .code(.signatureInvalid)),
                Scenario(
                    "a name like a number", "POST", "/v1/users", by: .anonymous,
                    body: Body.user("1234"), .code(.validation)),
                Scenario(
                    "a name like a phone", "POST", "/v1/users", by: .anonymous,
                    body: Body.user("138-1234-5678"), .code(.validation)),
                Scenario(
                    "an administrator may give such a name", "POST", "/v1/users",
                    body: Body.user("1234"), .user),
                Scenario(
                    "a weak password", "POST", "/v1/users", by: .anonymous,
                    body: Body.user("x4", password: "\"foobar12\""), .code(.validation)),
            ])
        }
    }
}
