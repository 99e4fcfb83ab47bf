import RosterCore
import RosterTestSupport
import Testing

/// THREATS 11: every route by everybody.
@Suite("Access matrix", .serialized) struct AccessMatrixTests {
    /// The statuses of one route by caller: nobody, `foo`, `bar`, the administrator, a disabled and
    /// a deleted user; `*` in the target stands for `foo`.
    private struct Row {
        let method: String
        let target: String
        let body: String?
        let statuses: [Int]

        init(_ method: String, _ target: String, body: String? = nil, _ statuses: [Int]) {
            self.method = method
            self.target = target
            self.body = body
            self.statuses = statuses
        }
    }

    private static let rows = [
        Row("GET", "/v1/users", [401, 403, 403, 200, 401, 401]),
        Row("GET", "/v1/users?keyword=foo", [401, 403, 403, 200, 401, 401]),
        Row("HEAD", "/v1/users", [401, 403, 403, 200, 401, 401]),
        Row("POST", "/v1/users", body: Body.user("foo"), [401, 403, 403, 409, 401, 401]),
        Row("GET", "*", [401, 200, 403, 200, 401, 401]),
        Row("HEAD", "*", [401, 200, 403, 200, 401, 401]),
        Row("PUT", "*", body: #"{"phone":"1"}"#, [401, 200, 403, 200, 401, 401]),
        Row("PUT", "*", body: "{}", [401, 200, 403, 200, 401, 401]),
        Row("GET", "/v1/users/user_999999", [401, 403, 403, 404, 401, 401]),
        Row("PUT", "/v1/users/user_999999", body: "{}", [401, 403, 403, 404, 401, 401]),
        Row("DELETE", "/v1/users/user_999999", [401, 403, 403, 404, 401, 401]),
        // Whoever calls: the body alone says who somebody is.
        Row("POST", "/v1/auth/refresh", body: Body.refresh("x"), [401, 401, 401, 401, 401, 401]),
        // Last: the one ends `foo`, the other the sessions that are left.
        Row("DELETE", "*", [401, 403, 403, 200, 401, 401]),
        Row("POST", "/v1/auth/logout", [401, 401, 200, 200, 401, 401]),
    ]

    @Test("every route answers everybody as it must") func matrix() async throws {
        try await Stage.run(people: ["foo", "bar", "off", "gone"]) { stage in
            let foo = try stage.path(of: "foo")
            let gone = try await stage.directory.named("gone").path
            try await stage.directory.set(.disabled, of: "off")
            check(try await stage.call("DELETE", gone), is: .deleted)
            let callers: [Caller] = [
                .anonymous, .user, .person("bar"), .admin, .person("off"), .person("gone"),
            ]
            for row in Self.rows {
                let target = row.target == "*" ? foo : row.target
                var statuses: [Int] = []
                for caller in callers {
                    statuses.append(
                        try await Self.answer(to: row, at: target, by: caller, stage).status)
                }
                #expect(statuses == row.statuses, "\(row.method) \(row.target)")
            }
        }
    }

    private static func answer(
        to row: Row, at target: String, by caller: Caller, _ stage: Stage
    ) async throws -> WireResponse {
        if row.method == "HEAD" { return try await stage.head(target, by: caller) }
        return try await stage.call(row.method, target, by: caller, body: row.body)
    }

    @Test("a refused caller learns nothing and changes nothing") func silence() async throws {
        try await Stage.run(people: ["foo", "bar"]) { stage in
            let foo = try stage.path(of: "foo")
            let before = try await stage.call("GET", foo)
            let there = try await stage.call("GET", foo, by: .person("bar"))
            let nobody = try await stage.call("GET", "/v1/users/user_999999", by: .person("bar"))
            check(there, is: .refused(403))
            #expect(
                Transcript.normalized(there.body) == Transcript.normalized(nobody.body),
                "\(there) \(nobody)")
            #expect(there.header("ETag") == nil, "\(there)")
            let tries: [(String, String?)] = [
                ("PUT", #"{"phone":"stolen"}"#), ("DELETE", nil),
            ]
            for (method, body) in tries {
                let answer = try await stage.call(method, foo, by: .person("bar"), body: body)
                check(answer, is: .refused(403), method)
            }
            let after = try await stage.call("GET", foo)
            #expect(after.header("ETag") == before.header("ETag"), "\(after)")
        }
    }

    @Test("a key of a user's rights, or for another surface, opens no more than that")
    func keys() async throws {
        try await Stage.run { stage in
            func key(_ role: Role?, _ scopes: [RosterCore.SurfaceName]?) async throws -> Caller {
                let owner = Directory.Target.name(FoldedKey(folding: "admin"))
                let made = try await stage.directory.createKey(
                    name: "k", owner: owner, role: role, scopes: scopes, by: .system)
                return .bearer(made.secret)
            }
            let foreign = try await key(nil, [RosterCore.SurfaceName("BitAnswer")])
            let scoped = try await key(nil, [RosterCore.SurfaceName("Management")])
            let lowered = try await key(.user, nil)
            let admin = try stage.path(of: "admin")
            let boss = Body.user("boss", more: #","role":"admin""#)
            try await stage.play([
                Scenario(
                    "for another surface", "GET", "/v1/users", by: foreign,
                    .refusedByOne(of: [401, 403])),
                Scenario("for this one", "GET", "/v1/users", by: scoped, .page),
                Scenario(
                    "it makes users", "POST", "/v1/users", by: scoped, body: Body.user("bar"),
                    .created),
                Scenario(
                    "but no administrators", "POST", "/v1/users", by: scoped, body: boss,
                    .refused(403)),
                Scenario(
                    "nor changes one", "PUT", admin, by: scoped,
                    body: #"{"email":"evil@example.com"}"#, .refused(403)),
                Scenario("of a user's rights", "GET", "/v1/users", by: lowered, .refused(403)),
                Scenario(
                    "it makes nobody", "POST", "/v1/users", by: lowered, body: Body.user("baz"),
                    .refused(403)),
                Scenario(
                    "a key is no refresh token", "POST", "/v1/auth/refresh", by: .anonymous,
                    body: Body.refresh(try Self.secret(of: scoped)), .refused(401)),
            ])
            #expect(try await stage.call("GET", admin).isNull("email"))
        }
    }

    private static func secret(of caller: Caller) throws -> String {
        guard case .bearer(let secret) = caller else { throw FixtureFailure(text: "no key") }
        return secret
    }
}
