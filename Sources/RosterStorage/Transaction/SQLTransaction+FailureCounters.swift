import RosterCore

extension SQLTransaction {
    /// What stands for all blocks together: no hash is empty.
    private static let allBlocks = ""

    func failureCounter(
        _ subject: FailureSubject, block: String?
    ) throws(DirectoryError) -> FailureCounter? {
        try connection.first(
            """
            SELECT failures, blocked_until, updated_at FROM failure_counter
            WHERE subject = $1 AND block = $2
            """, [.text(subject.storageKey), .text(block ?? Self.allBlocks)]
        ) { row throws(DirectoryError) in try Self.decodeCounter(row) }
    }

    func failureCounters(of subject: FailureSubject) throws(DirectoryError) -> [FailureCounter] {
        try connection.all(
            """
            SELECT failures, blocked_until, updated_at FROM failure_counter
            WHERE subject = $1 ORDER BY block
            """, [.text(subject.storageKey)]
        ) { row throws(DirectoryError) in try Self.decodeCounter(row) }
    }

    func set(
        _ counter: FailureCounter, of subject: FailureSubject, block: String?
    ) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO failure_counter (subject, block, failures, blocked_until, updated_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (subject, block) DO UPDATE SET failures = excluded.failures,
                blocked_until = excluded.blocked_until, updated_at = excluded.updated_at
            """,
            [
                .text(subject.storageKey), .text(block ?? Self.allBlocks),
                .integer(Int64(counter.failures)), SQLValue(counter.blockedUntil),
                SQLValue(counter.updatedAt),
            ])
    }

    func removeFailureCounter(
        _ subject: FailureSubject, block: String?
    ) throws(DirectoryError) {
        try connection.execute(
            "DELETE FROM failure_counter WHERE subject = $1 AND block = $2",
            [.text(subject.storageKey), .text(block ?? Self.allBlocks)])
    }

    func removeFailureCounters(of subject: FailureSubject) throws(DirectoryError) {
        try connection.execute(
            "DELETE FROM failure_counter WHERE subject = $1", [.text(subject.storageKey)])
    }

    func boundFailureBlocks(
        of subject: FailureSubject, to maximum: Int
    ) throws(DirectoryError) {
        try connection.execute(
            """
            DELETE FROM failure_counter WHERE subject = $1 AND block IN (
                SELECT block FROM failure_counter WHERE subject = $1 AND block <> $2
                ORDER BY updated_at DESC, block LIMIT $3 OFFSET $4
            )
            """,
            [
                .text(subject.storageKey), .text(Self.allBlocks),
                .integer(Int64(Limits.purgeBatchRows)), .integer(Int64(maximum)),
            ])
    }

    func removeFailureCounters(
        untouchedSince time: Timestamp, beyond maximum: Int, limit: Int
    ) throws(DirectoryError) -> Int {
        let stale = try remove(
            "WHERE updated_at < $1 ORDER BY updated_at, subject, block LIMIT $2",
            [SQLValue(time), .integer(Int64(limit))])
        guard stale < limit else { return stale }
        let count =
            try connection.first("SELECT COUNT(*) FROM failure_counter", []) {
                row throws(DirectoryError) in try row.requiredInteger(0)
            } ?? 0
        let surplus = min(count - Int64(maximum), Int64(limit - stale))
        guard surplus > 0 else { return stale }
        // Whoever floods the table with single failures pushes out these, and no counter that holds
        // somebody.
        return try stale
            + remove(
                "ORDER BY failures, updated_at, subject, block LIMIT $1", [.integer(surplus)])
    }

    private func remove(
        _ selection: String, _ arguments: [SQLValue]
    ) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM failure_counter WHERE (subject, block) IN (
                SELECT subject, block FROM failure_counter \(selection)
            )
            """, arguments)
    }

    private static func decodeCounter(_ row: any SQLRow) throws(DirectoryError) -> FailureCounter {
        FailureCounter(
            failures: Int(try row.requiredInteger(0)), blockedUntil: row.timestamp(1),
            updatedAt: try row.requiredTimestamp(2))
    }
}

// Blocks of addresses that accounts logged in from.
extension SQLTransaction {
    func isKnownBlock(
        _ block: String, of id: AccountID, seenAfter time: Timestamp
    ) throws(DirectoryError) -> Bool {
        try connection.first(
            """
            SELECT 1 FROM known_block WHERE account_id = $1 AND block = $2 AND seen_at > $3
            """, [.integer(id.rawValue), .text(block), SQLValue(time)]
        ) { _ throws(DirectoryError) in true } ?? false
    }

    func noteBlock(
        _ block: String, of id: AccountID, at time: Timestamp, atMost maximum: Int
    ) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO known_block (account_id, block, seen_at) VALUES ($1, $2, $3)
            ON CONFLICT (account_id, block) DO UPDATE SET seen_at = excluded.seen_at
            """, [.integer(id.rawValue), .text(block), SQLValue(time)])
        try connection.execute(
            """
            DELETE FROM known_block WHERE account_id = $1 AND block IN (
                SELECT block FROM known_block WHERE account_id = $1
                ORDER BY seen_at DESC, block LIMIT $2 OFFSET $3
            )
            """,
            [
                .integer(id.rawValue), .integer(Int64(Limits.purgeBatchRows)),
                .integer(Int64(maximum)),
            ])
    }

    func forgetBlocks(of id: AccountID) throws(DirectoryError) {
        try connection.execute(
            "DELETE FROM known_block WHERE account_id = $1", [.integer(id.rawValue)])
    }

    func forgetBlocks(seenBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM known_block WHERE (account_id, block) IN (
                SELECT account_id, block FROM known_block WHERE seen_at < $1
                ORDER BY seen_at LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }
}
