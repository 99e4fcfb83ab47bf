import RosterSettings

/// Values of every key that are taken, with how they are shown then, and ones that are refused.
/// Files that must exist - of `tls`, and `delivery.authorities` - have tests of their own.
enum SettingValues {
    static let good: [(key: SettingKey, text: String, shown: String)] =
        [
            ("data", "/var/lib/roster", "/var/lib/roster"),
            ("data", "my data", "my data"),
            ("database.url", "postgres://db/roster", "postgres://db/roster"),
            ("database.url", "POSTGRESQL://h:5432/d", "postgresql://h:5432/d"),
            ("database.url", "postgres://a:1,[::1]:2/d", "postgres://a:1,[::1]:2/d"),
            ("database.url", "postgres:///d", "postgres:///d"),
            ("secret.file", "../keys/secret", "../keys/secret"),
            ("listen", "0.0.0.0:80", "0.0.0.0:80"),
            ("listen", "[::]:0", "[::]:0"),
            ("listen", "[FE80::1]:65535", "[fe80::1]:65535"),
            ("listen", "LOCALHOST:3000", "localhost:3000"),
            ("iam.listen", "127.0.0.1:8081", "127.0.0.1:8081"),
            ("iam.prefix", "", ""),
            ("iam.prefix", "/x/y", "/x/y"),
            ("surfaces", "ALL", "all"),
            ("surfaces", "iam, thinksns,TAVERN", "IAM,ThinkSNS,Tavern"),
            ("publicURL", "https://id.example.com/", "https://id.example.com"),
            ("publicURL", "http://[::1]:3000/a/b//", "http://[::1]:3000/a/b"),
            ("cors.origins", "", "none"),
            (
                "cors.origins", "HTTPS://App.example.com:443, http://localhost:5173",
                "https://app.example.com,http://localhost:5173"
            ),
            ("cors.origins", "capacitor://localhost", "capacitor://localhost"),
            ("proxies.trusted", "", "none"),
            (
                "proxies.trusted", "10.0.0.0/8, 192.0.2.1,fd00::/8",
                "10.0.0.0/8,192.0.2.1,fd00::/8"
            ),
            ("proxies.trusted", "::ffff:192.0.2.1", "::ffff:192.0.2.1"),
            ("proxies.trusted", "1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8/128"),
            ("proxies.trusted", "0.0.0.0/0", "0.0.0.0/0"),
            ("limits.perAddress", "1", "1"),
            ("limits.perAddress", "1000000", "1000000"),
            ("limits.bodyBytes", "4194304", "4MiB"), ("limits.bodyBytes", "1GiB", "1GiB"),
            ("limits.answerBytes", "5000000", "5000000"),
            ("admin.name", "管理员 一", "管理员 一"),
            ("admin.password", "with,comma and space", "***"),
            ("admin.password", String(repeating: "x", count: 1024), "***"),
            ("bitanswer.key", String(repeating: "k", count: 24), "***"),
            ("tavern.auth", "Required", "required"),
            ("tavern.auth", "local", "local"),
            ("registration", "open", "open"),
            ("password.algorithm", "bcrypt", "bcrypt"),
            ("token.ttl", "60", "60s"),
            ("token.ttl", "24h", "1d"),
            ("session.ttl", "365d", "365d"),
            ("session.ttl", "90m", "5400s"),
            ("presence.window", "1s", "1s"),
            ("timeZone", "UTC", "UTC"),
            ("timeZone", "Europe/Berlin", "Europe/Berlin"),
            ("phone.region", "DE", "DE"), ("phone.region", "us", "US"),
            ("limits.mailsPerHour", "1", "1"), ("limits.textsPerHour", "100000", "100000"),
            ("iam.passwordHash", "reveal", "reveal"),
            ("thinksns.avatars", "object", "object"),
            ("thinksns.avatars", "LINK", "link"),
            ("mail.url", "file:outbox", "file:outbox"),
            ("mail.url", "file:///srv/mail", "file:/srv/mail"),
            ("mail.url", "smtp://mail.example.com:587", "smtp://mail.example.com:587"),
            ("mail.from", "roster@localhost", "roster@localhost"),
            ("mail.from", "名录 <no-reply@example.com>", "名录 <no-reply@example.com>"),
            ("mail.url", "smtp://h:587?tls=required", "smtp://h:587?***"),
            ("sms.key", "abcdefghijklmnopqrstuvwx", "***"),
            ("delivery.language", "EN", "en"),
            ("sms.url", "https://sms.example.com/send", "https://sms.example.com/send"),
            ("sms.url", "file:/srv/sms", "file:/srv/sms"),
            ("database.logBytes", "8MiB", "8MiB"),
            ("database.logBytes", "68719476736", "64GiB"),
            ("limits.searches", "1", "1"),
            ("limits.changes", "1000000", "1000000"),
            ("quota.cards", "1", "1"),
            ("quota.cardBytes", "1025", "1025"),
            ("quota.cardBytes", "1024GiB", "1024GiB"),
            ("quota.snapshotBytes", "1MiB", "1MiB"),
            ("quota.snapshotBytes", "2048", "2KiB"),
            ("quota.answerBytes", "1", "1"),
            ("quota.keys", "7", "7"),
            ("quota.uploads", "1", "1"),
            ("quota.follows", "1000000000", "1000000000"),
            ("quota.renames", "1", "1"),
            ("audit.days", "36500", "36500"),
            ("audit.addressDays", "1", "1"),
            ("trash.days", "1", "1"),
            ("trash.days", "3650", "3650"),
            ("log.level", "trace", "trace"),
            ("log.format", "text", "text"),
        ]

