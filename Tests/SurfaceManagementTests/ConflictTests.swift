import RosterCore
import RosterTestSupport
import Testing

/// What is somebody's already: contracts/management.md "Decided", and the one namespace of login
/// ids of DESIGN §2.
@Suite("Conflicts", .serialized) struct ConflictTests {
    /// `foo` has the e-mail mine@example.com; another account's name looks like an e-mail.
    private static func people(_ directory: Directory) async throws {
        try await directory.make("foo", email: "mine@example.com")
        try await directory.make("named@example.com")
        try await directory.make("off", email: "off@example.com")
        try await directory.set(.disabled, of: "off")
        try await directory.make("other")
    }

    private static let taken: [(String, String, String)] = [
        ("a name", "foo", "new@example.com"), ("a name in capitals", "FOO", "new@example.com"),
        ("the administrator's name", "Admin", "new@example.com"),
        ("a disabled user's name", "off", "new@example.com"),
        ("an e-mail", "jane", "mine@example.com"),
        ("an e-mail in capitals", "jane", "Mine@Example.COM"),
        ("a disabled user's e-mail", "jane", "off@example.com"),
        ("an e-mail that is a name", "jane", "Named@example.com"),
        ("both", "foo", "mine@example.com"),
    ]

    @Test("create is refused and makes nobody") func create() async throws {
        try await Stage.run(people: []) { stage in
            try await Self.people(stage.directory)
            let before = try await stage.total()
            try await stage.play(
                Self.taken.map { name, username, email in
                    Scenario(
                        name, "POST", "/v1/users", body: Body.user(username, email: email),
                        .refused(409))
                })
            #expect(try await stage.total() == before)
        }
    }

    @Test("update is refused and changes nothing") func update() async throws {
        try await Stage.run(people: []) { stage in
            try await Self.people(stage.directory)
            let other = try await stage.directory.named("other").path
            let before = try await stage.call("GET", other)
            try await stage.play(
                Self.taken.map { name, username, email in
                    let keepsName = username == "jane"
                    let field = keepsName ? #""email":"\#(email)""# : #""username":"\#(username)""#
                    return Scenario(
                        name, "PUT", other, body: #"{"phone":"changed",\#(field)}"#, .refused(409))
                })
            let after = try await stage.call("GET", other)
            #expect(after.header("ETag") == before.header("ETag"), "\(after)")
            #expect(after.isNull("phone") && after.text("username") == "other", "\(after)")
        }
    }

    @Test("a user's own name and e-mail are no conflict, in any spelling") func own() async throws {
        try await Stage.run(people: []) { stage in
            try await Self.people(stage.directory)
            let foo = try await stage.directory.named("foo").path
            try await stage.play([
                Scenario(
                    "the same", "PUT", foo,
                    body: #"{"username":"foo","email":"mine@example.com"}"#, .updated),
                Scenario(
                    "in capitals", "PUT", foo,
                    body: #"{"username":"FOO","email":"Mine@Example.com"}"#, .updated,
                    isRight: {
                        $0.text("username") == "FOO" && $0.text("email") == "Mine@Example.com"
                    }),
            ])
        }
    }

    @Test("of many creates of one name at once exactly one succeeds") func atOnce() async throws {
        try await Stage.run(people: []) { stage in
            let answers = try await WireClient.atOnce(12) { number in
                try await stage.create(
                    Body.user(number % 2 == 0 ? "jane" : "JANE", email: "j\(number)@example.com"))
            }
            let made = answers.filter { Answer.created.problem(with: $0) == nil }
            let refused = answers.filter { Answer.refused(409).problem(with: $0) == nil }
            #expect(made.count == 1 && refused.count == 11, "\(answers)")
            #expect(try await stage.total() == 2)
        }
    }
}
