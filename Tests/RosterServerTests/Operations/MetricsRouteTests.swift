import Foundation
import RosterSettings
import RosterTestSupport
import Testing

@Suite("/metrics", .serialized)
struct MetricsRouteTests {
    @Test("answers valid text, with a series for each route and status that was seen")
    func series() async throws {
        try await ServerFixture.run { server in
            let token = try await server.adminToken()
            for name in ["admin", "nobody", "somebody"] {
                _ = try await server.iam.send("GET", "/v1/users/\(name)", bearer: token)
            }
            _ = try await server.iam.send("GET", "/secret/path?token=geheim", bearer: token)
            _ = try await server.main.send("GET", "/scanner.php")
            let answer = try await server.main.send("GET", "/metrics")
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type")?.hasPrefix("text/plain; version=0.0.4") == true)
            let exposition = try PrometheusExposition(answer.body)
            let expected = [
                ("IAM", "GET /v1/users/{name}", "200", "1"),
                ("IAM", "GET /v1/users/{name}", "404", "2"),
                ("IAM", "POST /login", "200", "1"), ("IAM", "unknown", "404", "1"),
                ("none", "unowned", "404", "1"),
            ]
            for (surface, route, status, count) in expected {
                let found = exposition.samples.first { sample in
                    let labels = Dictionary(
                        uniqueKeysWithValues: sample.labels.map { ($0.name, $0.value) })
                    return sample.name == "roster_http_request_duration_seconds_count"
                        && labels == ["surface": surface, "route": route, "status": status]
                }
                #expect(found?.value == count, "\(surface) \(route) \(status): \(answer.body)")
            }
            for name in ["process_start_time_seconds", "roster_hash_pool_waiting"] {
                #expect(exposition.samples.contains { $0.name == name }, "\(name)")
            }
            for secret in ["geheim", "scanner.php", "nobody", "secret/path"] {
                #expect(!answer.body.contains(secret), "what callers type makes series")
            }
        }
    }

    @Test("needs a credential where requests may come from elsewhere, on both listeners")
    func accessBehindProxy() async throws {
        let changes: [@Sendable (inout RosterSettings.Settings) -> Void] = [
            { $0.publicURL = "https://id.example.com" }, { $0.proxiesTrusted = ["10.0.0.0/8"] },
        ]
        for change in changes {
            try await ServerFixture.run({
                change(&$0)
                $0.tavernAuth = .required
            }) { server in
                let bearer = [("Authorization", "Bearer \(try await server.adminToken())")]
                for client in [server.main, server.iam] {
                    #expect(try await client.send("GET", "/metrics").status == 401)
                    let answer = try await client.send("GET", "/metrics", headers: bearer)
                    #expect(answer.status == 200)
                }
            }
        }
    }

    @Test("is for this machine without a proxy between, or for an administrator")
    func access() async throws {
        try await ServerFixture.run { server in
            let token = try await server.adminToken()
            try await server.createUser("plain", token: token)
            let plain = try await server.token(of: "plain", password: "Foo@2020")
            let forwarded = ("X-Forwarded-For", "203.0.113.7")
            let cases: [(headers: [(String, String)], status: Int)] = [
                ([], 200), ([forwarded], 401), ([("Forwarded", "for=203.0.113.7")], 401),
                ([("Via", "1.1 proxy")], 401), ([("X-Forwarded-Host", "example.com")], 401),
                ([forwarded, ("Authorization", "Bearer \(token)")], 200),
                ([forwarded, ("Authorization", "Bearer \(plain)")], 403),
                ([forwarded, ("Authorization", "Bearer x\(token)")], 401),
                ([forwarded, ("Authorization", "Basic YWRtaW46QWRtaW5AMjAyMQ==")], 401),
                ([("Authorization", "Bearer nonsense")], 401),
            ]
            for (headers, status) in cases {
                let answer = try await server.main.send("GET", "/metrics", headers: headers)
                #expect(answer.status == status, "\(headers): \(answer)")
                if status != 200 { #expect(!answer.body.contains("roster_")) }
            }
        }
    }
}
