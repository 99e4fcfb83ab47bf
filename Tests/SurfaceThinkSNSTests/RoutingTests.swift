import RosterTestSupport
import Testing

/// Paths and methods: contracts/thinksns.md §0 and §2, DESIGN §1.
@Suite("Routing", .serialized) struct RoutingTests {
    @Test("unknown routes are 404 with an empty message, to everybody") func unknown()
        async throws
    {
        try await SNS.run { sns in
            let targets = [
                "", "/nothing", "/user/nothing", "/user/followings/1/x", "/users/1/nothing",
                "/auth", "/auth/Login", "/storage/a/b", "/verifycodes/x", "/user/follow-mutual/x",
            ]
            try await sns.play(
                targets.flatMap { target in
                    [Caller.anonymous, .anna].flatMap { caller in
                        ["GET", "POST"].map {
                            Scenario("\($0) \(target)", $0, target, by: caller, .noRoute)
                        }
                    }
                })
        }
    }

    @Test("a method that a path does not have is 405 with Allow") func methods() async throws {
        let table: [(String, String, Set<String>)] = [
            ("POST", "/user", ["GET", "PATCH", "PUT"]),
            ("DELETE", "/user", ["GET", "PATCH", "PUT"]),
            ("PUT", "/users", ["GET", "POST"]), ("DELETE", "/users", ["GET", "POST"]),
            ("POST", "/users/1", ["GET"]), ("GET", "/user/password", ["PUT"]),
            ("POST", "/user/retrieve-password", ["PUT"]), ("GET", "/user/phone", ["DELETE"]),
            ("PUT", "/user/email", ["DELETE"]), ("POST", "/user/followers", ["GET"]),
            ("DELETE", "/user/followings", ["GET"]),
            ("POST", "/user/followings/1", ["PUT", "DELETE"]),
            ("PUT", "/users/1/followers", ["GET"]), ("POST", "/users/1/avatar", ["GET"]),
            ("GET", "/users/1/extra", ["PATCH"]), ("GET", "/auth/login", ["POST"]),
            ("GET", "/verifycodes", ["POST"]), ("GET", "/verifycodes/register", ["POST"]),
            ("GET", "/storage", ["POST"]), ("POST", "/storage/public:x", ["GET", "PUT"]),
        ]
        try await SNS.run { sns in
            try await sns.play(
                table.map { method, target, allowed in
                    Scenario(
                        "\(method) \(target)", method, target, body: "{}",
                        .noMethod(allowed: allowed))
                })
        }
    }

    @Test("empty segments of a path are nothing, and JSON is the answer to whoever wants HTML")
    func leniency() async throws {
        try await SNS.run { sns in
            try await sns.play([
                Scenario("a slash at the end", "GET", "/users/anna/", .user),
                Scenario("slashes everywhere", "GET", "//users//?limit=1", .users),
                Scenario(
                    "HTML wanted", "GET", "/user", by: .anonymous,
                    headers: [("Accept", "text/html")], .unauthenticated),
            ])
        }
    }

    @Test("HEAD answers as GET, without the body") func head() async throws {
        try await SNS.run(clock: TestClock()) { sns in
            let authorization = try sns.authorization(of: .anna)
            for target in ["/user", "/users", "/users/anna", "/users/nobody", "/nothing"] {
                let get = try await sns.call("GET", target)
                let head = try await sns.server.main.head(
                    SNS.prefix + target, headers: authorization)
                #expect(head.status == get.status && head.body.isEmpty, "\(head)")
                #expect(head.header("Content-Length") == get.header("Content-Length"), "\(target)")
            }
        }
    }
}
