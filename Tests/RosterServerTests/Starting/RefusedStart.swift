import Foundation
import RosterTestSupport
import Testing

/// A start that must be refused: what is wrong, and what the message must say of it.
struct RefusedStart: Sendable, CustomTestStringConvertible {
    let name: String
    /// Words after `serve --data FOLDER --listen 127.0.0.1:0 --iam-listen 127.0.0.1:0`.
    var words: [String] = []
    var environment: [String: String] = [:]
    /// What each message must hold.
    let says: [String]
    /// What no message may hold.
    var secrets: [String] = []
    /// Whether the folder has served before.
    var isUsed = false
    /// Spoils the data folder.
    var prepare: @Sendable (_ folder: String) throws -> Void = { _ in }

    var testDescription: String { name }

    static let settings = [
        RefusedStart(
            name: "an unknown flag", words: ["--colour", "red"], says: ["--colour"]),
        RefusedStart(
            name: "an unknown environment variable", environment: ["ROSTER_COLOUR": "red"],
            says: ["ROSTER_COLOUR"]),
        RefusedStart(
            name: "a bad value", words: ["--token-ttl", "soon"], says: ["token.ttl", "soon"]),
        RefusedStart(
            name: "a bad value in the environment", environment: ["ROSTER_TRASH_DAYS": "0"],
            says: ["trash.days", "ROSTER_TRASH_DAYS"]),
        RefusedStart(
            name: "several problems at once", words: ["--registration", "maybe"],
            environment: ["ROSTER_LOG_LEVEL": "loud"], says: ["registration", "log.level"]),
        RefusedStart(
            name: "a short bitanswer.key", environment: ["ROSTER_BITANSWER_KEY": "tooShortKey"],
            says: ["bitanswer.key", "24"], secrets: ["tooShortKey"]),
        RefusedStart(
            name: "an administrator's password that is too long",
            environment: ["ROSTER_ADMIN_PASSWORD": String(repeating: "Geheim", count: 400)],
            says: ["admin.password"], secrets: ["GeheimGeheim"]),
        RefusedStart(
            name: "PostgreSQL, which this build does not hold",
            words: ["--database-url", "postgres://roster:geheim@localhost/roster"],
            says: ["database.url", "PostgreSQL"], secrets: ["geheim"]),
        RefusedStart(
            name: "a surface that nobody knows", words: ["--surfaces", "IAM,Facebook"],
            says: ["surfaces", "Facebook"]),
        RefusedStart(
            name: "a certificate without its key", words: ["--tls-certificate", "/etc/hostname"],
            says: ["tls.certificate", "tls.key"]),
        RefusedStart(
            name: "files that hold no certificate",
            words: ["--tls-certificate", "/etc/hostname", "--tls-key", "/etc/hostname"],
            says: ["tls.certificate", "/etc/hostname"]),
        RefusedStart(
            name: "a configuration file that is not there", words: ["--config", "/no/such.yaml"],
            says: ["config", "/no/such.yaml"]),
        RefusedStart(
            name: "an address of another machine",
            words: ["--listen", "203.0.113.7:3000"],
            says: ["listen: cannot listen on 203.0.113.7:3000", "listen (--listen)"]),
    ]

    static let folders = [
        RefusedStart(
            name: "a file in the place of the data folder", words: ["--data", "/etc/hostname"],
            says: ["data folder", "/etc/hostname", "data (--data)"]),
        RefusedStart(
            name: "a data folder that cannot be made", words: ["--data", "/dev/null/roster"],
            says: ["data folder", "/dev/null/roster", "data (--data)"]),
        RefusedStart(
            name: "a data folder on a file system that refuses", words: ["--data", "/proc/roster"],
            says: ["data folder", "/proc/roster"]),
        RefusedStart(
            name: "a database that is none", says: ["roster.db", "no database", "last copy"],
            isUsed: true,
            prepare: { folder in
                let text = String(repeating: "this is no database\n", count: 1000)
                try text.write(toFile: folder + "/roster.db", atomically: true, encoding: .utf8)
            }),
        RefusedStart(
            name: "a folder in the place of the database",
            says: ["roster.db", "no regular file", "move it away"],
            prepare: { folder in
                try FileManager.default.createDirectory(
                    atPath: folder + "/roster.db", withIntermediateDirectories: false)
            }),
        RefusedStart(
            name: "another secret than the one that wrapped the keys", says: ["secret.file"],
            isUsed: true,
            prepare: { folder in
                let other = Data((0..<32).map { UInt8($0) }).base64EncodedString()
                try replaceSecret(in: folder, with: other + "\n")
            }),
        RefusedStart(
            name: "no secret any more, where keys were wrapped with one", says: ["secret.file"],
            isUsed: true,
            prepare: { try FileManager.default.removeItem(atPath: $0 + "/secret.key") }),
        RefusedStart(
            name: "a secret that others can read", says: ["secret.key", "chmod 600"], isUsed: true,
            prepare: { folder in
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: folder + "/secret.key")
            }),
        RefusedStart(
            name: "a secret that is none", says: ["secret.key", "base64"],
            secrets: ["half a secret"],
            prepare: { try replaceSecret(in: $0, with: "half a secret") }),
        RefusedStart(
            name: "a folder in the place of the secret",
            says: ["secret.key", "not a regular file", "secret.file (--secret-file)"],
            prepare: { folder in
                try FileManager.default.createDirectory(
                    atPath: folder + "/secret.key", withIntermediateDirectories: false)
            }),
    ]

    private static func replaceSecret(in folder: String, with text: String) throws {
        let path = folder + "/secret.key"
        try? FileManager.default.removeItem(atPath: path)
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw FixtureFailure(text: "cannot write \(path)") }
    }
}
