import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 26: local mode reached from a web page or through a proxy (contracts/tavern.md §0,
/// "local mode is for this machine's user alone", "one Host, no cross-site", "local mode's rights").
@Suite("Local mode", .serialized) struct LocalModeTests {
    /// A request that may not be this machine's user: its `Host` fields and what else it carries.
    struct Way: Sendable {
        let name: String
        var hosts = ["localhost"]
        var headers: [(String, String)] = []
    }

    private static let foreignHosts = [
        "evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example",
        "evil-localhost", "localhost, evil.example", "0.0.0.0", "0.0.0.0:3000", "[::]",
        "192.168.1.10:3000", "10.0.0.1", "[2001:db8::1]:3000", "",
    ]

    private static let oddHosts: [Way] = [
        Way(name: "no host", hosts: []),
        Way(name: "the host twice", hosts: ["localhost", "localhost"]),
        Way(name: "a foreign host after it", hosts: ["localhost", "evil.example"]),
        Way(name: "a foreign host before it", hosts: ["evil.example", "localhost"]),
        Way(name: "three hosts", hosts: ["localhost", "127.0.0.1", "[::1]"]),
    ]

    /// `https://app.example` alone is in `cors.origins` here.
    private static let foreignOrigins = [
        "https://evil.example", "http://evil.example:3000", "http://localhost.evil.example",
        "http://127.0.0.1.evil.example", "http://192.168.1.10:3000", "http://0.0.0.0:3000",
        "null", "http://app.example", "https://app.example:8443",
        "https://app.example.evil.example", "https://other.example",
    ]

    private static let pages: [Way] = [
        Way(
            name: "a foreign origin after an allowed one",
            headers: [("Origin", "https://app.example"), ("Origin", "https://evil.example")]),
        Way(name: "another site", headers: [("Sec-Fetch-Site", "cross-site")]),
        Way(
            name: "another site's page",
            headers: [
                ("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Mode", "cors"),
            ]),
    ]

    private static let proxyMarks: [(String, String)] = [
        ("Forwarded", "for=192.0.2.1"), ("Forwarded", "for=127.0.0.1;host=localhost"),
        ("Via", "1.1 proxy"), ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-For", ""), ("X-Forwarded-Host", "localhost"), ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Port", "443"), ("X-Forwarded-Server", "proxy"), ("X-Forwarded-By", "proxy"),
        ("X-Forwarded-Prefix", "/"), ("X-Forwarded-Whatever", "x"), ("x-forwarded-for", "::1"),
        ("FORWARDED", "for=_hidden"), ("via", "2 other"), ("X-Real-IP", "192.0.2.1"),
    ]

    private static var ways: [Way] {
        let proxies = proxyMarks.map { mark in
            Way(name: "\(mark.0): \(mark.1)", headers: [mark])
        }
        return with(hosts: foreignHosts) + oddHosts + with(origins: foreignOrigins) + pages
            + proxies
    }

    private static func with(hosts: [String]) -> [Way] {
        hosts.map { Way(name: "the host '\($0)'", hosts: [$0]) }
    }

    private static func with(origins: [String]) -> [Way] {
        origins.map { Way(name: "the origin \($0)", headers: [("Origin", $0)]) }
    }

    @Test("whatever may come from a page or a proxy needs a credential, and works with one")
    func hostile() async throws {
        try await Stage.run({ $0.corsOrigins = ["https://app.example"] }) { stage in
            let card = try await stage.make("Player")
            let key = try await stage.key(of: nil)
            for way in Self.ways {
                let read = try await stage.send(hosts: way.hosts, headers: way.headers)
                stage.expect(.error(.authRequired), read, way.name)
                let written = try await stage.send(
                    "POST", hosts: way.hosts, headers: way.headers, body: Body.card("Intruder"))
                stage.expect(.error(.authRequired), written, "POST by \(way.name)")
                let known = try await stage.send(
                    hosts: way.hosts, headers: way.headers + key.headers)
                stage.expect(.list, known, "\(way.name), with a key")
                #expect(known.ids == [card], "\(way.name): \(known)")
                let unknown = try await stage.send(
                    hosts: way.hosts, headers: way.headers + Caller.key("unknown").headers)
                stage.expect(.error(.invalidCredentials), unknown, "\(way.name), with a bad key")
            }
            #expect(try await stage.all().names == ["Player"])
        }
    }

    @Test("no route is open to them") func everyRoute() async throws {
        try await Stage.run { stage in
            let card = try await stage.make("Player")
            let routes: [(String, String, String?)] = [
                ("GET", "/users", nil), ("POST", "/users", Body.card("Intruder")),
                ("GET", "/users/\(card)", nil),
                ("PATCH", "/users/\(card)", Body.status("disabled")),
                ("DELETE", "/users/\(card)", nil),
                ("PATCH", "/users/batch/status", Body.batch([card], status: "disabled")),
                ("POST", "/users/batch/delete", Body.batch([card])),
            ]
            let ways = [
                Way(name: "rebound", hosts: ["evil.example"]),
                Way(name: "foreign", headers: [("Origin", "https://evil.example")]),
                Way(name: "cross-site", headers: [("Sec-Fetch-Site", "cross-site")]),
                Way(name: "proxied", headers: [("X-Forwarded-For", "192.0.2.1")]),
                Way(name: "hostless", hosts: []),
            ]
            for way in ways {
                for (method, target, body) in routes {
                    let answer = try await stage.send(
                        method, target, hosts: way.hosts, headers: way.headers, body: body)
                    stage.expect(.error(.authRequired), answer, "\(way.name): \(method) \(target)")
                }
            }
            let all = try await stage.all()
            #expect(all.ids == [card] && all.cards.first?["revision"] as? Int == 0, "\(all)")
        }
    }

    @Test("this machine's user, its own pages and the allowed origins need none") func own()
        async throws
    {
        let hosts = [
            "localhost", "LOCALHOST", "localhost:3000", "127.0.0.1", "127.0.0.1:80", "127.9.9.9",
            "[::1]", "[::1]:3000",
        ]
        let pages = [
            "http://localhost:5173", "http://127.0.0.1:4173", "http://[::1]:8080",
            "https://localhost", "https://app.example", "http://other.example:8080",
        ]
        let sites = ["same-origin", "same-site", "none"].map { site in
            Way(name: "the site \(site)", headers: [("Sec-Fetch-Site", site)])
        }
        let ways = Self.with(hosts: hosts) + Self.with(origins: pages) + sites
        let origins = ["https://app.example", "http://other.example:8080"]
        try await Stage.run({ $0.corsOrigins = origins }) { stage in
            let card = try await stage.make("Player")
            for way in ways {
                let read = try await stage.send(hosts: way.hosts, headers: way.headers)
                stage.expect(.list, read, way.name)
                #expect(read.ids == [card], "\(way.name): \(read)")
            }
        }
    }

    @Test("a proxy that is trusted is a proxy all the same") func trustedProxy() async throws {
        try await Stage.run({ $0.proxiesTrusted = ["127.0.0.1", "::1"] }) { stage in
            for value in ["127.0.0.1", "::1", "192.0.2.1", "", "nonsense"] {
                let answer = try await stage.call(
                    "GET", "/users", headers: [("X-Forwarded-For", value)])
                stage.expect(.error(.authRequired), answer, value)
            }
        }
    }

    @Test("without a credential there are the cards of one account, and no rights beside")
    func rights() async throws {
        try await Stage.run { stage in
            let foo = try await stage.member("foo")
            let boss = try await stage.member("boss", isAdmin: true)
            let cards = [
                try await stage.make("foo's", by: foo), try await stage.make("boss's", by: boss),
            ]
            for card in cards {
                try await stage.play([
                    Scenario("read", "GET", "/users/\(card)", .noCard),
                    Scenario(
                        "change", "PATCH", "/users/\(card)", body: Body.status("disabled"), .noCard),
                    Scenario("delete", "DELETE", "/users/\(card)", .noCard),
                ])
            }
            try await stage.play([
                Scenario(
                    "list", "GET", "/users?include_deleted=true", .list, isRight: { $0.ids.isEmpty }
                ),
                Scenario(
                    "batch", "POST", "/users/batch/delete", body: Body.batch(cards), .batch,
                    isRight: { $0.actions == ["not_found", "not_found"] }),
            ])
            let own = try await stage.make("local")
            let owner = try await stage.key(of: "admin")
            #expect(try await stage.all(by: owner).ids == [own])
            // The administrator's other powers ask for its credential as ever.
            let accounts = try await stage.server.iam.send("GET", "/v1/users")
            #expect(accounts.status == 401, "\(accounts)")
        }
    }

    @Test(
        "a listener that others reach is refused with local, wherever that is set",
        arguments: ["[::]:3000", "192.168.1.2:3000"])
    func openListener(address: String) {
        var refusal = ""
        do throws(SettingsError) {
            _ = try SettingsLoader.load(
                arguments: ["--listen=\(address)"], environment: ["ROSTER_TAVERN_AUTH": "local"],
                isTerminal: false)
        } catch {
            refusal = error.description
        }
        #expect(refusal.hasPrefix("tavern.auth (environment ROSTER_TAVERN_AUTH)"), "\(refusal)")
    }
}
