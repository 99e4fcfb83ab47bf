/// What the operator chose, typed and checked: the whole configuration of one `roster` process
/// (DESIGN §5). The initial values below are the defaults; `SettingsTable` reads, checks, writes
/// and documents each field. Files and folders are kept as given, relative ones too.
package struct Settings: Sendable, Equatable {
    package var dataFolder = "./data"
    package var database = Database.sqlite
    package var listen = ListenAddress.loopback(port: 3000)
    package var iamListen = ListenAddress.loopback(port: 8080)
    /// Empty, or `/x/y`: leading slash, none at the end.
    package var iamPrefix = ""
    package var surfaces = SurfaceSelection.all
    /// `http://` or `https://`, host, port, path; no slash at the end. Links are built from it.
    package var publicURL = "http://127.0.0.1:3000"
    package var adminName = "admin"
    /// Secret. Nil: one is generated when the account is first created.
    package var adminPassword: String?
    /// Secret. Nil: no key is configured.
    package var bitanswerKey: String?
    package var tavernAuth = TavernAuthentication.local
    package var registration = Registration.closed
    package var passwordAlgorithm = PasswordAlgorithm.argon2id
    package var tokenTTLSeconds = 3600
    package var sessionTTLSeconds = 14 * 86_400
    package var presenceWindowSeconds = 300
    package var timeZone = NamedTimeZone.standard
    /// Two letters of ISO 3166.
    package var phoneRegion = "CN"
    package var iamPasswordHash = PasswordHashDisplay.hidden
    package var thinkSNSAvatars = ThinkSNSAvatars.link
    /// Secret in part: the URL may hold a password.
    package var mailURL = DeliveryTarget.folder("./data/outbox")
    package var mailFrom = MailSender(name: "Roster", address: "roster@localhost")
    /// Secret in part, as `mailURL`.
    package var smsURL = DeliveryTarget.folder("./data/outbox")
    /// Secret. A start with `smsURL` as a server needs it.
    package var smsKey: String?
    package var deliveryLanguage = DeliveryLanguage.zh
    /// A PEM file; nil: the system's authorities.
    package var deliveryAuthorities: String?
    package var secretFile = "./data/secret.key"
    /// Set together with `tlsKey` or not at all.
    package var tlsCertificate: String?
    package var tlsKey: String?
    /// Login, code and registration calls a minute from one address.
    package var limitsPerAddress = 60
    /// Lists and searches a minute from one address, of anonymous callers.
    package var limitsSearches = 300
    /// Changes a minute of one account.
    package var limitsChanges = 120
    package var quotaCards = 10_000
    package var quotaCardBytes = 64 << 20
    package var quotaSnapshotBytes = 256 << 10
    package var quotaAnswerBytes = 64 << 20
    package var quotaKeys = 100
    package var quotaUploads = 200
    package var quotaFollows = 10_000
    package var quotaRenames = 5
    package var auditDays = 400
    package var auditAddressDays = 90
    /// The bound of the write-ahead log of SQLite.
    package var databaseLogBytes = 64 << 20
    /// Codes that may go out in an hour, of each channel.
    package var limitsMailsPerHour = 3600
    package var limitsTextsPerHour = 600
    package var limitsBodyBytes = 64 << 20
    package var limitsAnswerBytes = 64 << 20
    package var trashDays = 30
    /// `scheme://host[:port]`, lower-case, default ports left out: as browsers send `Origin`.
    package var corsOrigins: [String] = []
    /// IPv4 and IPv6 addresses and CIDR blocks.
    package var proxiesTrusted: [String] = []
    package var logLevel = LogLevel.info
    package var logFormat = LogFormat.json

    /// The defaults of a process whose output is no terminal.
    package init() {}

    /// The certificate chain and private key (PEM files) of the listeners; nil: plain HTTP.
    package var tls: TLSFiles? {
        guard let tlsCertificate, let tlsKey else { return nil }
        return TLSFiles(certificate: tlsCertificate, key: tlsKey)
    }
}

extension Settings {
    /// Whether clients reach this server on its own machine alone, as far as the settings say: a
    /// public URL or a trusted proxy means that requests come from elsewhere, whatever their address
    /// (THREATS 26, 34).
    package var servesThisMachineAlone: Bool {
        let host = URLParts(publicURL).flatMap { HostAndPort($0.authority) }?.host.text
        return proxiesTrusted.isEmpty && listen.isLoopback
            && host.map(ListenAddress.isLoopback(host:)) ?? false
    }
}

/// Settings that slip into a log line or a failed test show masks in the place of secrets.
extension Settings: CustomStringConvertible, CustomReflectable {
    package var description: String {
        let fields = SettingsTable.rows.map { "\($0.key)=\($0.write(self) ?? "none")" }
        return "Settings(\(fields.joined(separator: ", ")))"
    }

    package var customMirror: Mirror {
        Mirror(self, children: SettingsTable.rows.map { ($0.key.rawValue, $0.write(self) as Any) })
    }
}
