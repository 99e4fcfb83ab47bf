import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    /// A database of step 9 with the given rows, migrated.
    private static func migrate(
        _ engine: any Engine, from rows: [String]
    ) async throws -> SQLDirectoryStore {
        try await engine.write { connection throws(DirectoryError) in
            for table in tables { try connection.execute("DROP TABLE \(table)", []) }
        }
        _ = try await Migrator.migrate(engine, now: Sample.start, upTo: 9)
        try await engine.write { connection throws(DirectoryError) in
            for row in rows { try connection.execute(row, []) }
        }
        let applied = try await Migrator.migrate(engine, now: Sample.start.adding(days: 1))
        #expect(applied.applied.contains("010-look-alikes"))
        return SQLDirectoryStore(engine: engine)
    }

    private static let namedPeople = """
        INSERT INTO account (
            guid, instance_id, name, name_key, display_name, display_name_key, email_is_proven,
            phone_is_proven, sex, role, status, revision, created_at, updated_at, deleted_at
        ) VALUES
            ('g1', 'u1', 'aIice', 'aiice', 'a', 'a', 0, 0, 0, 'user', 'disabled', 0, 1, 1, NULL),
            ('g2', 'u2', 'сосо', 'сосо', 'a', 'a', 0, 0, 0, 'user', 'active', 0, 1, 1, NULL),
            ('g3', 'u3', 'gone', 'gone', 'a', 'a', 0, 0, 0, 'user', 'active', 0, 1, 1, 5)
        """

    static func namesGetLooks(_ engine: any Engine) async throws {
        let store = try await migrate(
            engine,
            from: [
                namedPeople,
                "INSERT INTO freed_name (name_key, closed_until, freed_by) VALUES ('g0ne', 7, 3)",
            ])
        let found = try await store.read { storage throws(DirectoryError) in
            var found: [String: Bool] = [:]
            for name in ["alice", "aiice", "coco", "gone", "bob"] {
                found[name] = try storage.hasLookAlike(
                    of: NameLooks(of: FoldedKey(folding: name)), besides: nil)
            }
            let coco = try storage.account(named: FoldedKey(folding: "сосо"))
            return (
                found: found,
                own: try storage.hasLookAlike(
                    of: NameLooks(of: FoldedKey(folding: "coco")), besides: coco?.id),
                freed: try storage.freedLookAlikes(of: NameLooks(of: FoldedKey(folding: "gone")))
            )
        }
        #expect(
            found.found == [
                "alice": true, "aiice": true, "coco": true, "gone": false, "bob": false,
            ])
        #expect(!found.own)
        #expect(
            found.freed == [
                FreedName(closedUntil: Timestamp(milliseconds: 7), freedBy: AccountID(3))
            ])
    }

    static func latestTimeIsSeeded(_ engine: any Engine) async throws {
        func latest(_ rows: [String]) async throws -> Timestamp? {
            try await migrate(engine, from: rows).read { storage throws(DirectoryError) in
                try storage.latestTime()
            }
        }
        let entry = """
            INSERT INTO audit_entry (at, action, surface, request_id, fields)
            VALUES (70, 'account.created', 'IAM', '', ''), (60, 'account.created', 'IAM', '', '')
            """
        let session = """
            INSERT INTO session (
                id, account_id, surface, generation, created_at, last_used_at, expires_at
            ) SELECT 's', MIN(id), 'IAM', 0, 1, 80, 90 FROM account
            """
        #expect(try await latest([]) == nil)
        #expect(try await latest([entry]) == Timestamp(milliseconds: 70))
        #expect(try await latest([namedPeople, entry, session]) == Timestamp(milliseconds: 80))
    }
}
