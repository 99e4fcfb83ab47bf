import RosterCore
import RosterStorage
import Testing

/// What accounts use of their quotas, and what of the trail is removed.
extension StorageContract {
    static let quotas: [StorageClause] = [
        .init("what is used adds up by account, quota and day, and is never below zero", usesAddUp),
        .init("counts of days that are over go in batches, standing ones stay", daysGo),
        .init(name: "cards of a database before quotas are counted", run: cardsAreCounted),
        .init("the newest entry of a follow is removed, by who did it and since when", entriesGo),
        .init("old entries go in batches, the oldest first, and addresses before them", trailAges),
    ]

    private static func usesAddUp(_ store: SQLDirectoryStore) async throws {
        let ann = try await store.keep(named: "ann").id
        let ben = try await store.keep(named: "ben").id
        let used = try await store.write { storage throws(DirectoryError) in
            try storage.use(.renames, by: 2, of: ann, day: 7)
            try storage.use(.renames, by: 3, of: ann, day: 7)
            try storage.use(.renames, by: 1, of: ann, day: 8)
            try storage.use(.cards, by: -1, of: ann, day: 0)
            try storage.use(.cardBytes, by: 5, of: ann, day: 0)
            try storage.use(.cardBytes, by: -9, of: ann, day: 0)
            return [
                try storage.used(.renames, of: ann, day: 7),
                try storage.used(.renames, of: ann, day: 8),
                try storage.used(.renames, of: ben, day: 7),
                try storage.used(.cards, of: ann, day: 0),
                try storage.used(.cardBytes, of: ann, day: 0),
            ]
        }
        #expect(used == [5, 1, 0, 0, 0])
    }

    private static func daysGo(_ store: SQLDirectoryStore) async throws {
        let ann = try await store.keep(named: "ann").id
        let counts = try await store.write { storage throws(DirectoryError) in
            for day: Int64 in 1...5 { try storage.use(.uploads, by: 1, of: ann, day: day) }
            try storage.use(.cards, by: 1, of: ann, day: 0)
            let removed = [
                try storage.removeUses(before: 4, limit: 2),
                try storage.removeUses(before: 4, limit: 2),
                try storage.removeUses(before: 4, limit: 2),
            ]
            var left: [Int64] = []
            for day: Int64 in 1...5 {
                left.append(try storage.used(.uploads, of: ann, day: day))
            }
            return (removed, left, try storage.used(.cards, of: ann, day: 0))
        }
        #expect(counts.0 == [2, 1, 0])
        #expect(counts.1 == [0, 0, 0, 1, 1])
        #expect(counts.2 == 1)
    }

    private static func cardsAreCounted(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let ann = try await store.keep(named: "ann").id
        let ben = try await store.keep(named: "ben").id
        try await engine.write { connection throws(DirectoryError) in
            for statement in [
                "DROP TABLE quota_use", "DROP INDEX audit_entry_follow",
                "DELETE FROM schema_migration WHERE number = 11",
            ] {
                _ = try connection.execute(statement, [])
            }
        }
        // More than are looked at in one go.
        for number in 0..<120 {
            try await store.keep(
                Card(
                    id: CardID("usr_\(number)"), accountID: number == 0 ? ben : ann,
                    content: CardContent(
                        name: CardName(stored: "\(number)"), snapshot: number == 0 ? "狐" : "{}"),
                    status: number % 3 == 0 ? .deleted : .active, revision: 0,
                    createdAt: Sample.start, updatedAt: Sample.start))
        }
        _ = try await Migrator.migrate(engine, now: Sample.start)
        let used = try await store.read { storage throws(DirectoryError) in
            [
                try storage.used(.cards, of: ann, day: 0),
                try storage.used(.cardBytes, of: ann, day: 0),
                try storage.used(.cards, of: ben, day: 0),
                try storage.used(.cardBytes, of: ben, day: 0),
            ]
        }
        #expect(used == [119, 238, 1, 3])
    }

    private static func entry(
        _ action: AuditAction, at seconds: Int64, by actor: AccountID? = nil,
        about subject: AccountID? = nil
    ) -> AuditEntry {
        AuditEntry(
            at: Sample.start.adding(seconds: seconds), action: action, subject: subject,
            actor: actor, keyID: nil, surface: .system, requestID: "\(seconds)",
            address: "192.0.2.1", fields: [])
    }

    private static func entriesGo(_ store: SQLDirectoryStore) async throws {
        let (ann, ben) = (AccountID(1), AccountID(2))
        let answers = try await store.write { storage throws(DirectoryError) in
            try storage.append(entry(.followAdded, at: 1, by: ann, about: ben))
            try storage.append(entry(.followAdded, at: 2, by: ann, about: ben))
            try storage.append(entry(.followAdded, at: 3, by: ben, about: ben))
            func remove(_ action: AuditAction, after seconds: Int64) throws(DirectoryError) -> Bool
            {
                try storage.removeEntry(
                    action, about: ben, by: ann, after: Sample.start.adding(seconds: seconds))
            }
            return [
                try remove(.followRemoved, after: 0), try remove(.followAdded, after: 2),
                try remove(.followAdded, after: 0), try remove(.followAdded, after: 1),
            ]
        }
        #expect(answers == [false, false, true, false])
        let left = try await store.read { storage throws(DirectoryError) in
            try storage.auditEntries(about: ben, limit: 9).map(\.requestID)
        }
        #expect(left == ["3", "1"])
    }

    private static func trailAges(_ store: SQLDirectoryStore) async throws {
        let end = Sample.start.adding(seconds: 4)
        let counts = try await store.write { storage throws(DirectoryError) in
            for second: Int64 in 0..<6 { try storage.append(entry(.sessionStarted, at: second)) }
            return [
                try storage.removeAddresses(writtenBefore: end, limit: 3),
                try storage.removeAddresses(writtenBefore: end, limit: 3),
                try storage.removeAddresses(writtenBefore: end, limit: 3),
                try storage.removeEntries(
                    writtenBefore: Sample.start.adding(seconds: 2), limit: 4),
                try storage.removeEntries(
                    writtenBefore: Sample.start.adding(seconds: 2), limit: 4),
            ]
        }
        #expect(counts == [3, 1, 0, 2, 0])
        let left = try await store.read { storage throws(DirectoryError) in
            try storage.auditEntries(about: nil, limit: 9)
        }
        #expect(left.map(\.requestID) == ["5", "4", "3", "2"])
        #expect(left.map { $0.address != nil } == [true, true, false, false])
    }
}
