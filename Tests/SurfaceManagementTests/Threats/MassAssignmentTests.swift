import RosterCore
import RosterTestSupport
import Testing

/// THREATS 10: what a caller may not bring about by what it sends.
@Suite("Mass assignment", .serialized) struct MassAssignmentTests {
    /// Members that clients have tried elsewhere; none of them is this API's to set.
    private static let greedy = """
        ,"id":"user_777","user_id":"user_777","guid":"0123456789abcdef01234567",\
        "status":"inactive",\
        "isAdmin":true,"is_admin":1,"admin":true,"roles":["admin"],"verified":true,\
        "email_verified":true,"emailIsProven":true,"phone_verified":true,"phoneIsProven":true,\
        "password_hash":"x","passwordHash":"x","revision":99,"extend":{"a":1},\
        "created_at":"2001-01-01T00:00:00Z","updated_at":"2001-01-01T00:00:00Z",\
        "deleted_at":"2001-01-01T00:00:00Z","permissions":["*"]
        """

    @Test("create takes its five fields and nothing else") func create() async throws {
        try await Stage.run(people: []) { stage in
            let answer = try await stage.create(Body.user("eve", more: Self.greedy))
            check(answer, is: .created)
            #expect(answer.text("id") != "user_777", "\(answer)")
            let read = try await stage.call("GET", answer.path)
            check(read, is: .user)
            for text in [answer, read] {
                #expect(text.text("status") == "active", "\(text)")
                #expect(!text.body.contains("2001-01-01"), "\(text)")
            }
            #expect(read.text("role") == "user", "\(read)")
            let eve = try await stage.directory.named("eve")
            #expect(eve.guid != "0123456789abcdef01234567" && eve.extend == nil)
            #expect(!eve.phoneIsProven && eve.deletedAt == nil && eve.status == .active)
            let tokens = try await stage.logIn("eve")
            let list = try await stage.call("GET", "/v1/users", by: .bearer(tokens.access))
            check(list, is: .refused(403))
        }
    }

    @Test("an update changes its four fields and nothing else, whoever sends it") func update()
        async throws
    {
        try await Stage.run { stage in
            let foo = try stage.path(of: "foo")
            let before = try await stage.directory.named("foo")
            for (number, caller) in [Caller.user, .admin].enumerated() {
                let body = """
                    {"phone":"\(number)","password":"Other@2021","role":"admin"\(Self.greedy)}
                    """
                let answer = try await stage.call("PUT", foo, by: caller, body: body)
                check(answer, is: .updated)
                #expect(answer.text("phone") == "\(number)", "\(answer)")
                #expect(answer.path == foo, "\(answer)")
                #expect(!answer.body.contains("2001-01-01"), "\(answer)")
                let after = try await stage.directory.named("foo")
                #expect(after.role == .user && after.status == .active)
                #expect(after.id == before.id && after.guid == before.guid)
                #expect(after.createdAt == before.createdAt && after.deletedAt == nil)
                #expect(after.extend == before.extend && !after.phoneIsProven)
                #expect(after.passwordHash == before.passwordHash)
                try await stage.play([
                    Scenario("foo is who it was", "GET", foo, by: .user, .user),
                    Scenario("and no administrator", "GET", "/v1/users", by: .user, .refused(403)),
                    Scenario(
                        "nor can it log in anew", "POST", "/v1/auth/login", by: .anonymous,
                        body: Body.login("foo", "Other@2021"), .refused(401)),
                ])
            }
        }
    }

    @Test("an unproven e-mail does not become proven by what is sent with it") func proof()
        async throws
    {
        try await Stage.run { stage in
            let body = #"{"email":"boss@example.com"\#(Self.greedy)}"#
            try await stage.play([
                Scenario(
                    "foo's claim", "PUT", try stage.path(of: "foo"), by: .user, body: body,
                    .updated),
                Scenario(
                    "its login", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("boss@example.com", Stage.password), .refused(401)),
            ])
            #expect(try await stage.directory.named("foo").emailIsProven == false)
        }
    }

    @Test("a user does not act for another by what it sends") func otherTarget() async throws {
        try await Stage.run(people: ["foo", "bar"]) { stage in
            let (foo, bar) = (try stage.path(of: "foo"), try stage.path(of: "bar"))
            let before = try await stage.call("GET", bar)
            let id = before.text("id") ?? ""
            let answer = try await stage.call(
                "PUT", foo + "?user_id=\(id)&id=\(id)", by: .user,
                headers: [("X-HTTP-Method-Override", "DELETE"), ("X-User-ID", id)],
                body: #"{"phone":"1","id":"\#(id)","user_id":"\#(id)"}"#)
            check(answer, is: .updated)
            #expect(answer.path == foo, "\(answer)")
            let after = try await stage.call("GET", bar)
            #expect(after.header("ETag") == before.header("ETag"), "\(after)")
        }
    }
}
