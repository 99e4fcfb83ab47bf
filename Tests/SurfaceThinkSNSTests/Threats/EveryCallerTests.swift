import RosterCore
import RosterTestSupport
import Testing

/// THREATS 11: every route by everybody.
@Suite("Every route by everybody", .serialized) struct EveryCallerTests {
    /// The statuses of one route by caller: nobody, `anna`, `bert`, the administrator, a disabled
    /// and a deleted user; `*` in the target stands for `anna`'s number.
    private struct Row: Sendable {
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

    private static let open = [200, 200, 200, 200, 200, 200]
    private static let rows = [
        Row("GET", "/user", [401, 200, 200, 200, 401, 401]),
        Row("PATCH", "/user", body: "{}", [401, 204, 204, 204, 401, 401]),
        Row("PUT", "/user", body: "{}", [401, 422, 422, 422, 401, 401]),
        Row("PUT", "/user/password", body: "{}", [401, 422, 422, 422, 401, 401]),
        Row("DELETE", "/user/phone", body: "{}", [401, 422, 422, 422, 401, 401]),
        Row("DELETE", "/user/email", body: "{}", [401, 422, 422, 422, 401, 401]),
        Row("PUT", "/user/retrieve-password", body: "{}", [422, 422, 422, 422, 422, 422]),
        Row("GET", "/users", open), Row("GET", "/users/*", open), Row("GET", "/users/anna", open),
        Row("GET", "/users/*/followers", open), Row("GET", "/users/*/followings", open),
        Row("GET", "/users/*/avatar", [404, 404, 404, 404, 404, 404]),
        Row("POST", "/users", body: "{}", [422, 422, 422, 422, 422, 422]),
        Row("POST", "/verifycodes", body: "{}", [422, 422, 422, 422, 422, 422]),
        Row("POST", "/verifycodes/register", body: "{}", [422, 422, 422, 422, 422, 422]),
        Row("GET", "/user/followers", [401, 200, 200, 200, 401, 401]),
        Row("GET", "/user/followings", [401, 200, 200, 200, 401, 401]),
        Row("PUT", "/user/followings/*", [401, 422, 204, 204, 401, 401]),
        Row("DELETE", "/user/followings/*", [401, 204, 204, 204, 401, 401]),
        Row("POST", "/storage", body: "{}", [401, 422, 422, 422, 401, 401]),
        Row("PATCH", "/users/*/extra", body: "{}", [401, 403, 403, 204, 401, 401]),
        Row("PATCH", "/users/999999/extra", body: "{}", [401, 403, 403, 404, 401, 401]),
        Row("POST", "/auth/login", body: Body.login("anna", SNS.password), open),
        Row("POST", "/auth/logout", [401, 200, 200, 200, 401, 401]),
        Row("POST", "/auth/refresh", [401, 401, 401, 401, 401, 401]),
    ]

    @Test("every route answers everybody as it must") func matrix() async throws {
        let clock = TestClock()
        try await SNS.run(clock: clock, people: ["anna", "bert", "offline", "gone"]) { sns in
            let anna = try sns.id("anna")
            try await sns.directory.set(.disabled, of: "offline")
            #expect(try await sns.callIAM("DELETE", "/v1/users/gone", by: .admin).status == 200)
            let callers: [Caller] = [
                .anonymous, .anna, .bert, .admin, .person("offline"), .person("gone"),
            ]
            for row in Self.rows {
                let target = row.target.replacing("*", with: "\(anna)")
                var statuses: [Int] = []
                for caller in callers {
                    // So that refused codes throttle nobody.
                    clock.advance(seconds: 5)
                    statuses.append(
                        try await sns.call(row.method, target, by: caller, body: row.body).status)
                }
                #expect(statuses == row.statuses, "\(row.method) \(row.target)")
            }
        }
    }
}
