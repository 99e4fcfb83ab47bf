package import RosterCore

/// What a database tells of itself to somebody who examines it, in portable SQL. Works on a
/// database of an older schema as far as that has the tables; asks nothing that changes it.
package struct DatabaseFacts: Sendable {
    private let engine: any Engine

    package init(_ engine: any Engine) { self.engine = engine }

    /// The table that ``Migrator`` keeps: a database without it is not Roster's yet.
    package static let migrationsTable = "schema_migration"

    /// The newest step of the schema that was applied; 0 for none.
    package func schemaStep() async throws(DirectoryError) -> Int64 {
        try await engine.read { connection throws(DirectoryError) in
            try connection.first("SELECT MAX(number) FROM \(Self.migrationsTable)", []) {
                row throws(DirectoryError) in row.integer(0) ?? 0
            } ?? 0
        }
    }

    /// The newest time among the last thousand entries of the audit trail; nil when it is empty. Their
    /// order is that of writing, so a clock that was set back does not hide it at once.
    package func newestAuditTime() async throws(DirectoryError) -> Timestamp? {
        try await engine.read { connection throws(DirectoryError) in
            try connection.first(
                """
                SELECT MAX(at) FROM (SELECT at FROM audit_entry ORDER BY id DESC LIMIT 1000) AS last
                """, []
            ) { row throws(DirectoryError) in row.timestamp(0) } ?? nil
        }
    }

    /// The fact that ``RecordWriting/setLatestTime(_:)`` keeps.
    static let latestTimeName = "latest-time"

    /// The latest time that the database has seen; nil where it has seen none.
    package func latestTime() async throws(DirectoryError) -> Timestamp? {
        try await SQLDirectoryStore(engine: engine).read { storage throws(DirectoryError) in
            try storage.latestTime()
        }
    }

    /// How many messages to people were written before `time` and still wait, by channel.
    package func messagesWaiting(
        since time: Timestamp
    ) async throws(DirectoryError) -> [OutgoingMessage.Channel: Int] {
        let rows = try await engine.read { connection throws(DirectoryError) in
            try connection.all(
                """
                SELECT channel, COUNT(*) FROM outbox_message WHERE created_at < $1 GROUP BY channel
                """, [SQLValue(time)]
            ) { row throws(DirectoryError) in (try row.requiredText(0), try row.requiredInteger(1))
            }
        }
        var counts: [OutgoingMessage.Channel: Int] = [:]
        for (name, count) in rows {
            guard let channel = OutgoingMessage.Channel(rawValue: name) else { continue }
            counts[channel] = Int(count)
        }
        return counts
    }

    /// The live accounts that had to yield a login id and have it still, by number.
    package func accountsWithYieldedIDs(limit: Int) async throws(DirectoryError) -> [AccountID] {
        try await engine.read { connection throws(DirectoryError) in
            try connection.all(
                """
                SELECT id FROM account
                WHERE deleted_at IS NULL AND (name_key LIKE $1 OR email_key LIKE $1)
                ORDER BY id LIMIT $2
                """, [.text("%\(LoginIDClash.mark)%"), .integer(Int64(limit))]
            ) { row throws(DirectoryError) in AccountID(try row.requiredInteger(0)) }
        }
    }

    /// The stored uploads that were announced last, at most `limit` of them.
    package func newestMedia(limit: Int) async throws(DirectoryError) -> [MediaNode] {
        try await engine.read { connection throws(DirectoryError) in
            try connection.all(
                """
                SELECT node FROM media WHERE state = 'stored'
                ORDER BY created_at DESC, node LIMIT $1
                """, [.integer(Int64(limit))]
            ) { row throws(DirectoryError) in MediaNode(stored: try row.requiredText(0)) }
        }
    }
}
