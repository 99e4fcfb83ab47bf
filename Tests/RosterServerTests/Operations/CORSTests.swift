import RosterSettings
import RosterTestSupport
import Testing

@Suite("Cross-origin access", .serialized)
struct CORSTests {
    private static let origin = "https://console.example.com"

    @Test("an allowed origin may read answers, any other may not, and caches keep them apart")
    func origins() async throws {
        try await withServer { server in
            for (client, path) in [(server.iam, "/v1/users"), (server.main, "/healthz")] {
                let own = try await client.send("GET", path, headers: [("Origin", Self.origin)])
                #expect(own.header("Access-Control-Allow-Origin") == Self.origin, "\(own)")
                #expect(own.header("Access-Control-Expose-Headers")?.contains("ETag") == true)
                #expect(own.header("Access-Control-Allow-Credentials") == nil)
                #expect(own.header("Vary") == "Origin")
                let strangers = [
                    "https://evil.example.com", "null", "https://console.example.com.evil.com",
                    "http://console.example.com", "https://console.example.com:444",
                ]
                for stranger in strangers {
                    let other = try await client.send("GET", path, headers: [("Origin", stranger)])
                    #expect(other.header("Access-Control-Allow-Origin") == nil, "\(other)")
                    #expect(other.header("Vary") == "Origin")
                }
                #expect(try await client.send("GET", path).header("Vary") == "Origin")
            }
        }
    }

    @Test("a preflight of an allowed origin is answered without a credential")
    func preflight() async throws {
        try await withServer { server in
            let answer = try await server.iam.send(
                "OPTIONS", "/v1/users",
                headers: [
                    ("Origin", Self.origin), ("Access-Control-Request-Method", "PUT"),
                    ("Access-Control-Request-Headers", "authorization,if-match"),
                ])
            #expect(answer.status == 204 && answer.body.isEmpty, "\(answer)")
            #expect(answer.header("Access-Control-Allow-Origin") == Self.origin)
            #expect(answer.header("Access-Control-Allow-Methods")?.contains("PUT") == true)
            let allowed = answer.header("Access-Control-Allow-Headers")?.lowercased() ?? ""
            #expect(allowed.contains("authorization") && allowed.contains("if-match"))
            #expect(answer.header("Content-Length") == nil, "a 204 has none (RFC 9110 §8.6)")
        }
    }

    @Test("a stranger's preflight is refused as any unknown method is")
    func strangersPreflight() async throws {
        try await withServer { server in
            for origin in ["https://evil.example.com", "null"] {
                let headers = [("Origin", origin), ("Access-Control-Request-Method", "PUT")]
                let iam = try await server.iam.send("OPTIONS", "/v1/users", headers: headers)
                #expect(iam.status == 401 && iam.object["code"] as? Int == 100204, "\(iam)")
                #expect(iam.header("Access-Control-Allow-Origin") == nil)
                let main = try await server.main.send("OPTIONS", "/healthz", headers: headers)
                #expect(main.status == 405, "\(main)")
            }
        }
    }

    private func withServer(_ body: @Sendable (ServerFixture) async throws -> Void) async throws {
        try await ServerFixture.run({ $0.corsOrigins = [Self.origin] }, body)
    }
}
