import RosterTestSupport
import Testing

/// `PUT /v1/users/:name`: contracts/iam.md §7, and If-Match of DESIGN §2.
@Suite("Update", .serialized) struct UpdateTests {
    private static let good = #"{"nickname":"n","email":"foo@example.com"}"#

    @Test("rules of the body are those of create") func rules() async throws {
        let table: [(String, String, Answer)] = [
            ("no body", "", .code(.binding)), ("half a body", "{", .code(.binding)),
            ("a wrong type", #"{"nickname":1,"email":"a@b.cd"}"#, .code(.binding)),
            (
                "a list for extend", #"{"metadata":{"extend":[]},"nickname":"n","email":"a@b.cd"}"#,
                .code(.binding)
            ),
            ("no e-mail", #"{"nickname":"n"}"#, .code(.validation)),
            ("no nickname", #"{"email":"a@b.cd"}"#, .code(.validation)),
            ("null for the nickname", #"{"nickname":null,"email":"a@b.cd"}"#, .code(.validation)),
            ("a bad e-mail", #"{"nickname":"n","email":"a"}"#, .code(.validation)),
            (
                "a long nickname",
                #"{"nickname":"1234567890123456789012345678901","email":"a@b.cd"}"#,
                .code(.validation)
            ),
            (
                "a long phone",
                #"{"nickname":"n","email":"a@b.cd","phone":"123456789012345678901"}"#,
                .code(.validation)
            ),
            (
                "another's e-mail", #"{"nickname":"n","email":"ADMIN2@example.com"}"#,
                .code(.userExists)
            ),
            (
                "a weak password, which is not looked at",
                #"{"nickname":"n","email":"foo@example.com","password":"x"}"#, .user
            ),
            ("no metadata", Self.good, .user),
        ]
        try await Stage.run { stage in
            try await stage.make("admin2", email: "admin2@example.com")
            try await stage.play(
                table.map { name, body, answer in
                    Scenario(name, "PUT", "/v1/users/foo", by: .user, body: body, answer)
                })
        }
    }

    @Test("what is left out is cleared, and nothing else is taken") func replace() async throws {
        try await Stage.run { stage in
            _ = try await stage.call(
                "PUT", "/v1/users/foo",
                body: """
                    {"metadata":{"extend":{"a":1}},"nickname":"n","email":"foo@example.com",\
                    "phone":"123"}
                    """)
            let full = try await stage.call("GET", "/v1/users/foo")
            #expect(full.object["phone"] as? String == "123")
            #expect(full.metadata["extend"] != nil)
            let cleared = try await stage.call(
                "PUT", "/v1/users/foo",
                body: """
                    {"metadata":{"name":"other","id":99,"instanceID":"user-x","createdAt":\
                    "2001-01-01T00:00:00Z"},"nickname":"m","email":"new@example.com","status":0,\
                    "isAdmin":1,"password":"Foo@2099","totalPolicy":7,"loginedAt":\
                    "2001-01-01T00:00:00Z"}
                    """)
            #expect(Answer.user.problem(with: cleared) == nil)
            let read = try await stage.call("GET", "/v1/users/foo")
            for answer in [cleared, read] {
                #expect(answer.object["nickname"] as? String == "m")
                #expect(answer.object["email"] as? String == "new@example.com")
                #expect(answer.object["phone"] as? String == "")
                #expect(answer.metadata["extend"] == nil)
                #expect(answer.metadata["name"] as? String == "foo")
                #expect(answer.metadata["id"] as? Int == full.metadata["id"] as? Int)
                #expect(answer.object["status"] as? Int == 1)
                #expect(answer.object["isAdmin"] == nil)
                #expect(answer.object["totalPolicy"] as? Int == 0)
                #expect(!answer.body.contains("2001-01-01"))
            }
            try await stage.play([
                Scenario(
                    "the name did not change", "GET", "/v1/users/other",
                    .code(.userNotFound)),
                Scenario(
                    "the password did not change", "GET", "/v1/users/foo",
                    by: .basic("foo", Stage.password), .user),
            ])
        }
    }

    @Test("If-Match: right, stale, any, weak, garbage") func ifMatch() async throws {
        try await Stage.run { stage in
            let tag = try await stage.call("GET", "/v1/users/foo").header("ETag") ?? ""
            #expect(tag.wholeMatch(of: /"[!#-~]+"/) != nil)
            func put(_ name: String, _ condition: String, _ answer: Answer) -> Scenario {
                Scenario(
                    name, "PUT", "/v1/users/foo", headers: [("If-Match", condition)],
                    body: Self.good, answer)
            }
            let updated = try await stage.send(put("right", tag, .user))
            #expect(Answer.user.problem(with: updated) == nil)
            let next = updated.header("ETag") ?? ""
            #expect(!next.isEmpty && next != tag)
            #expect(try await stage.call("GET", "/v1/users/foo").header("ETag") == next)
            try await stage.play([
                put("a stale tag", tag, .code(.modified)),
                put("a stale weak tag", "W/" + tag, .code(.modified)),
                put("garbage", "garbage", .code(.modified)),
                put("an unquoted tag", String(next.dropFirst().dropLast()), .code(.modified)),
                put("a tag never given out", "\"never\"", .code(.modified)),
                put("one of several", "\"never\", \(next)", .user),
                put("the tag that was passed by", next, .code(.modified)),
                put("any", "*", .user),
                Scenario(
                    "any, where nobody is", "PUT", "/v1/users/nobody",
                    headers: [("If-Match", "*")], body: Self.good, .code(.userNotFound)),
                Scenario("none", "PUT", "/v1/users/foo", body: Self.good, .user),
            ])
        }
    }

    @Test("a stale If-Match deletes nobody") func conditionalDelete() async throws {
        try await Stage.run { stage in
            let tag = try await stage.call("GET", "/v1/users/foo").header("ETag") ?? ""
            _ = try await stage.call("PUT", "/v1/users/foo", body: Self.good)
            try await stage.play([
                Scenario(
                    "stale", "DELETE", "/v1/users/foo", headers: [("If-Match", tag)],
                    .code(.modified)),
                Scenario("still there", "GET", "/v1/users/foo", .user),
            ])
        }
    }

    @Test("a disabled user cannot be read or changed, its name stays taken, and it can be deleted")
    func disabled() async throws {
        try await Stage.run { stage in
            try await stage.disable("foo")
            try await stage.play([
                Scenario("get", "GET", "/v1/users/foo", .code(.userNotFound)),
                Scenario("update", "PUT", "/v1/users/foo", body: Self.good, .code(.userNotFound)),
                Scenario(
                    "change password", "PUT", "/v1/users/foo/change_password",
                    body: Body.passwords(old: Stage.password, new: "Foo@2021"),
                    .code(.userNotFound)),
                Scenario(
                    "its name", "POST", "/v1/users",
                    body: Body.user("foo", email: "\"new@example.com\""), .code(.userExists)),
                Scenario("delete", "DELETE", "/v1/users/foo", .null),
                Scenario(
                    "its name again", "POST", "/v1/users",
                    body: Body.user("foo", email: "\"new@example.com\""), .user),
            ])
        }
    }
}
