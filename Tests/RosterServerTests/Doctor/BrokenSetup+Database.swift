import Foundation
import RosterServer
import RosterSettings
import RosterTestSupport

extension BrokenSetup {
    static let databases = [
        BrokenSetup(
            name: "a database with damaged pages", level: .failure, subject: "database",
            mend: "last copy", says: "damaged",
            prepare: { stage in
                let file = try FileHandle(forUpdating: URL(filePath: stage.database))
                try file.seek(toOffset: 4096)
                try file.write(contentsOf: Data(repeating: 0xA5, count: 3 * 4096))
                try file.close()
            }),
        BrokenSetup(
            name: "a database that is text", level: .failure, subject: "database",
            mend: "last copy", says: "damaged",
            prepare: { stage in
                let text = String(repeating: "this is no database\n", count: 1000)
                try stage.write(text, to: stage.database)
            }),
        BrokenSetup(
            name: "a folder in the place of the database", level: .failure, subject: "database",
            mend: "move it away", says: "no regular file",
            prepare: { stage in
                try FileManager.default.removeItem(atPath: stage.database)
                try FileManager.default.createDirectory(
                    atPath: stage.database, withIntermediateDirectories: false)
            }),
        BrokenSetup(
            name: "rows that refer to nothing", level: .failure, subject: "database",
            mend: "last copy", says: "rows of api_key",
            prepare: { stage in
                try stage.change(
                    """
                    INSERT INTO api_key (account_id, name, role, secret_hash, created_at)
                    VALUES (4711, 'lost', 'user', 'hash', 0)
                    """)
            }),
        BrokenSetup(
            name: "a database of a newer release", level: .failure, subject: "database",
            mend: "release", says: "newer release",
            prepare: { try $0.change("INSERT INTO schema_migration VALUES (999, '999-x', 0)") }),
        BrokenSetup(
            name: "a database of an older release", level: .warning, subject: "database",
            mend: "roster migrate", says: "step 1,",
            prepare: { stage in
                try stage.change(
                    "DELETE FROM schema_migration WHERE number > 1; DROP TABLE outbox_message")
            }),
        BrokenSetup(
            name: "a database of another program", level: .failure, subject: "database",
            mend: "--data", says: "another program",
            prepare: { stage in
                try FileManager.default.removeItem(atPath: stage.database)
                try stage.change("CREATE TABLE poem (line TEXT)")
                try stage.setMode(0o600, of: stage.database)
            }),
        BrokenSetup(
            name: "a database that everybody may read", level: .failure, subject: "database",
            mend: "chmod 600", says: "0644",
            prepare: { try $0.setMode(0o644, of: $0.database) }),
        BrokenSetup(
            name: "PostgreSQL, which this build does not hold", level: .failure,
            subject: "database.url", mend: "unset", says: "PostgreSQL",
            prepare: { stage in
                stage.settings.database = .postgres(url: "postgres://roster:geheim@localhost/x")
            }),
    ]

    /// What the rows of a sound database tell.
    static let rows = [
        BrokenSetup(
            name: "a clock behind the database", level: .failure, subject: "clock", mend: "NTP",
            says: "tokens",
            prepare: { stage in
                let later = Int64(Date().timeIntervalSince1970 * 1000) + 600_000
                try stage.change("UPDATE audit_entry SET at = \(later)")
            }),
        BrokenSetup(
            name: "mails that wait for hours", level: .warning, subject: "messages",
            mend: "mail.url", says: "2 mail",
            prepare: { stage in
                let earlier = Int64(Date().timeIntervalSince1970 * 1000) - 2 * 3_600_000
                for id in ["a", "b"] {
                    try stage.change(
                        """
                        INSERT INTO outbox_message (
                            id, channel, recipient, created_at, expires_at, attempts, due_at
                        ) VALUES ('\(id)', 'mail', 'a@example.com', \(earlier), \(earlier), 1, 0)
                        """)
                }
            }),
        BrokenSetup(
            name: "no administrator yet", level: .warning, subject: "administrator",
            mend: "roster serve", hasAdministrator: false, prepare: { _ in }),
        BrokenSetup(
            name: "nobody but disabled administrators", level: .warning, subject: "administrator",
            mend: "roster serve",
            prepare: { try $0.change("UPDATE account SET status = 'disabled'") }),
        BrokenSetup(
            name: "uploads without their folder", level: .failure, subject: "media",
            mend: "last copy", says: "1 of the 1", prepare: { try insertUpload($0) }),
        BrokenSetup(
            name: "uploads beside another installation's folder", level: .failure,
            subject: "media", mend: "bring back", says: "/media",
            prepare: { stage in
                try insertUpload(stage)
                let other = stage.settings.dataFolder + "/media/bb"
                try FileManager.default.createDirectory(
                    atPath: other, withIntermediateDirectories: true)
                try stage.write("x", to: other + "/bb.png")
            }),
    ]

    static let uploadName = String(repeating: "a", count: 40) + ".png"

    static func insertUpload(_ stage: DoctorStage) throws {
        try stage.change(
            """
            INSERT INTO media (
                node, state, media_type, bytes_count, md5, width, height, created_at, expires_at
            ) VALUES ('public:\(uploadName)', 'stored', 'image/png', 1, 'x', 1, 1, 0, 0)
            """)
    }
}
