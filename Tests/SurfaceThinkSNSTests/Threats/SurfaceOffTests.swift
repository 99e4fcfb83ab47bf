import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 20: switched off, nothing of this surface answers.
@Suite("The surface switched off", .serialized) struct SurfaceOffTests {
    private static let routes = [
        "GET /user", "PATCH /user", "PUT /user", "PUT /user/password",
        "PUT /user/retrieve-password", "DELETE /user/phone", "DELETE /user/email", "GET /users",
        "POST /users", "GET /users/admin", "GET /users/1/followers", "GET /users/1/followings",
        "GET /users/1/avatar", "PATCH /users/1/extra", "GET /user/followers",
        "GET /user/followings", "PUT /user/followings/1", "DELETE /user/followings/1",
        "POST /auth/login", "POST /auth/logout", "GET /auth/logout", "POST /auth/refresh",
        "POST /verifycodes", "POST /verifycodes/register", "POST /storage",
        "GET /storage/public:x", "PUT /storage/public:x", "GET /nothing", "GET ",
    ]

    @Test("every route is nobody's, for an administrator too") func off() async throws {
        try await ServerFixture.run({
            $0.surfaces = .only([.iam, .management])
            $0.registration = .open
        }) { server in
            let token = try await server.adminToken()
            for route in Self.routes {
                let words = route.split(separator: " ", omittingEmptySubsequences: false)
                for headers in [[], [("Authorization", "Bearer \(token)")]] {
                    let answer = try await server.main.send(
                        String(words[0]), SNS.prefix + words[1], headers: headers,
                        body: words[0] == "GET" ? nil : "{}")
                    let isNothing =
                        answer.status == 404 && answer.body == #"{"error":"not found"}"#
                    #expect(isNothing, "\(route): \(answer)")
                }
            }
            let query = try await server.main.send("GET", "/v1/users?token=\(token)")
            #expect(query.status == 401, "\(query)")
        }
    }
}
