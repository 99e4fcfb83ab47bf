import HTTPTypes
import RosterServer
import RosterSettings
import RosterTestSupport
import SurfaceKit
import Testing

/// No list beside the API says again which headers it has.
@Suite("Headers of cross-origin calls", .serialized)
struct DeclaredHeaderTests {
    private static let origin = "https://console.example.com"

    @Test("pages may send every header that an answer tells them to send")
    func dictated() async throws {
        try await run { all in
            let body = """
                {"filename":"a.png","hash":"0123456789abcdef0123456789abcdef","size":9,\
                "mime_type":"image/png","storage":{"channel":"public"}}
                """
            let answer = try await all.main("POST", "/api/v2/storage", body: body)
            #expect(answer.status == 201, "\(answer)")
            let dictated = try #require(answer.object["headers"] as? [String: String])
            #expect(dictated.count == 4, "\(dictated)")
            let method = try #require(answer.object["method"] as? String)
            let allowed = try await preflight(all, "/api/v2/storage/x", method: method)
            for name in dictated.keys { #expect(allowed.contains(name.lowercased()), "\(name)") }
        }
    }

    @Test(
        "pages may send what a surface reads and what its clients send with every call",
        arguments: [
            (
                "/api/v2/user",
                ["x-account-id", "x-requested-with", "authorization", "content-type", "if-match"]
            ),
            ("/api/v2/storage/x", ["range", "if-none-match", "if-range"]),
            (
                "/users",
                ["x-account-id", "x-requested-with", "x-api-key", "authorization", "if-match"]
            ),
            ("/bitanswer/api/users", ["bitkey", "x-bit-req-id", "content-type"]),
            (
                "/v1/users",
                ["authorization", "if-match", "idempotency-key", "x-request-id", "content-type"]
            ),
            ("/metrics", ["authorization"]),
        ] as [(String, [String])])
    func sent(path: String, names: [String]) async throws {
        try await run { all in
            let allowed = try await preflight(all, path, method: "GET")
            for name in names { #expect(allowed.contains(name), "\(path): \(name) in \(allowed)") }
        }
    }

    @Test("a preflight allows the methods that the surface has, and no others")
    func methods() async throws {
        try await run { all in
            for (path, methods) in [
                ("/bitanswer/api/users", "DELETE, GET, HEAD, PATCH, POST, PUT"),
                ("/metrics", "GET, HEAD"),
            ] {
                let answer = try await ask(all, path, method: "GET")
                let allowed = try #require(answer.header("Access-Control-Allow-Methods"))
                let routes = all.server.server.routes.filter {
                    $0.surface == (path == "/metrics" ? "Ops" : "BitAnswer")
                }
                var expected = Set(routes.map { String($0.route.prefix { $0 != " " }) })
                expected.insert("HEAD")
                #expect(allowed == expected.sorted().joined(separator: ", "), "\(methods)")
            }
        }
    }

    @Test("pages may read every header of an answer")
    func exposed() async throws {
        try await run { all in
            for (client, method, path) in [
                (all.server.iam, "GET", "/v1/users"), (all.server.main, "PATCH", "/v1/users"),
                (all.server.iam, "GET", "/v1/users/admin"),
            ] {
                let answer = try await client.send(
                    method, path,
                    headers: [("Origin", Self.origin)]
                        + (path.hasSuffix("admin")
                            ? [("Authorization", "Bearer " + all.admin)] : [])
                )
                let exposed = (answer.header("Access-Control-Expose-Headers") ?? "").lowercased()
                for name in ["WWW-Authenticate", "Allow", "ETag", "X-Request-ID"]
                where answer.header(name) != nil {
                    #expect(exposed.contains(name.lowercased()), "\(name) of \(answer)")
                }
            }
        }
    }

    #if DEBUG
    @Test("a header that a surface reads without declaring it stops a debug build")
    func undeclared() async {
        await #expect(processExitsWith: .failure) {
            let declared = HeaderDeclaration(reads: [.authorization])
            let headers = RequestHeaders([.ifMatch: "*"], declared: declared)
            _ = headers[.ifMatch]
        }
        let headers = RequestHeaders(
            [.ifMatch: "*"], declared: HeaderDeclaration(reads: [.ifMatch]))
        #expect(headers[.ifMatch] == "*")
    }
    #endif

    private func run(_ body: @Sendable (AllSurfaces) async throws -> Void) async throws {
        try await AllSurfaces.run({ $0.corsOrigins = [Self.origin] }, body)
    }

    /// The allowed header names, in lower case.
    private func preflight(
        _ all: AllSurfaces, _ path: String, method: String
    ) async throws -> Set<String> {
        let answer = try await ask(all, path, method: method)
        #expect(answer.status == 204, "\(answer)")
        let list = answer.header("Access-Control-Allow-Headers") ?? ""
        return Set(list.lowercased().split(separator: ",").map { String($0.drop { $0 == " " }) })
    }

    private func ask(
        _ all: AllSurfaces, _ path: String, method: String
    ) async throws -> WireResponse {
        try await all.server.main.send(
            "OPTIONS", path,
            headers: [("Origin", Self.origin), ("Access-Control-Request-Method", method)])
    }
}
