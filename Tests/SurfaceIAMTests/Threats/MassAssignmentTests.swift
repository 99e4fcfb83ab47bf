import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 4, 5, 10 and 29: what a caller may not bring about by what it sends.
@Suite("Mass assignment, look-alikes and takeover", .serialized) struct MassAssignmentTests {
    private static let greedy = """
        "isAdmin":1,"status":0,"role":"admin","verified":true,"emailIsProven":true,"totalPolicy":9,\
        "loginedAt":"2001-01-01T00:00:00Z"
        """
    private static let greedyMetadata = """
        ,"id":777,"instanceID":"user-mine00","createdAt":"2001-01-01T00:00:00Z",\
        "updatedAt":"2001-01-01T00:00:00Z"
        """

    @Test("a stranger's create brings no rights, id, status or dates") func create() async throws {
        try await Stage.run({ $0.registration = .open }) { stage in
            let body = Body.user("eve", more: Self.greedy, metadata: Self.greedyMetadata)
            for caller in [Caller.anonymous, .admin] {
                let answer = try await stage.call("POST", "/v1/users", by: caller, body: body)
                #expect(answer.status == 200)
                #expect(answer.metadata["id"] as? Int != 777)
                #expect(answer.metadata["instanceID"] as? String != "user-mine00")
                #expect(answer.object["status"] as? Int == 1)
                #expect(answer.object["totalPolicy"] as? Int == 0)
                #expect(!answer.body.contains("2001-01-01"))
                // An administrator may set this one thing.
                let isAdmin = if case .admin = caller { true } else { false }
                #expect((answer.object["isAdmin"] as? Int == 1) == isAdmin)
                let list = try await stage.call(
                    "GET", "/v1/users", by: .basic("eve", Stage.password))
                #expect(list.status == (isAdmin ? 200 : 403))
                _ = try await stage.call("DELETE", "/v1/users/eve")
            }
        }
    }

    @Test("a user's update of itself brings nothing either") func update() async throws {
        try await Stage.run { stage in
            let before = try await stage.call("GET", "/v1/users/foo")
            let answer = try await stage.call(
                "PUT", "/v1/users/foo", by: .user,
                body: Body.user(
                    "root", email: "\"foo@example.com\"", more: Self.greedy,
                    metadata: Self.greedyMetadata))
            #expect(answer.status == 200)
            #expect(answer.metadata["name"] as? String == "foo")
            #expect(answer.metadata["id"] as? Int == before.metadata["id"] as? Int)
            #expect(
                answer.metadata["instanceID"] as? String == before.metadata["instanceID"] as? String
            )
            #expect(answer.object["isAdmin"] == nil && answer.object["status"] as? Int == 1)
            try await stage.play([
                Scenario(
                    "it is no administrator", "GET", "/v1/users", by: .user,
                    .code(.permissionDenied))
            ])
        }
    }

    @Test("a name that is somebody's e-mail is taken, and the reverse") func namespace()
        async throws
    {
        try await Stage.run { stage in
            try await stage.make("someone@example.com")
            try await stage.play([
                Scenario(
                    "an e-mail that is somebody's name", "POST", "/v1/users",
                    body: Body.user("bar", email: "\"Someone@Example.com\""), .code(.userExists)),
                Scenario(
                    "the same by update", "PUT", "/v1/users/foo", by: .user,
                    body: #"{"nickname":"n","email":"someone@example.com"}"#, .code(.userExists)),
            ])
            await #expect(throws: DirectoryError.self) {
                try await stage.make("foo@example.com")
            }
        }
    }

    @Test("an e-mail that a user sets for itself gives no login and yields to an administrator")
    func takeover() async throws {
        try await Stage.run { stage in
            let boss = "boss@example.com"
            try await stage.play([
                Scenario(
                    "foo claims an address", "PUT", "/v1/users/foo", by: .user,
                    body: #"{"nickname":"n","email":"\#(boss)"}"#, .user),
                Scenario(
                    "it gives no login", "POST", "/login", by: .anonymous,
                    body: Body.login(boss, Stage.password), .unauthorized()),
                Scenario(
                    "nor Basic", "GET", "/v1/users/foo", by: .basic(boss, Stage.password),
                    .code(.signatureInvalid)),
                Scenario(
                    "nor the old address", "POST", "/login", by: .anonymous,
                    body: Body.login("foo@example.com", Stage.password), .unauthorized()),
                Scenario(
                    "another user cannot claim it too", "POST", "/v1/users",
                    body: Body.user("bar"), .user),
                Scenario(
                    "another's claim", "PUT", "/v1/users/bar",
                    by: .basic("bar", Stage.password),
                    body: #"{"nickname":"n","email":"\#(boss)"}"#, .code(.userExists)),
                Scenario(
                    "an administrator gives it to its owner", "POST", "/v1/users",
                    body: Body.user("boss", password: "\"Boss@2020\""), .user),
                Scenario(
                    "foo has lost it", "GET", "/v1/users/foo", .user,
                    isRight: { $0.object["email"] as? String == "" }),
                Scenario(
                    "its owner logs in with it", "POST", "/login", by: .anonymous,
                    body: Body.login(boss, "Boss@2020"), .token),
                Scenario(
                    "foo's password does not fit it", "POST", "/login", by: .anonymous,
                    body: Body.login(boss, Stage.password), .unauthorized()),
            ])
        }
    }

    @Test("an unchanged e-mail stays proven when its owner updates other fields")
    func keepsProof() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "the same address", "PUT", "/v1/users/foo", by: .user,
                    body: #"{"nickname":"n","email":"foo@example.com"}"#, .user),
                Scenario(
                    "it still logs in", "POST", "/login", by: .anonymous,
                    body: Body.login("foo@example.com", Stage.password), .token),
                Scenario(
                    "an administrator's address is proven", "PUT", "/v1/users/foo",
                    body: #"{"nickname":"n","email":"new@example.com"}"#, .user),
                Scenario(
                    "it logs in", "POST", "/login", by: .anonymous,
                    body: Body.login("new@example.com", Stage.password), .token),
            ])
        }
    }

    @Test("a phone is never unique and never a login here") func phones() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "a phone", "POST", "/v1/users",
                    body: Body.user("p1", phone: "\"13812345678\""), .user),
                Scenario(
                    "the same phone", "POST", "/v1/users",
                    body: Body.user("p2", phone: "\"13812345678\""), .user),
                Scenario(
                    "it gives no login", "POST", "/login", by: .anonymous,
                    body: Body.login("13812345678", Stage.password), .unauthorized()),
            ])
        }
    }

    @Test("a freed name is closed to strangers for 30 days, not to administrators")
    func freedNames() async throws {
        let clock = TestClock()
        let folded = ["foo", "FOO"]
        try await Stage.run(
            {
                $0.registration = .open
                $0.tokenTTLSeconds = 60 * 86_400
                $0.sessionTTLSeconds = 60 * 86_400
            }, clock: clock
        ) { stage in
            _ = try await stage.call("DELETE", "/v1/users/foo")
            for name in folded {
                let answer = try await stage.call(
                    "POST", "/v1/users", by: .anonymous, body: Body.user(name))
                #expect(Answer.code(.userExists).problem(with: answer) == nil, "\(answer)")
            }
            try await stage.play([
                Scenario("an administrator", "POST", "/v1/users", body: Body.user("foo"), .user),
                Scenario("gone again", "DELETE", "/v1/users/foo", .null),
            ])
            clock.advance(days: 31)
            try await stage.play([
                Scenario(
                    "after 30 days", "POST", "/v1/users", by: .anonymous,
                    body: Body.user("foo"), .user)
            ])
        }
    }
}
