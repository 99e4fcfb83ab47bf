import RosterCore
import RosterTestSupport
import Testing

/// Paths and methods: the surface answers for all that it owns, in its own envelope (DESIGN §1).
@Suite("Routing", .serialized) struct RoutingTests {
    @Test("unknown routes of the surface are 404 in the envelope") func unknown() async throws {
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john").path
            let targets = [
                "\(john)/password", "\(john)/a/b", "/v1/auth", "/v1/auth/nothing",
                "/v1/auth/login/x", "/v1/auth/Login", "/v1/users/a/b/c",
            ]
            try await stage.play(
                targets.flatMap { target in
                    ["GET", "POST", "DELETE"].map {
                        Scenario("\($0) \(target)", $0, target, .refused(404))
                    }
                })
        }
    }

    @Test("what the surface does not own is not answered in its envelope") func unowned()
        async throws
    {
        try await Stage.run(people: []) { stage in
            for target in ["/v1", "/v1/userss", "/v1/authx", "/v2/users", "/v1/other/users"] {
                let answer = try await stage.call("GET", target)
                #expect(answer.status == 404, "\(target): \(answer)")
                #expect(answer.body == #"{"error":"not found"}"#, "\(target): \(answer)")
            }
        }
    }

    @Test("a method that a path does not have is 405 in the envelope, with Allow") func methods()
        async throws
    {
        let list: Set<String> = ["GET", "HEAD", "POST"]
        let one: Set<String> = ["GET", "HEAD", "PUT", "DELETE"]
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john").path
            let table: [(String, String, Set<String>)] = [
                ("PUT", "/v1/users", list), ("DELETE", "/v1/users", list),
                ("PATCH", "/v1/users", list), ("OPTIONS", "/v1/users", list),
                ("POST", john, one), ("PATCH", john, one), ("OPTIONS", john, one),
                ("GET", "/v1/auth/login", ["POST"]), ("PUT", "/v1/auth/login", ["POST"]),
                ("GET", "/v1/auth/refresh", ["POST"]), ("DELETE", "/v1/auth/refresh", ["POST"]),
                ("GET", "/v1/auth/logout", ["POST"]), ("DELETE", "/v1/auth/logout", ["POST"]),
            ]
            try await stage.play(
                table.map { method, target, allowed in
                    Scenario(
                        "\(method) \(target)", method, target, body: "", .refused(405),
                        isRight: { response in
                            let words = (response.header("Allow") ?? "")
                                .split(separator: ",").map { String($0.trimmingPrefix(" ")) }
                            // HEAD may be left out: it goes where GET goes.
                            let head: Set<String> = allowed.contains("GET") ? ["HEAD"] : []
                            return Set(words).union(head) == allowed
                        })
                })
        }
    }

    @Test("empty segments of a path are nothing") func emptySegments() async throws {
        try await Stage.run(people: []) { stage in
            let john = try await stage.directory.make("john").path
            try await stage.play([
                Scenario("a slash at the end", "GET", "/v1/users/", .page),
                Scenario("slashes everywhere", "GET", "//v1//users//?page=1", .page),
                Scenario("a slash after an id", "GET", john + "/", .user),
                Scenario(
                    "login", "POST", "/v1//auth/login/", by: .anonymous,
                    body: Body.login("admin", ServerFixture.adminPassword), .login),
            ])
        }
    }

    @Test("HEAD answers as GET, without the body") func head() async throws {
        try await Stage.run(clock: TestClock(), people: []) { stage in
            let john = try await stage.directory.make("john").path
            let targets = [
                john, "/v1/users", "/v1/users/user_999", "/v1/users?page=0", "/v1/auth/x",
            ]
            for target in targets {
                let get = try await stage.call("GET", target)
                let head = try await stage.head(target)
                #expect(head.status == get.status && head.body.isEmpty, "\(head)")
                #expect(Self.fields(head) == Self.fields(get), "\(target)")
            }
            let nobody = try await stage.head(john, by: .anonymous)
            #expect(nobody.status == 401, "\(nobody)")
        }
    }

    private static func fields(_ response: WireResponse) -> [String] {
        response.headers
            .filter { !["date", "x-request-id", "connection"].contains($0.name.lowercased()) }
            .map { "\($0.name.lowercased()): \($0.value)" }
    }
}
