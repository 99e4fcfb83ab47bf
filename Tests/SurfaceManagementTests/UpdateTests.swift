import RosterCore
import RosterTestSupport
import Testing

/// `PUT /v1/users/{user_id}`: partial in spite of its verb (contracts/management.md §4 and
/// "Decided").
@Suite("Update", .serialized) struct UpdateTests {
    @Test("what is sent is changed, what is not sent stays, null clears") func partial()
        async throws
    {
        let clock = TestClock()
        try await Stage.run(clock: clock, people: []) { stage in
            let john = try await stage.directory.make("john_doe", email: "john@example.com")
            clock.advance(seconds: 60)
            let avatar = "https://example.com/avatars/new_avatar.jpg"
            let filled = try await stage.call(
                "PUT", john.path,
                body: #"{"phone":"+86 138 0000 0002","avatar":"\#(avatar)"}"#)
            check(filled, is: .updated)
            #expect(filled.text("id") == "user_\(john.id.rawValue)", "\(filled)")
            #expect(filled.text("username") == "john_doe", "\(filled)")
            #expect(filled.text("email") == "john@example.com", "\(filled)")
            #expect(filled.text("phone") == "+86 138 0000 0002", "\(filled)")
            #expect(filled.text("avatar") == avatar, "\(filled)")
            #expect(filled.text("updated_at") == "2023-11-14T22:14:20Z", "\(filled)")
            let cleared = try await stage.call("PUT", john.path, body: #"{"phone":null}"#)
            check(cleared, is: .updated)
            #expect(cleared.isNull("phone") && cleared.text("avatar") == avatar, "\(cleared)")
            let renamed = try await stage.call(
                "PUT", john.path,
                body: #"{"username":"johnny","email":"johnny@example.com","avatar":null}"#)
            check(renamed, is: .updated)
            let read = try await stage.call("GET", john.path)
            check(read, is: .user)
            for answer in [renamed, read] {
                #expect(answer.text("username") == "johnny", "\(answer)")
                #expect(answer.text("email") == "johnny@example.com", "\(answer)")
                #expect(answer.isNull("phone") && answer.isNull("avatar"), "\(answer)")
            }
            #expect(read.text("created_at") == "2023-11-14T22:13:20Z", "\(read)")
            #expect(read.text("updated_at") == "2023-11-14T22:14:20Z", "\(read)")
        }
    }

    @Test("a body that asks for nothing changes nothing, updated_at and ETag included")
    func nothing() async throws {
        let bodies = [
            "{}", " { } ", #"{"nickname":"x","more":{"a":[1,null]}}"#,
            #"{"password":"Other@2021","role":"admin","status":"inactive"}"#,
            #"{"password":1,"role":[],"status":null}"#,
            #"{"id":"user_1","created_at":"2001-01-01T00:00:00Z","updated_at":null}"#,
        ]
        let clock = TestClock()
        try await Stage.run(clock: clock) { stage in
            let foo = try stage.path(of: "foo")
            let before = try await stage.call("GET", foo)
            clock.advance(seconds: 60)
            for body in bodies {
                for caller in [Caller.admin, .user] {
                    let answer = try await stage.call("PUT", foo, by: caller, body: body)
                    check(answer, is: .updated, body)
                    let date = before.text("updated_at")
                    #expect(answer.text("updated_at") == date, "\(answer)")
                }
            }
            let after = try await stage.call("GET", foo)
            #expect(after.header("ETag") == before.header("ETag"), "\(after)")
            for key in before.data.keys {
                #expect(after.text(key) == before.text(key), "\(key) of \(after)")
            }
            _ = try await stage.logIn("foo")
        }
    }

    @Test("an e-mail that an administrator sets is verified, and the one before it is free")
    func verified() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "a new address", "PUT", try stage.path(of: "foo"),
                    body: #"{"email":"new@example.com"}"#, .updated),
                Scenario(
                    "it logs in", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("New@example.com", Stage.password), .login),
                Scenario(
                    "the old one does not", "POST", "/v1/auth/login", by: .anonymous,
                    body: Body.login("foo@example.com", Stage.password), .refused(401)),
                Scenario(
                    "the old one is free", "POST", "/v1/users",
                    body: Body.user("bar", email: "foo@example.com"), .created),
            ])
        }
    }

    @Test("an administrator may change a disabled user, which stays disabled") func disabled()
        async throws
    {
        try await Stage.run(people: []) { stage in
            let off = try await stage.directory.make("off", email: "off@example.com")
            try await stage.directory.set(.disabled, of: "off")
            try await stage.play([
                Scenario("put", "PUT", off.path, body: #"{"phone":"1"}"#, .updated),
                Scenario(
                    "get", "GET", off.path, .user,
                    isRight: { $0.text("status") == "inactive" && $0.text("phone") == "1" }),
            ])
        }
    }
}
