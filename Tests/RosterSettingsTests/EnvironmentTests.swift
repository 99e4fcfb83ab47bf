import RosterSettings
import Testing

@Suite("Variables that the platform makes, and empty ones")
struct EnvironmentTests {
    /// What Kubernetes makes for a Service (`pkg/kubelet/envvars`), by its name in upper case.
    static func service(_ name: String, host: String = "10.96.0.10") -> [String: String] {
        let shown = host.contains(":") ? "[\(host)]" : host
        return [
            "\(name)_SERVICE_HOST": host, "\(name)_SERVICE_PORT": "3000",
            "\(name)_SERVICE_PORT_HTTP": "3000", "\(name)_SERVICE_PORT_DNS_2": "53",
            "\(name)_PORT": "tcp://\(shown):3000",
            "\(name)_PORT_3000_TCP": "tcp://\(shown):3000",
            "\(name)_PORT_3000_TCP_PROTO": "tcp", "\(name)_PORT_3000_TCP_PORT": "3000",
            "\(name)_PORT_3000_TCP_ADDR": host,
            "\(name)_PORT_53_UDP": "udp://\(shown):53", "\(name)_PORT_53_UDP_PROTO": "udp",
            "\(name)_PORT_53_UDP_PORT": "53", "\(name)_PORT_53_UDP_ADDR": host,
            "\(name)_PORT_9_SCTP": "sctp://\(shown):9", "\(name)_PORT_9_SCTP_PROTO": "sctp",
        ]
    }

    @Test(
        "the variables of any Service whose name begins with roster do nothing",
        arguments: [
            "ROSTER", "ROSTER_IAM", "ROSTER_WEB", "ROSTER_SERVICE", "ROSTER_PORT",
            "ROSTER_PORT_80_TCP", "ROSTER_DATA", "ROSTER_TLS", "ROSTER_2",
        ])
    func services(name: String) throws {
        for host in ["10.96.0.10", "fd00:10:96::a"] {
            let environment = Self.service(name, host: host)
            #expect(refusals(environment: environment) == [])
            #expect(try load(environment: environment).settings == Settings())
        }
    }