    static let bad: [(key: SettingKey, texts: [String])] = [
        ("data", ["", "a\u{7}b"]),
        (
            "database.url",
            [
                "", "roster.db", "mysql://h/d", "postgres://h:99999/d", "postgres://h/d/e",
                "postgres://h/d#f", "postgres://h/a b", "postgres://u:p@q@h/d", "postgres:h",
                "postgres://u:p%zz@h/d",
            ]
        ),
        ("secret.file", [""]),
        (
            "listen",
            [
                "", "3000", ":3000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:3000",
                "[::1]", "[127.0.0.1]:1", "example.com:80", "*:80", "127.0.0.1:-1", "127.1:80",
                "127.0.0.01:80", "127.0.0.1:+1", "http://127.0.0.1:80", "[fe80::1%eth0]:80",
            ]
        ),
        ("iam.listen", ["8080", "iam.example.com:8080"]),
        (
            "iam.prefix",
            ["x", "/", "/x/", "/x//y", "/x?y", "/x#y", "/x%20", "/x y", "/x/..", "/./x"]
        ),
        ("surfaces", ["", "iam,", "iam,IAM", "LDAP", "all,iam"]),
        (
            "publicURL",
            [
                "", "id.example.com", "/x", "ftp://h", "http://", "http://h?q", "http://h/#f",
                "http://me@h", "http://h:x", "http://h h", "http://a..b", "http://1.2.3",
            ]
        ),
        (
            "cors.origins",
            [
                "*", "null", "https://*.example.com", "https://h/", "https://h/p", "https://u@h",
                "https://h,", "h", "https://",
            ]
        ),
        (
            "proxies.trusted",
            [
                "localhost", "10.0.0.1/8", "10.0.0.0/33", "::/129", "10.0.0.0/", "1.2.3", "1::2::3",
                "1:2:3:4:5:6:7", "1:2:3:4:5:6:7::8", "12345::", "10.0.0.0/8,", "::1.2.3.4:5", "*",
                "1.2.3.256",
            ]
        ),
        (
            "limits.perAddress",
            ["0", "1000001", "-1", "+5", "1e3", "", "60/m", "99999999999999999999"]
        ),
        ("limits.bodyBytes", ["0", "4MB", "3MiB", "-1", "2TiB", ""]),
        ("limits.answerBytes", ["0", "4 MiB", "1KiB", "much"]),
        (
            "admin.name",
            [
                "", " a", "a ", ".", "..", "a\u{200B}b", "a\nb", "\u{115F}", "\u{E000}",
                String(repeating: "a", count: 65),
            ]
        ),
        ("admin.password", ["", "a\u{0}b", "line\n", String(repeating: "x", count: 1025)]),
        (
            "bitanswer.key",
            ["", String(repeating: "k", count: 23), String(repeating: "k ", count: 20)]
        ),
        ("tavern.auth", ["", "none"]),
        ("registration", ["true", "opened"]),
        ("password.algorithm", ["md5", "argon2"]),
        ("token.ttl", ["59", "86401", "2d", "1h30m", "1.5h", "h", "9223372036854775807d"]),
        ("session.ttl", ["366d", "10 d"]),
        ("presence.window", ["0", "86401", "5min"]),
        ("timeZone", ["", "Mars/Base", "+08:00", "CST", "Asia/shanghai"]),
        ("phone.region", ["", "XX", "CHN", "86", "001", "China", "C"]),
        ("limits.mailsPerHour", ["", "0", "-1", "many", "1.5"]),
        ("limits.textsPerHour", ["", "0", "10000001"]),
        ("iam.passwordHash", ["shown"]),
        ("thinksns.avatars", ["", "url", "objects"]),
        (
            "mail.url",
            [
                "", "file:", "file://data/outbox", "mail.example.com", "smtp://", "http://h",
                "smtp://h/path", "smtp://h?q", "smtp://u:12/3@h", "smtp://h:x",
            ]
        ),
        (
            "mail.from",
            [
                "", "roster", "a@", "@b", "a@b@c", "Name <a@b", "a <b@c> d", "a b@c",
                "a@b\r\nBcc: c@d",
                "X\r\nBcc: c@d <a@b>", "a..b@c", "a@-b",
            ]
        ),
        ("sms.url", ["", "http://h", "https://", "smtp://h", "https://h/#f", "https://h/a@b"]),
        ("sms.key", ["short", "with white space in the middle"]),
        ("delivery.language", ["", "de", "Chinese"]),
        (
            "database.logBytes",
            ["", "1MiB", "64 MiB", "64MB", "64mib", "65GiB", "-8MiB", "9223372036854775807GiB"]
        ),
        ("limits.searches", ["0"]),
        ("limits.changes", ["0", "1000001"]),
        ("quota.cards", ["0"]),
        ("quota.cardBytes", ["0", "1025GiB"]),
        ("quota.snapshotBytes", ["0", "2MiB"]),
        ("quota.answerBytes", ["0", "KiB"]),
        ("quota.keys", ["0"]),
        ("quota.uploads", ["0"]),
        ("quota.follows", ["0"]),
        ("quota.renames", ["0"]),
        ("audit.days", ["0", "36501"]),
        ("audit.addressDays", ["0", "1d"]),
        ("trash.days", ["0", "3651", "30d"]),
        ("log.level", ["warn", "verbose"]),
        ("log.format", ["xml"]),
    ]

    /// `bad` with one text a row.
    static let badTexts: [(key: SettingKey, text: String)] = bad.flatMap { row in
        row.texts.map { (row.key, $0) }
    }
}
