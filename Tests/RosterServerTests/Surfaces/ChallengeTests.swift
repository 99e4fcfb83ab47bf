import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// RFC 9110 §15.5.2: a 401 says with which scheme to try again.
@Suite("Challenges", .serialized)
struct ChallengeTests {
    static let credentials: [(name: String, fields: [(String, String)])] = [
        ("none", []), ("a wrong password", [("Authorization", "Basic YWRtaW46d3Jvbmc=")]),
        ("no base64", [("Authorization", "Basic ???")]),
        ("a wrong token", [("Authorization", "Bearer abc.def.ghi")]),
        ("a wrong key", [("X-API-Key", "wrong"), ("bitkey", "wrong")]),
        ("another scheme", [("Authorization", "Digest username=\"admin\"")]),
        ("an empty field", [("Authorization", "")]),
        ("a field twice", [("Authorization", "Bearer a"), ("Authorization", "Bearer b")]),
    ]

    static let expected: [String: [String]] = [
        "IAM": [
            #"Basic realm="Roster", charset="UTF-8""#, "JWT realm=Roster",
            #"Basic realm="Roster", charset="UTF-8""#,
        ],
        "Management": [#"Bearer realm="Roster""#], "ThinkSNS": [#"Bearer realm="Roster""#],
        "Tavern": [#"Bearer realm="Roster""#], "BitAnswer": [#"bitkey realm="Roster""#],
        "Ops": [#"Bearer realm="Roster""#],
    ]

    @Test(
        "every 401 of every route has its surface's challenges, one a field, and nothing else has")
    func everyRoute() async throws {
        try await AllSurfaces.run({ $0.limitsPerAddress = 1_000_000 }) { all in
            var seen: [String: Int] = [:]
            for (surface, route) in all.server.server.routes {
                let words = route.split(separator: " ").map(String.init)
                let path = Self.path(words[1])
                let client = surface == "IAM" ? all.server.iam : all.server.main
                for (name, fields) in Self.credentials {
                    // From elsewhere: what this machine alone may see needs a credential then.
                    let headers = fields + [("X-Forwarded-For", "192.0.2.7"), ("Via", "1.1 proxy")]
                    let answer = try await client.send(
                        words[0], path, headers: headers, body: words[0] == "GET" ? nil : "{}")
                    let place = "\(surface) \(route), \(name): \(answer)"
                    if answer.status == 401 {
                        seen[surface, default: 0] += 1
                        #expect(
                            answer.headers("WWW-Authenticate") == Self.expected[surface], "\(place)"
                        )
                    } else {
                        #expect(answer.header("WWW-Authenticate") == nil, "\(place)")
                    }
                }
            }
            // Else there was nothing to look at.
            #expect(Set(seen.keys) == Set(Self.expected.keys), "\(seen)")
        }
    }

    @Test("paths that hide behind a credential are challenged too, and failed logins")
    func elsewhere() async throws {
        try await AllSurfaces.run { all in
            for (client, path, surface) in [
                (all.server.iam, "/nowhere", "IAM"),
                (all.server.main, "/bitanswer/api/nowhere", "BitAnswer"),
                (all.server.main, "/users/a/b/c", "Tavern"),
            ] {
                let answer = try await client.send("GET", path)
                #expect(answer.status == 401, "\(answer)")
                #expect(answer.headers("WWW-Authenticate") == Self.expected[surface], "\(answer)")
            }
            let body = #"{"username":"admin","password":"Wrong@2021"}"#
            let iam = try await all.server.iam.send("POST", "/login", body: body)
            #expect(iam.headers("WWW-Authenticate") == Self.expected["IAM"], "\(iam)")
            let management = try await all.server.main.send("POST", "/v1/auth/login", body: body)
            #expect(management.status == 401, "\(management)")
            #expect(management.headers("WWW-Authenticate") == Self.expected["Management"])
        }
    }

    @Test("clients that wait to be asked log in at IAM")
    func anyAuth() async throws {
        try await ServerFixture.run { server in
            let url = "http://127.0.0.1:\(server.iam.port)/v1/users/admin"
            let login = "admin:" + ServerFixture.adminPassword
            let text = try await Tool.run([
                "curl", "-sS", "--max-time", "20", "--anyauth", "-u", login, "-w", " %{http_code}",
                url,
            ])
            #expect(text.hasSuffix(" 200"), "\(text)")
            let words = ["--user", "admin", "--password", ServerFixture.adminPassword]
            let body = try await Tool.run(
                ["wget", "-q", "-T", "20", "-t", "1", "-O", "-"] + words + [url])
            #expect(body.contains(#""name":"admin""#), "\(body)")
        }
    }

    /// A pattern with something in the place of its names.
    private static func path(_ pattern: String) -> String {
        pattern.split(separator: "/").map { $0.hasPrefix("{") ? "1" : String($0) }
            .reduce("") { $0 + "/" + $1 }
    }
}