    @Test("the variables of a linked container do nothing, and its own ones only beside its name")
    func links() throws {
        let link = [
            "ROSTER_NAME": "/web/roster", "ROSTER_ENV_ROSTER_LISTEN": "0.0.0.0:3000",
            "ROSTER_ENV_http_proxy": "x", "ROSTER_PORT": "tcp://172.17.0.2:3000",
        ]
        #expect(try load(environment: link).settings == Settings())
        #expect(
            refusals(environment: ["ROSTER_ENV_X": "1"]) == [
                "ROSTER_ENV_X: is not a known environment variable"
            ])
    }

    @Test(
        "what a person takes for a setting is refused, though its name looks like the platform's",
        arguments: [
            ("ROSTER_PORT", "3000"), ("ROSTER_PORT", "http://10.0.0.1:3000"),
            ("ROSTER_PORT", "tcp://10.0.0.1"), ("ROSTER_IAM_PORT", "8080"),
            ("ROSTER_SERVICE_HOST", "roster.example.com"), ("ROSTER_SERVICE_PORT", "http"),
            ("ROSTER_SERVICE_PORT", "65536"), ("ROSTER_SERVICE", "x"), ("ROSTER_NAME", "main"),
            ("ROSTER_HOST", "10.0.0.1"), ("ROSTER_PORT_3000_TCP", "yes"),
            ("ROSTER_PORT_3000_TCP_PROTO", "http"), ("ROSTER_PORT_3000_TCP_TLS", "on"),
            ("ROSTER_PORT_X_TCP", "tcp://10.0.0.1:1"), ("ROSTER_ENV", "production"),
            ("ROSTER_LISTEN_PORT", "3000"), ("ROSTER_NAME", "/etc/roster/data"),
        ])
    func lookalikes(name: String, value: String) {
        let lines = refusals(environment: Self.service("ROSTER").merging([name: value]) { $1 })
        #expect(lines == ["\(name): is not a known environment variable"])
    }

    @Test("no setting has a name that a platform may take, and beside a Service's all are read")
    func neverShadowed() throws {
        // The variables of a Service end in these; what stands before is the Service's name.
        let ends = [
            "_SERVICE_HOST", "_SERVICE_PORT", "_PORT", "_TCP", "_UDP", "_SCTP", "_PROTO", "_ADDR",
        ]
        for row in SettingsTable.rows {
            let name = row.key.environmentName
            // ROSTER_ADMIN_NAME is a setting, and a link's name for a container `roster-admin`.
            #expect(!ends.contains { name.hasSuffix($0) }, "\(name)")
        }
        let given = [
            "ROSTER_ADMIN_NAME": "chief", "ROSTER_TRASH_DAYS": "7", "ROSTER_IAM_PREFIX": "/iam",
        ]
        let environment = given.merging(Self.service("ROSTER_ADMIN")) { $1 }
            .merging(Self.service("ROSTER_IAM")) { $1 }
        let settings = try load(environment: environment).settings
        #expect(settings.adminName == "chief" && settings.trashDays == 7)
        #expect(settings.iamPrefix == "/iam")
    }

    @Test("an empty variable is an unset one", arguments: SettingsTable.rows.map(\.key))
    func empty(key: SettingKey) throws {
        let name = key.environmentName
        #expect(try load(environment: [name: ""]).settings == Settings())
        guard let good = SettingValues.good.first(where: { $0.key == key && !$0.text.isEmpty })
        else { return }
        // The next source counts, as if the variable was not there.
        try withFile("roster.yaml", yaml(key, "'\(good.text)'")) { path in
            let entry = try load(["--config", path], environment: [name: ""]).effective(key)
            #expect(entry?.value == good.shown)
            #expect(entry?.source == .file(path: path))
        }
    }

    @Test("an empty ROSTER_CONFIG names no file, and an empty unknown variable says nothing")
    func emptyConfig() throws {
        let loaded = try load(environment: ["ROSTER_CONFIG": "", "ROSTER_COLOUR": ""])
        #expect(loaded.settings == Settings() && loaded.configurationFile == nil)
        #expect(
            try load(environment: ["ROSTER_LOG_FORMAT": ""], isTerminal: true)
                .settings.logFormat == .text)
    }

    @Test(
        "without a named file the one under /etc is read if it exists; a named one takes its place")
    func standardFile() throws {
        #expect(SettingsLoader.standardFile == "/etc/roster/roster.yaml")
        try withFile("roster.yaml", "trash.days: 9\n") { standard in
            let loaded = try load(standardFile: standard)
            #expect(loaded.settings.trashDays == 9 && loaded.configurationFile == standard)
            #expect(loaded.effective("trash.days")?.source == .file(path: standard))
            #expect(try load(["--trash-days=3"], standardFile: standard).settings.trashDays == 3)
            try withFile("other.yaml", "log.level: error\n") { other in
                for (words, environment) in [
                    (["--config", other], [:]), ([], ["ROSTER_CONFIG": other]),
                ] {
                    let named = try load(words, environment: environment, standardFile: standard)
                    #expect(named.settings.trashDays == 30 && named.settings.logLevel == .error)
                    #expect(named.configurationFile == other)
                }
            }
        }
        #expect(try load(standardFile: "/etc/hostname/roster.yaml").settings == Settings())
    }

    @Test("a file under /etc that is broken stops the start, by its path")
    func brokenStandardFile() throws {
        try withFile("roster.yaml", "colour: red\n") { path in
            #expect(
                refusals(standardFile: path) == ["colour (file \(path)): is not a known key"])
        }
        try withFile("roster.yaml", "- x\n") { path in
            let lines = refusals(standardFile: path)
            #expect(lines.count == 1 && lines[0].hasPrefix("config (file \(path)): "), "\(lines)")
            #expect(lines[0].contains(path), "\(lines)")
        }
    }
}
