import RosterSettings
import Testing

@Suite("Defaults")
struct DefaultTests {
    /// DESIGN §5, row by row; for the derived ones what they come to. `sms.key` and `delivery.*` came
    /// with the delivery of messages.
    static let design: [(key: SettingKey, environment: String, flag: String, value: String?)] = [
        ("data", "ROSTER_DATA", "--data", "./data"),
        ("database.url", "ROSTER_DATABASE_URL", "--database-url", "SQLite in the data folder"),
        ("listen", "ROSTER_LISTEN", "--listen", "127.0.0.1:3000"),
        ("iam.listen", "ROSTER_IAM_LISTEN", "--iam-listen", "127.0.0.1:8080"),
        ("iam.prefix", "ROSTER_IAM_PREFIX", "--iam-prefix", ""),
        ("surfaces", "ROSTER_SURFACES", "--surfaces", "all"),
        ("publicURL", "ROSTER_PUBLIC_URL", "--public-url", "http://127.0.0.1:3000"),
        ("admin.name", "ROSTER_ADMIN_NAME", "--admin-name", "admin"),
        ("admin.password", "ROSTER_ADMIN_PASSWORD", "--admin-password", nil),
        ("bitanswer.key", "ROSTER_BITANSWER_KEY", "--bitanswer-key", nil),
        ("tavern.auth", "ROSTER_TAVERN_AUTH", "--tavern-auth", "local"),
        ("registration", "ROSTER_REGISTRATION", "--registration", "closed"),
        ("password.algorithm", "ROSTER_PASSWORD_ALGORITHM", "--password-algorithm", "argon2id"),
        ("token.ttl", "ROSTER_TOKEN_TTL", "--token-ttl", "3600s"),
        ("session.ttl", "ROSTER_SESSION_TTL", "--session-ttl", "14d"),
        ("presence.window", "ROSTER_PRESENCE_WINDOW", "--presence-window", "300s"),
        ("timeZone", "ROSTER_TIME_ZONE", "--time-zone", "Asia/Shanghai"),
        ("phone.region", "ROSTER_PHONE_REGION", "--phone-region", "CN"),
        ("limits.mailsPerHour", "ROSTER_LIMITS_MAILS_PER_HOUR", "--limits-mails-per-hour", "3600"),
        ("limits.textsPerHour", "ROSTER_LIMITS_TEXTS_PER_HOUR", "--limits-texts-per-hour", "600"),
        ("iam.passwordHash", "ROSTER_IAM_PASSWORD_HASH", "--iam-password-hash", "hidden"),
        ("thinksns.avatars", "ROSTER_THINKSNS_AVATARS", "--thinksns-avatars", "link"),
        ("mail.url", "ROSTER_MAIL_URL", "--mail-url", "file:./data/outbox"),
        ("mail.from", "ROSTER_MAIL_FROM", "--mail-from", "Roster <roster@localhost>"),
        ("sms.url", "ROSTER_SMS_URL", "--sms-url", "file:./data/outbox"),
        ("sms.key", "ROSTER_SMS_KEY", "--sms-key", nil),
        ("delivery.language", "ROSTER_DELIVERY_LANGUAGE", "--delivery-language", "zh"),
        ("delivery.authorities", "ROSTER_DELIVERY_AUTHORITIES", "--delivery-authorities", nil),
        ("secret.file", "ROSTER_SECRET_FILE", "--secret-file", "./data/secret.key"),
        ("tls.certificate", "ROSTER_TLS_CERTIFICATE", "--tls-certificate", nil),
        ("tls.key", "ROSTER_TLS_KEY", "--tls-key", nil),
        ("limits.perAddress", "ROSTER_LIMITS_PER_ADDRESS", "--limits-per-address", "60"),
        ("database.logBytes", "ROSTER_DATABASE_LOG_BYTES", "--database-log-bytes", "64MiB"),
        ("limits.searches", "ROSTER_LIMITS_SEARCHES", "--limits-searches", "300"),
        ("limits.changes", "ROSTER_LIMITS_CHANGES", "--limits-changes", "120"),
        ("quota.cards", "ROSTER_QUOTA_CARDS", "--quota-cards", "10000"),
        ("quota.cardBytes", "ROSTER_QUOTA_CARD_BYTES", "--quota-card-bytes", "64MiB"),
        ("quota.snapshotBytes", "ROSTER_QUOTA_SNAPSHOT_BYTES", "--quota-snapshot-bytes", "256KiB"),
        ("quota.answerBytes", "ROSTER_QUOTA_ANSWER_BYTES", "--quota-answer-bytes", "64MiB"),
        ("quota.keys", "ROSTER_QUOTA_KEYS", "--quota-keys", "100"),
        ("quota.uploads", "ROSTER_QUOTA_UPLOADS", "--quota-uploads", "200"),
        ("quota.follows", "ROSTER_QUOTA_FOLLOWS", "--quota-follows", "10000"),
        ("quota.renames", "ROSTER_QUOTA_RENAMES", "--quota-renames", "5"),
        ("audit.days", "ROSTER_AUDIT_DAYS", "--audit-days", "400"),
        ("audit.addressDays", "ROSTER_AUDIT_ADDRESS_DAYS", "--audit-address-days", "90"),
        ("limits.bodyBytes", "ROSTER_LIMITS_BODY_BYTES", "--limits-body-bytes", "64MiB"),
        ("limits.answerBytes", "ROSTER_LIMITS_ANSWER_BYTES", "--limits-answer-bytes", "64MiB"),
        ("trash.days", "ROSTER_TRASH_DAYS", "--trash-days", "30"),
        ("cors.origins", "ROSTER_CORS_ORIGINS", "--cors-origins", nil),
        ("proxies.trusted", "ROSTER_PROXIES_TRUSTED", "--proxies-trusted", nil),
        ("log.level", "ROSTER_LOG_LEVEL", "--log-level", "info"),
        ("log.format", "ROSTER_LOG_FORMAT", "--log-format", "json"),
    ]

