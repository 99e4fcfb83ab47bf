import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import SurfaceIAM
import SurfaceKit
import Testing

/// THREATS 11: every route by everybody.
@Suite("Access matrix", .serialized) struct AccessMatrixTests {
    /// The statuses of one route by caller: nobody, `foo`, `bar`, the administrator, a disabled and
    /// a deleted user; the target is `foo`.
    struct Row: Sendable {
        let route: String
        let target: String
        let body: String?
        let statuses: [Int]

        init(_ route: String, _ target: String, body: String? = nil, _ statuses: [Int]) {
            self.route = route
            self.target = target
            self.body = body
            self.statuses = statuses
        }
    }

    private static let update = #"{"nickname":"n","email":"foo@example.com"}"#
    /// Wrong, so that the row changes nothing.
    private static let change = Body.passwords(old: "wrong", new: "Foo@2021")

    static let rows = [
        Row("GET /v1/users", "/v1/users", [401, 403, 403, 200, 401, 401]),
        Row("POST /v1/users", "/v1/users", body: Body.user("foo"), [401, 403, 403, 400, 401, 401]),
        Row("DELETE /v1/users", "/v1/users?name=nobody", [401, 403, 403, 200, 401, 401]),
        Row("GET /v1/users/{name}", "/v1/users/foo", [401, 200, 403, 200, 401, 401]),
        Row(
            "PUT /v1/users/{name}", "/v1/users/foo", body: update,
            [401, 200, 403, 200, 401, 401]),
        Row("DELETE /v1/users/{name}", "/v1/users/nobody", [401, 403, 403, 200, 401, 401]),
        Row(
            "PUT /v1/users/{name}/change_password", "/v1/users/foo/change_password", body: change,
            [401, 401, 403, 401, 401, 401]),
        Row(
            "POST /v1/users/{name}/change_password", "/v1/users/foo/change_password",
            body: change, [401, 401, 403, 401, 401, 401]),
        Row(
            "PUT /v1/users/{name}/change-password", "/v1/users/foo/change-password", body: change,
            [401, 401, 403, 401, 401, 401]),
        Row(
            "POST /v1/users/{name}/change-password", "/v1/users/foo/change-password",
            body: change, [401, 401, 403, 401, 401, 401]),
        Row("POST /login", "/login", body: "{}", [401, 401, 401, 401, 401, 401]),
        Row("POST /refresh", "/refresh", [401, 200, 200, 200, 401, 401]),
        Row("GET /healthz", "/healthz", [200, 200, 200, 200, 200, 200]),
        Row("GET /version", "/version", [200, 200, 200, 200, 200, 200]),
        // From this machine nobody need say who it is, but a credential that is sent is checked.
        Row("GET /metrics", "/metrics", [200, 200, 200, 200, 401, 401]),
        // Last: it ends the sessions.
        Row("POST /logout", "/logout", [200, 200, 200, 200, 200, 200]),
    ]

    @Test("every route answers everybody as it must") func matrix() async throws {
        let clock = TestClock()
        try await Stage.run({ $0.tokenTTLSeconds = 86_400 }, clock: clock) { stage in
            for name in ["bar", "off", "gone"] {
                try await stage.server.createUser(name, token: stage.admin)
            }
            var tokens: [Caller] = [.anonymous, .user]
            for name in ["bar", "off", "gone"] {
                let token = try await stage.server.token(of: name, password: Stage.password)
                tokens.append(.header("Bearer \(token)"))
            }
            tokens.insert(.admin, at: 3)
            try await stage.disable("off")
            _ = try await stage.call("DELETE", "/v1/users/gone")
            for row in Self.rows {
                // A success between the rows, so that their wrong passwords are compared and not
                // throttled.
                clock.advance(seconds: 1000)
                let reset = try await stage.call(
                    "GET", "/v1/users/foo", by: .basic("foo", Stage.password))
                #expect(reset.status == 200)
                let method = String(row.route.prefix { $0 != " " })
                var statuses: [Int] = []
                for caller in tokens {
                    let answer = try await stage.call(
                        method, row.target, by: caller, body: row.body)
                    statuses.append(answer.status)
                }
                #expect(statuses == row.statuses, "\(row.route)")
            }
        }
    }

    @Test("every route has its row, and every row its route") func complete() async throws {
        try await ServerFixture.run { server in
            let surface = IAMSurface(
                directory: server.server.open.directory,
                options: IAMOptions(
                    isRegistrationOpen: false, revealsPasswordHash: false, time: .utc, version: [],
                    metrics: { .json([UInt8]("{}".utf8)) }))
            #expect(Set(surface.routes.map(\.description)) == Set(Self.rows.map(\.route)))
        }
    }
}
