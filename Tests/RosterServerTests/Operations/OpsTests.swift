import Foundation
import JWTKit
import RosterTestSupport
import Testing

@Suite("Ops", .serialized)
struct OpsTests {
    @Test("health, readiness and version answer on the main listener, and say little")
    func open() async throws {
        try await ServerFixture.run { server in
            let expected = [
                ("/healthz", #"{"status":"ok"}"#), ("/readyz", #"{"status":"ready"}"#),
                ("//healthz/", #"{"status":"ok"}"#),
            ]
            for (path, body) in expected {
                let answer = try await server.main.send("GET", path)
                #expect(answer.status == 200 && answer.body == body, "\(answer)")
                #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
            }
            let version = try await server.main.send("GET", "/version")
            #expect(version.object.keys.sorted() == ["compiler", "platform", "version"])
        }
    }

    @Test("every answer carries what keeps browsers and caches in their place")
    func securityHeaders() async throws {
        try await ServerFixture.run { server in
            let answers = [
                try await server.main.send("GET", "/healthz"),
                try await server.main.send("GET", "/nowhere"),
                try await server.main.send("POST", "/healthz"),
                try await server.iam.send("GET", "/v1/users"),
                try await server.iam.send("POST", "/login", body: "{}"),
            ]
            for answer in answers {
                #expect(answer.header("X-Content-Type-Options") == "nosniff", "\(answer)")
                #expect(answer.header("X-Frame-Options") == "DENY", "\(answer)")
                #expect(answer.header("Cache-Control") == "no-store", "\(answer)")
                #expect(answer.header("X-Request-ID")?.count == 36, "\(answer)")
                #expect(answer.header("Server") == nil, "\(answer)")
                let date = try #require(answer.header("Date"), "\(answer)")
                #expect(date.wholeMatch(of: /\w{3}, \d\d? \w{3} \d{4} \d\d:\d\d:\d\d GMT/) != nil)
                #expect(answer.header("Access-Control-Allow-Origin") == nil)
            }
        }
    }

    @Test("unknown paths and wrong methods have Ops' own shape")
    func refusals() async throws {
        try await ServerFixture.run { server in
            for path in ["/", "/nowhere", "/v1", "/v2/users", "/healthz2"] {
                let answer = try await server.main.send("GET", path)
                #expect(answer.status == 404, "\(answer)")
                #expect(answer.body == #"{"error":"not found"}"#)
            }
            let below = try await server.main.send("GET", "/healthz/below")
            #expect(below.status == 404 && below.body == #"{"error":"not found"}"#, "\(below)")
            for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
                let answer = try await server.main.send(method, "/healthz")
                #expect(answer.status == 405, "\(method): \(answer)")
                #expect(answer.body == #"{"error":"method not allowed"}"#)
                let allowed = answer.header("Allow")?.components(separatedBy: ", ") ?? []
                #expect(Set(allowed) == ["GET", "HEAD"], "\(answer)")
            }
        }
    }

    @Test("a request id that is well-formed is echoed; others are replaced")
    func requestIDs() async throws {
        try await ServerFixture.run { server in
            for id in ["abc-1.2_3:4", String(repeating: "x", count: 128)] {
                let answer = try await server.main.send(
                    "GET", "/healthz", headers: [("X-Request-ID", id)])
                #expect(answer.header("X-Request-ID") == id)
            }
            for id in ["", "a b", "<script>", String(repeating: "x", count: 129), "a,b", "ä"] {
                let answer = try await server.main.send(
                    "GET", "/healthz", headers: [("X-Request-ID", id)])
                #expect(answer.header("X-Request-ID")?.count == 36, "\(id): \(answer)")
            }
        }
    }

    @Test("the published keys are whole, and verify the tokens that logins hand out")
    func keySet() async throws {
        try await ServerFixture.run { server in
            let answer = try await server.main.send("GET", "/.well-known/jwks.json")
            #expect(answer.status == 200)
            #expect(answer.header("Cache-Control")?.contains("max-age") == true)
            let keys = try #require(answer.object["keys"] as? [[String: String]])
            #expect(keys.count == 1)
            for key in keys {
                #expect(key.keys.sorted() == ["alg", "crv", "kid", "kty", "use", "x", "y"])
                #expect(key["kty"] == "EC" && key["crv"] == "P-256")
                #expect(key["alg"] == "ES256" && key["use"] == "sig")
            }
            let collection = JWTKeyCollection()
            try await collection.add(jwksJSON: answer.body)
            let token = try await server.adminToken()
            let claims = try await collection.verify(token, as: Claims.self)
            #expect(claims.role == "admin" && claims.exp - claims.iat == 3600)
            #expect(claims.iss == "http://127.0.0.1:3000")
            let parts = token.split(separator: ".")
            let forged = "\(parts[0]).\(parts[1]).\(String(parts[2].reversed()))"
            await #expect(throws: (any Error).self) {
                try await collection.verify(forged, as: Claims.self)
            }
        }
    }

    private struct Claims: JWTPayload {
        let iss: String
        let sub: String
        let sid: String
        let gen: Int
        let iat: Int
        let exp: Int
        let role: String

        func verify(using algorithm: some JWTAlgorithm) {}
    }
}
