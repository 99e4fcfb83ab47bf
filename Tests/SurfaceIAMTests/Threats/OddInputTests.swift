import RosterTestSupport
import Testing

/// Input at the edges of JSON, HTTP and the bounds: refused or taken whole, never half, never 5xx.
@Suite("Odd input", .serialized) struct OddInputTests {
    @Test("odd JSON values are refused by name") func values() async throws {
        let table: [(String, String, Answer)] = [
            ("a truth for isAdmin", Body.user("a", more: #""isAdmin":true"#), .code(.binding)),
            ("half an isAdmin", Body.user("a", more: #""isAdmin":1.5"#), .code(.binding)),
            ("a huge isAdmin", Body.user("a", more: #""isAdmin":1e400"#), .code(.binding)),
            ("a lone surrogate", Body.user("a", nickname: #""\ud800""#), .code(.binding)),
            ("a control character", Body.user("a", nickname: #""a\u0007""#), .code(.validation)),
            ("NUL in a nickname", Body.user("a", nickname: #""a\u0000""#), .code(.validation)),
            ("NUL in a phone", Body.user("a", phone: #""1\u0000""#), .code(.validation)),
            ("a raw line break", Body.user("a", nickname: "\"a\nb\""), .code(.binding)),
            ("null for all", #"{"metadata":null,"nickname":null}"#, .code(.validation)),
            ("null for the name", #"{"metadata":{"name":null}}"#, .code(.validation)),
            ("a leading comma", #"{,"nickname":"a"}"#, .code(.binding)),
            ("single quotes", "{'nickname':'a'}", .code(.binding)),
        ]
        try await Stage.run { stage in
            try await stage.play(
                table.map { name, body, answer in
                    Scenario(name, "POST", "/v1/users", body: body, answer)
                })
            let long = #"{"k":""# + String(repeating: "x", count: 70_000) + #""}"#
            let extended = try await stage.call(
                "POST", "/v1/users", body: Body.user("long", metadata: #","extend":\#(long)"#))
            #expect(extended.status == 400, "\(extended.status)")
        }
    }

    @Test("odd names in paths name nobody") func names() async throws {
        let long = String(repeating: "x", count: 5000)
        try await Stage.run { stage in
            let names = [
                "..", ".", "%2e%2e", "%2E", "..%2Fadmin", long, "%E2%80%8B", "%00", "a%0Ab", "*",
                "%20admin", "admin%20",
            ]
            for name in names {
                for method in ["GET", "DELETE"] {
                    let answer = try await stage.call(method, "/v1/users/" + name)
                    #expect(answer.status < 500, "\(method) \(name): \(answer)")
                    #expect(answer.object["metadata"] == nil, "\(method) \(name): \(answer)")
                }
                let other = try await stage.call("GET", "/v1/users/" + name, by: .user)
                #expect((400..<500).contains(other.status), "\(name): \(other)")
            }
            let list = try await stage.call("GET", "/v1/users")
            #expect(list.names == ["foo", "admin"])
        }
    }

    @Test("a NUL at the end of a name is part of it") func nul() async throws {
        try await Stage.run { stage in
            try await stage.play([
                Scenario("get", "GET", "/v1/users/foo%00", .code(.userNotFound)),
                Scenario(
                    "update", "PUT", "/v1/users/foo%00",
                    body: #"{"nickname":"n","email":"foo@example.com"}"#, .code(.userNotFound)),
                Scenario(
                    "get as itself", "GET", "/v1/users/foo%00", by: .user,
                    .code(.permissionDenied)),
                Scenario(
                    "list", "GET", "/v1/users?fieldSelector=name=foo%00", .list,
                    isRight: { $0.totalCount == 0 }),
                Scenario(
                    "login", "POST", "/login", by: .anonymous,
                    body: Body.login("foo\\u0000", Stage.password), .unauthorized()),
                Scenario(
                    "Basic", "GET", "/v1/users/foo", by: .basic("foo\0", Stage.password),
                    .code(.signatureInvalid)),
                Scenario("delete", "DELETE", "/v1/users/foo%00", .null),
                Scenario("batch delete", "DELETE", "/v1/users?name=foo%00", .null),
                Scenario("still there", "GET", "/v1/users/foo", .user),
            ])
        }
    }

    @Test("a batch of 1200 is done whole or refused whole") func bigBatch() async throws {
        try await Stage.run { stage in
            for number in 0..<1200 { try await stage.make("u\(number)") }
            let query = (0..<1200).map { "name=u\($0)" }.joined(separator: "&")
            let answer = try await stage.call("DELETE", "/v1/users?" + query)
            let left = try await stage.call("GET", "/v1/users?fieldSelector=name=u&limit=1")
            #expect(left.totalCount == (answer.body == "null" ? 0 : 1200), "\(answer)")
            #expect(answer.body == "null" || answer.status == 400)
        }
    }

    @Test("a request framed twice is refused") func smuggling() async throws {
        try await Stage.run { stage in
            let head = "POST /login HTTP/1.1\r\nHost: localhost\r\n"
            let twice = try await stage.exchange([
                head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ])
            #expect(twice.status == 400)
            let two = try await stage.exchange([
                head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"
            ])
            #expect(two.status == 400)
        }
    }

    @Test("two Authorization fields are not guessed between") func twoCredentials() async throws {
        try await Stage.run { stage in
            for callers in [
                [Caller.user, .admin], [.admin, .user], [.header("Bearer x"), .admin],
            ] {
                let answer = try await stage.server.iam.send(
                    "GET", "/v1/users", headers: callers.flatMap { stage.authorization(of: $0) })
                #expect(answer.status == 401, "\(answer)")
            }
        }
    }
}
