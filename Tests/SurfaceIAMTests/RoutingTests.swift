import Foundation
import RosterSettings
import RosterTestSupport
import Testing

/// Paths, methods, header fields: contracts/iam.md §2, §9, DESIGN §1, §8.
@Suite("Routing and answers", .serialized) struct RoutingTests {
    @Test("paths are found as they are meant") func paths() async throws {
        try await Stage.run { stage in
            for name in ["张三", "a/b", "a b", "a+b"] { try await stage.make(name) }
            let list = try await stage.call("GET", "/v1/users").body
            func isNamed(_ name: String) -> @Sendable (WireResponse) -> Bool {
                { $0.metadata["name"] as? String == name }
            }
            try await stage.play([
                Scenario(
                    "a slash at the end", "GET", "/v1/users/", .list, isRight: { $0.body == list }),
                Scenario(
                    "empty segments", "GET", "//v1//users", .list, isRight: { $0.body == list }),
                Scenario("a slash after a name", "GET", "/v1/users/foo/", .user),
                Scenario(
                    "a Chinese name", "GET", "/v1/users/%E5%BC%A0%E4%B8%89", .user,
                    isRight: isNamed("张三")),
                Scenario(
                    "lower-case hex digits", "GET", "/v1/users/%e5%bc%a0%e4%b8%89", .user,
                    isRight: isNamed("张三")),
                Scenario(
                    "a slash within a name", "GET", "/v1/users/a%2Fb", .user,
                    isRight: isNamed("a/b")),
                Scenario(
                    "a blank within a name", "GET", "/v1/users/a%20b", .user,
                    isRight: isNamed("a b")),
                Scenario(
                    "a plus in a path is a plus", "GET", "/v1/users/a+b", .user,
                    isRight: isNamed("a+b")),
                Scenario(
                    "a plus in a query is a blank", "GET",
                    "/v1/users?fieldSelector=name=a+b", .list, isRight: { $0.names == ["a b"] }),
                Scenario(
                    "%2B in a query is a plus", "GET",
                    "/v1/users?fieldSelector=name=a%2Bb", .list, isRight: { $0.names == ["a+b"] }),
                Scenario(
                    "a name in other capitals", "GET", "/v1/users/FOO", .user,
                    isRight: isNamed("foo")),
                Scenario("a query that get does not know", "GET", "/v1/users/foo?x=1", .user),
            ])
        }
    }

    @Test("what is not there is told to callers with a credential alone") func unknown()
        async throws
    {
        try await Stage.run { stage in
            var scenarios: [Scenario] = []
            for target in ["/", "/v1", "/v2/users", "/v1/users/foo/bar", "/nothing", "/readyz"] {
                scenarios += [
                    Scenario(
                        "\(target) to nobody", "GET", target, by: .anonymous,
                        .code(.headerInvalid)),
                    Scenario("\(target) to a user", "GET", target, by: .user, .code(.pageNotFound)),
                    Scenario(
                        "\(target) to a bad token", "GET", target, by: .header("Bearer x"),
                        .unauthorized()),
                ]
            }
            try await stage.play(scenarios)
        }
    }

    @Test("405 in the surface's shape, with Allow") func methods() async throws {
        let table: [(String, String, Set<String>)] = [
            ("PATCH", "/v1/users", ["GET", "HEAD", "POST", "DELETE"]),
            ("PUT", "/v1/users", ["GET", "HEAD", "POST", "DELETE"]),
            ("POST", "/v1/users/foo", ["GET", "HEAD", "PUT", "DELETE"]),
            ("PATCH", "/v1/users/foo", ["GET", "HEAD", "PUT", "DELETE"]),
            ("GET", "/v1/users/foo/change_password", ["PUT", "POST"]),
            ("DELETE", "/v1/users/foo/change-password", ["PUT", "POST"]),
            ("GET", "/login", ["POST"]), ("GET", "/logout", ["POST"]),
            ("PUT", "/refresh", ["POST"]),
            ("POST", "/healthz", ["GET", "HEAD"]),
            ("PROPFIND", "/v1/users", ["GET", "POST", "DELETE"]),
            ("OPTIONS", "/v1/users/foo", ["GET", "PUT", "DELETE"]),
        ]
        try await Stage.run { stage in
            try await stage.play(
                table.map { method, target, allowed in
                    Scenario(
                        "\(method) \(target)", method, target, body: "",
                        .code(.pageNotFound, status: 405),
                        isRight: { response in
                            let words = (response.header("Allow") ?? "")
                                .components(separatedBy: ", ")
                            // HEAD may be left out: it goes where GET goes.
                            return Set(words).union(["HEAD"]) == allowed.union(["HEAD"])
                        })
                })
        }
    }

    @Test("a word that is no method of HTTP is refused, by the wire decoder even")
    func noMethod() async throws {
        try await Stage.run { stage in
            let answer = try await stage.call("BREW", "/v1/users")
            #expect([400, 405].contains(answer.status), "\(answer)")
        }
    }

