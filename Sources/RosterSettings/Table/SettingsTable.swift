/// Every setting of Roster, once. Reading, checking, `roster config`, the scan for unknown keys and
/// the reference page all work from these rows. A row may derive its default from rows before it.
package enum SettingsTable {
    package static let rows: [SettingRow] =
        storage + access + people + delivery + quotas + operation

    /// The one name that is no setting, as it says where settings are: known to the command line
    /// and the environment, not to the file itself.
    package static let configurationFile: SettingKey = "config"

    static func row(for key: SettingKey) -> SettingRow? { rowsByKey[key] }

    private static let rowsByKey = Dictionary(
        rows.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })

    private static let storage: [SettingRow] = [
        SettingRow(
            "data", \.dataFolder, .path,
            meaning: "Folder of the database, of stored media and of the lock; created when missing"
        ),
        SettingRow(
            "database.url", \.database, .database,
            meaning: "`postgres://user:password@host/database` selects PostgreSQL",
            default: "SQLite in the data folder"),
        SettingRow(
            "database.logBytes", \.databaseLogBytes, .bytes((8 << 20)...(64 << 30)),
            meaning: "Bound of SQLite's write-ahead log: bytes, or a number with KiB, MiB or GiB"),
        SettingRow(
            "secret.file", \.secretFile, .path,
            meaning: "Key that wraps private keys at rest, created 0600; nodes share it",
            default: "`secret.key` in the data folder",
            derived: { (settings, _) in settings.secretFile = inDataFolder("secret.key", settings) }
        ),
    ]

    private static let access: [SettingRow] = [
        SettingRow(
            "listen", \.listen, .listenAddress,
            meaning: "Address and port of the main listener; IPv6 in brackets; port 0: any free one"
        ),
        SettingRow(
            "iam.listen", \.iamListen, .listenAddress,
            meaning: "Address and port of the IAM surface; the main listener's, with `iam.prefix`"),
        SettingRow(
            "iam.prefix", \.iamPrefix, .pathPrefix,
            meaning: "Path before all routes of the IAM surface, such as `/iam`", default: "empty"),
        SettingRow(
            "surfaces", \.surfaces, .surfaces,
            meaning: "Which surfaces answer: `all`, or a comma list of "
                + SurfaceName.allCases.map(\.rawValue).joined(separator: ", ")),
        SettingRow(
            "tls.certificate", \.tlsCertificate, .optional(.existingFile),
            meaning: "PEM file; with `tls.key`, listeners speak HTTPS and HTTP/2"),
        SettingRow(
            "tls.key", \.tlsKey, .optional(.existingFile),
            meaning: "PEM file of the certificate's private key"),
        // Below the TLS rows, which decide its default's scheme.
        SettingRow(
            "publicURL", \.publicURL, .baseURL,
            meaning: "How clients reach this server; links are built from it alone",
            default: "`http://` (`https://` with TLS) + listen",
            derived: { (settings, _) in
                let scheme = settings.tls == nil ? "http" : "https"
                settings.publicURL = "\(scheme)://\(settings.listen)"
            }),
        SettingRow(
            "cors.origins", \.corsOrigins, .origins,
            meaning: "Comma list of `scheme://host[:port]` whose pages may call this server"),
        SettingRow(
            "proxies.trusted", \.proxiesTrusted, .addressBlocks,
            meaning: "Comma list of addresses and CIDR blocks whose `X-Forwarded-For` is believed"),
        SettingRow(
            "limits.perAddress", \.limitsPerAddress, .wholeNumber(1...1_000_000),
            meaning: "Login, code and registration calls a minute from one address (IPv6: one /64);"
                + " loopback is not counted"),
        SettingRow(
            "limits.searches", \.limitsSearches, .wholeNumber(1...1_000_000),
            meaning:
                "Lists and searches a minute from one address without a credential; loopback is"
                + " not counted"),
        SettingRow(
            "limits.changes", \.limitsChanges, .wholeNumber(1...1_000_000),
            meaning: "Changes a minute by one account that is no administrator's"),
        SettingRow(
            "limits.mailsPerHour", \.limitsMailsPerHour, .wholeNumber(1...10_000_000),
            meaning: "Codes that go out by mail in an hour; notices have as many for themselves"),
        SettingRow(
            "limits.textsPerHour", \.limitsTextsPerHour, .wholeNumber(1...10_000_000),
            meaning: "Codes that go out as text messages in an hour; notices have as many for"
                + " themselves"),
        SettingRow(
            "limits.bodyBytes", \.limitsBodyBytes, .bytes((4 << 20)...(1 << 40)),
            meaning: "Memory for request bodies larger than 16 KiB, of all callers together; one"
                + " address (IPv6: one /64) may hold an eighth"),
        SettingRow(
            "limits.answerBytes", \.limitsAnswerBytes, .bytes((4 << 20)...(1 << 40)),
            meaning: "Memory for answers that wait for their readers, of all callers together; one"
                + " address (IPv6: one /64) may hold an eighth"),
    ]

    private static let people: [SettingRow] = [
        SettingRow(
            "admin.name", \.adminName, .accountName,
            meaning: "Name of the administrator who is created with an empty directory"),
        SettingRow(
            "admin.password", \.adminPassword, .optional(.password),
            meaning: "Used only when that account is first created; better not given as a flag",
            default: "generated, and printed once to the terminal"),
        SettingRow(
            "bitanswer.key", \.bitanswerKey, .optional(.headerKey),
            meaning: "API key of the BitAnswer surface, at least 24 characters"),
        SettingRow(
            "tavern.auth", \.tavernAuth, .choice,
            meaning: "`local`: callers of this machine need no credential; or `required`",
            default: "`local` when `listen` and `publicURL` are loopback and `proxies.trusted` is"
                + " empty, else `required`",
            derived: { (settings, _) in
                settings.tavernAuth = settings.servesThisMachineAlone ? .local : .required
            }),
        SettingRow(
            "registration", \.registration, .choice,
            meaning: "`open`: people may create accounts for themselves; or `closed`"),
        SettingRow(
            "password.algorithm", \.passwordAlgorithm, .choice,
            meaning: "`argon2id` or `bcrypt` (passwords of at most 72 bytes); a login re-hashes an"
                + " older form"),
        SettingRow(
            "token.ttl", \.tokenTTLSeconds, .duration(60...86_400),
            meaning: "Life of an access token: seconds, or a number with s, m, h or d; at most 1d"),
        SettingRow(
            "session.ttl", \.sessionTTLSeconds, .duration(60...365 * 86_400),
            meaning: "Life of a session, from `token.ttl` to 365d"),
        SettingRow(
            "presence.window", \.presenceWindowSeconds, .duration(1...86_400),
            meaning: "How long after its last call somebody counts as online, at most 1d"),
        SettingRow(
            "timeZone", \.timeZone, .timeZone,
            meaning: "Zone of dates that a surface writes without one: `UTC` or the IANA name of an"
                + " area, such as `Europe/Berlin`"),
        SettingRow(
            "phone.region", \.phoneRegion, .phoneRegion,
            meaning: "Country in which phone numbers without a country's code are read: two letters"
                + " of ISO 3166"),
        SettingRow(
            "iam.passwordHash", \.iamPasswordHash, .choice,
            meaning:
                "`reveal`: IAM's answers about one user hold the stored password hash; or `hidden`"
        ),
        SettingRow(
            "thinksns.avatars", \.thinkSNSAvatars, .choice,
            meaning: "Pictures in lists of the ThinkSNS surface: `link`, an address; or `object`,"
                + " as the official 2.x clients read them"),
    ]

    private static let delivery: [SettingRow] = [
        SettingRow(
            "mail.url", \.mailURL, .mail,
            meaning: "`smtp://` or `smtps://`, with `?tls=none`, `offered` or `required`;"
                + " or `file:FOLDER`",
            default: "`file:` + data folder `/outbox`",
            derived: { (settings, _) in settings.mailURL = outbox(settings) }),
        SettingRow(
            "mail.from", \.mailFrom, .mailSender,
            meaning: "Sender of mails: an address, or `Name <address>`"),
        SettingRow(
            "sms.url", \.smsURL, .textMessages,
            meaning: "`https://` gateway for text messages, or `file:FOLDER`",
            default: "`file:` + data folder `/outbox`",
            derived: { (settings, _) in settings.smsURL = outbox(settings) }),
        SettingRow(
            "sms.key", \.smsKey, .optional(.headerKey),
            meaning:
                "Key of the signature on what the `sms.url` gateway gets, at least 24 characters"
        ),
        SettingRow(
            "delivery.language", \.deliveryLanguage, .choice,
            meaning: "Language of mails and text messages: `zh` or `en`"),
        SettingRow(
            "delivery.authorities", \.deliveryAuthorities, .optional(.existingFile),
            meaning:
                "PEM file with the authorities that certificates of mail server and gateway are"
                + " checked against", default: "the system's"),
    ]

    private static let quotas: [SettingRow] = [
        SettingRow(
            "quota.cards", \.quotaCards, .wholeNumber(1...1_000_000_000),
            meaning: "Cards of one account, deleted ones included"),
        SettingRow(
            "quota.cardBytes", \.quotaCardBytes, .bytes(1...(1 << 40)),
            meaning: "Bytes of all snapshots of one account"),
        SettingRow(
            "quota.snapshotBytes", \.quotaSnapshotBytes, .bytes(1...(1 << 20)),
            meaning: "Bytes of one snapshot; imports may bring up to 1MiB"),
        SettingRow(
            "quota.answerBytes", \.quotaAnswerBytes, .bytes(1...(1 << 40)),
            meaning: "Bytes of answers a day kept for repeated requests of one account;"
                + " administrators are not held"),
        SettingRow(
            "quota.keys", \.quotaKeys, .wholeNumber(1...1_000_000),
            meaning: "API keys of one account"),
        SettingRow(
            "quota.uploads", \.quotaUploads, .wholeNumber(1...1_000_000),
            meaning: "Uploads a day by one account"),
        SettingRow(
            "quota.follows", \.quotaFollows, .wholeNumber(1...1_000_000_000),
            meaning: "Accounts that one account follows"),
        SettingRow(
            "quota.renames", \.quotaRenames, .wholeNumber(1...1_000_000),
            meaning: "Renames a day of one account by its user"),
    ]

    private static let operation: [SettingRow] = [
        SettingRow(
            "audit.days", \.auditDays, .wholeNumber(1...36_500),
            meaning: "Days for which the audit trail is kept"),
        SettingRow(
            "audit.addressDays", \.auditAddressDays, .wholeNumber(1...36_500),
            meaning: "Days for which the addresses in it are kept"),
        SettingRow(
            "trash.days", \.trashDays, .wholeNumber(1...3650),
            meaning: "Days for which deleted accounts can be restored"),
        SettingRow(
            "log.level", \.logLevel, .choice,
            meaning: "`trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`"),
        SettingRow(
            "log.format", \.logFormat, .choice, meaning: "`text` or `json`",
            default: "`text` on a terminal, else `json`",
            derived: { (settings, isTerminal) in
                settings.logFormat = isTerminal ? .text : .json
            }),
    ]

    private static func inDataFolder(_ name: String, _ settings: Settings) -> String {
        Form.withoutSlashAtEnd(settings.dataFolder) + "/" + name
    }

    private static func outbox(_ settings: Settings) -> DeliveryTarget {
        .folder(inDataFolder("outbox", settings))
    }
}
