import RosterSettings
import Testing

@Suite("Combinations")
struct CombinationTests {
    @Test("tls.certificate and tls.key come together, and exist")
    func tls() throws {
        try withFile("server.pem", "x") { path in
            let both = ["--tls-certificate", path, "--tls-key", path]
            let files = try load(both).settings.tls
            #expect(files?.certificate == path && files?.key == path)
            #expect(try load().settings.tls == nil)
            #expect(
                refusals(["--tls-key", path]) == [
                    "tls.key (flag --tls-key): needs tls.certificate; set both or neither"
                ])
            #expect(
                refusals(environment: ["ROSTER_TLS_CERTIFICATE": path]) == [
                    "tls.certificate (environment ROSTER_TLS_CERTIFICATE): needs tls.key; set both or neither"
                ])
            let missing = refusals(["--tls-key", path, "--tls-certificate", path + "x"])
            #expect(missing.count == 1)
            #expect(missing.first?.contains("must be a file that exists") == true)
        }
        #expect(refusals(["--tls-key=/", "--tls-certificate="]).count == 2)
        try withFile("empty.pem", "") { path in
            #expect(refusals(["--tls-key", path, "--tls-certificate", path]).count == 2)
        }
    }

    @Test("authorities of mail server and gateway are a file that exists")
    func authorities() throws {
        try withFile("authorities.pem", "x") { path in
            let loaded = try load(["--delivery-authorities", path])
            #expect(loaded.settings.deliveryAuthorities == path)
            #expect(refusals(["--delivery-authorities", path + "x"]).count == 1)
        }
    }

    @Test("links are https links by default when the listeners speak TLS")
    func publicURLWithTLS() throws {
        try withFile("server.pem", "x") { path in
            let both = ["--tls-certificate", path, "--tls-key", path]
            #expect(try load(both).settings.publicURL == "https://127.0.0.1:3000")
            let given = try load(both + ["--public-url", "http://a.example"]).settings.publicURL
            #expect(given == "http://a.example")
        }
    }

    @Test("half of tls in a file that cannot be read is not told as missing")
    func tlsWithoutFile() throws {
        try withFile("server.pem", "x") { path in
            let lines = refusals(["--tls-key", path, "--config=/nonexistent/a.yaml"])
            #expect(lines.count == 1)
            #expect(lines.first?.hasPrefix("config ") == true)
        }
    }

    @Test("a session lives at least as long as its tokens")
    func lifetimes() throws {
        #expect(
            refusals(["--session-ttl=30m"]) == [
                "session.ttl (flag --session-ttl): must be at least token.ttl (3600s), not 1800s"
            ])
        let settings = try load(["--session-ttl=30m", "--token-ttl=30m"]).settings
        #expect(settings.sessionTTLSeconds == settings.tokenTTLSeconds)
    }

    @Test(
        "callers of this machine need no credential only while nothing says that others come by it",
        arguments: [
            ["--public-url=https://id.example.com"], ["--public-url=http://192.0.2.1:3000"],
            ["--proxies-trusted=127.0.0.1"],
            ["--public-url=http://127.0.0.1:3000", "--proxies-trusted=10.0.0.0/8"],
        ])
    func tavernBehindProxy(flags: [String]) throws {
        #expect(try load(flags).settings.tavernAuth == .required)
        #expect(try !load(flags).settings.servesThisMachineAlone)
        let lines = refusals(flags + ["--tavern-auth=local"])
        #expect(lines.count == 1)
        #expect(
            lines.first?.hasPrefix("tavern.auth (flag --tavern-auth): must not be local") == true)
        #expect(refusals(flags + ["--tavern-auth=local", "--surfaces=iam"]).isEmpty)
    }

    @Test(
        "a loopback address is this machine however it is spelt",
        arguments: ["http://localhost:3000", "https://[::1]/x", "http://127.9.9.9"])
    func tavernOnLoopback(url: String) throws {
        #expect(try load(["--public-url=\(url)"]).settings.tavernAuth == .local)
    }

    @Test("local Tavern on an open listener is refused while Tavern is on")
    func tavern() throws {
        let open = ["--listen=0.0.0.0:3000", "--tavern-auth=local"]
        let lines = refusals(open)
        #expect(lines.count == 1)
        #expect(
            lines.first?.hasPrefix("tavern.auth (flag --tavern-auth): must not be local") == true)
        #expect(refusals(open + ["--surfaces=iam,tavern"]).count == 1)
        #expect(try load(open + ["--surfaces=iam"]).settings.tavernAuth == .local)
        #expect(
            try load(["--listen=0.0.0.0:1", "--tavern-auth=required"]).settings.tavernAuth
                == .required)
    }
}