    @Test("HEAD answers as GET, without the body") func head() async throws {
        try await Stage.run { stage in
            for target in ["/v1/users/foo", "/v1/users", "/v1/users/nobody", "/healthz"] {
                let get = try await stage.call("GET", target)
                let head = try await stage.head(target)
                #expect(head.status == get.status && head.body.isEmpty)
                let differing = ["date", "x-request-id", "connection"]
                func fields(_ response: WireResponse) -> [String] {
                    response.headers.filter { !differing.contains($0.name.lowercased()) }
                        .map { "\($0.name.lowercased()): \($0.value)" }
                }
                #expect(fields(head) == fields(get))
            }
        }
    }

    @Test("a well-formed X-Request-ID is echoed, others are replaced") func requestID() async throws
    {
        let echoed = [
            "a", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", String(repeating: "x", count: 128),
        ]
        let replaced = ["", "a b", "a\"b", "é", String(repeating: "x", count: 129), "<script>"]
        try await Stage.run { stage in
            for text in echoed {
                let answer = try await stage.call(
                    "GET", "/v1/users/foo", headers: [("X-Request-ID", text)])
                #expect(answer.header("X-Request-ID") == text)
            }
            let random = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
            var made: Set<String> = []
            for text in replaced {
                let answer = try await stage.call(
                    "GET", "/v1/users/nobody", headers: [("X-Request-ID", text)])
                let shown = answer.header("X-Request-ID") ?? ""
                #expect(shown.wholeMatch(of: random) != nil, "\(text)")
                made.insert(shown)
            }
            #expect(made.count == replaced.count)
        }
    }

    @Test("health and version answer without a credential") func operations() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario(
                    "health", "GET", "/healthz", by: .anonymous, .ok,
                    isRight: { $0.body == #"{"status":"ok"}"# }),
                Scenario(
                    "version", "GET", "/version", by: .anonymous, .ok,
                    isRight: { answer in
                        let keys = [
                            "gitVersion", "gitCommit", "gitTreeState", "buildDate", "goVersion",
                            "compiler", "platform",
                        ]
                        // Where a program in Swift has nothing to say, nothing is made up.
                        return answer.object.count == keys.count
                            && keys.allSatisfy { answer.object[$0] is String }
                            && (answer.object["gitVersion"] as? String)?.hasPrefix("v") == true
                            && (answer.object["platform"] as? String)?.hasPrefix("linux") == true
                            && answer.object["goVersion"] as? String == ""
                    }),
                Scenario(
                    "health, whatever the credential", "GET", "/healthz",
                    by: .header("Bearer x"), .ok),
            ])
            let metrics = try await stage.call("GET", "/metrics", by: .anonymous)
            #expect(metrics.status == 200 && metrics.body.contains("# TYPE"))
            #expect(metrics.header("Content-Type")?.hasPrefix("text/plain") == true)
        }
    }

    @Test("iam.prefix puts the whole surface under a path") func prefix() async throws {
        try await ServerFixture.run({ $0.iamPrefix = "/iam" }) { server in
            let login = try await server.iam.send(
                "POST", "/iam/login", body: Body.login("admin", ServerFixture.adminPassword))
            #expect(Answer.token.problem(with: login) == nil)
            let token = login.object["token"] as? String ?? ""
            let headers = [("Authorization", "Bearer \(token)")]
            let list = try await server.iam.send("GET", "/iam/v1/users", headers: headers)
            #expect(list.names == ["admin"])
            let health = try await server.iam.send("GET", "/iam/healthz")
            #expect(health.body == #"{"status":"ok"}"#)
            let unknown = try await server.iam.send("GET", "/iam/x", headers: headers)
            #expect(Answer.code(.pageNotFound).problem(with: unknown) == nil)
            for target in ["/v1/users", "/login", "/iamx/v1/users"] {
                let outside = try await server.iam.send("GET", target, headers: headers)
                #expect(outside.status == 404 && outside.body == #"{"error":"not found"}"#)
            }
        }
    }

    @Test("with a prefix it can share the main listener") func sharing() async throws {
        let port = try FreePort.find()
        try await ServerFixture.run({
            $0.listen = .loopback(port: port)
            $0.iamListen = .loopback(port: port)
            $0.iamPrefix = "/iam"
        }) { server in
            #expect(server.iam.port == server.main.port)
            let login = try await server.main.send(
                "POST", "/iam/login", body: Body.login("admin", ServerFixture.adminPassword))
            #expect(Answer.token.problem(with: login) == nil)
            let wrong = try await server.main.send("GET", "/iam/v1/users")
            #expect(Answer.code(.headerInvalid).problem(with: wrong) == nil)
            #expect(try await server.main.send("GET", "/readyz").status == 200)
            // The same path without the prefix is another surface's.
            #expect(
                try await server.main.send("GET", "/v1/users").object["timestamp"] != nil)
        }
    }
}