    @Test("names and defaults are those of the design", arguments: design)
    func row(key: SettingKey, environment: String, flag: String, value: String?) throws {
        #expect(key.environmentName == environment)
        #expect(key.flag == flag)
        let entry = try load().effective(key)
        #expect(entry?.value == value)
        #expect(entry?.source == .default)
    }

    @Test("the table has the rows of the design and no others")
    func rows() {
        #expect(
            SettingsTable.rows.map(\.key.rawValue).sorted()
                == Self.design.map(\.key.rawValue).sorted())
    }

    @Test("with nothing given, settings equal the initial values of the type")
    func initialValues() throws {
        #expect(try load().settings == Settings())
    }

    @Test("logs are text on a terminal, unless a setting says otherwise")
    func logFormat() throws {
        #expect(try load(isTerminal: true).settings.logFormat == .text)
        #expect(try load(["--log-format=json"], isTerminal: true).settings.logFormat == .json)
    }

    @Test(
        "what lives in the data folder follows it",
        arguments: [("/srv", "/srv"), ("d/", "d"), ("/", "")])
    func dataFolder(data: String, folder: String) throws {
        let settings = try load(["--data", data]).settings
        #expect(settings.dataFolder == data)
        #expect(settings.secretFile == "\(folder)/secret.key")
        #expect(settings.mailURL == .folder("\(folder)/outbox"))
        #expect(settings.smsURL == .folder("\(folder)/outbox"))
    }

    @Test("the public URL follows the listener")
    func publicURL() throws {
        #expect(try load(["--listen", "[::1]:81"]).settings.publicURL == "http://[::1]:81")
    }

    @Test(
        "Tavern is local on loopback alone",
        arguments: [
            ("127.0.0.1:1", true), ("127.9.9.9:1", true), ("[::1]:1", true), ("localhost:1", true),
            ("[::ffff:127.0.0.1]:1", true), ("0.0.0.0:1", false), ("[::]:1", false),
            ("192.0.2.1:1", false), ("[::ffff:192.0.2.1]:1", false), ("[1::1]:1", false),
        ])
    func tavern(listen: String, isLocal: Bool) throws {
        let settings = try load(["--listen", listen]).settings
        #expect(settings.listen.isLoopback == isLocal)
        #expect(settings.tavernAuth == (isLocal ? .local : .required))
    }
}
