import RosterCore

extension SQLTransaction {
    func failureCounter(_ subject: FailureSubject) throws(DirectoryError) -> FailureCounter? {
        try connection.first(
            "SELECT failures, blocked_until, updated_at FROM failure_counter WHERE subject = $1",
            [.text(subject.storageKey)]
        ) { row throws(DirectoryError) in
            FailureCounter(
                failures: Int(try row.requiredInteger(0)), blockedUntil: row.timestamp(1),
                updatedAt: try row.requiredTimestamp(2))
        }
    }

    func set(
        _ counter: FailureCounter, of subject: FailureSubject
    ) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO failure_counter (subject, failures, blocked_until, updated_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures,
                blocked_until = excluded.blocked_until, updated_at = excluded.updated_at
            """,
            [
                .text(subject.storageKey), .integer(Int64(counter.failures)),
                SQLValue(counter.blockedUntil), SQLValue(counter.updatedAt),
            ])
    }

    func removeFailureCounter(_ subject: FailureSubject) throws(DirectoryError) {
        try connection.execute(
            "DELETE FROM failure_counter WHERE subject = $1", [.text(subject.storageKey)])
    }

    func removeUnknownCounters(
        untouchedSince time: Timestamp, beyond maximum: Int, limit: Int
    ) throws(DirectoryError) -> Int {
        // Keys of unknown login ids begin with `u:`; `;` is the character after the colon.
        let stale = try connection.execute(
            """
            DELETE FROM failure_counter WHERE subject IN (
                SELECT subject FROM failure_counter
                WHERE subject >= 'u:' AND subject < 'u;' AND updated_at < $1
                ORDER BY updated_at LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
        guard stale < limit else { return stale }
        let surplus = try connection.execute(
            """
            DELETE FROM failure_counter WHERE subject IN (
                SELECT subject FROM failure_counter WHERE subject >= 'u:' AND subject < 'u;'
                ORDER BY updated_at DESC, subject LIMIT $2 OFFSET $1
            )
            """, [.integer(Int64(maximum)), .integer(Int64(limit - stale))])
        return stale + surplus
    }

    func signingKeys() throws(DirectoryError) -> [SigningKeyRecord] {
        try connection.all(
            """
            SELECT key_id, algorithm, public_key, wrapped_private_key, created_at
            FROM signing_key ORDER BY created_at DESC, key_id
            """, []
        ) { row throws(DirectoryError) in
            SigningKeyRecord(
                keyID: try row.requiredText(0), algorithm: try row.requiredText(1),
                publicKey: try row.requiredText(2), wrappedPrivateKey: try row.requiredText(3),
                createdAt: try row.requiredTimestamp(4))
        }
    }

    func insert(_ key: SigningKeyRecord) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO signing_key (
                key_id, algorithm, public_key, wrapped_private_key, created_at
            ) VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .text(key.keyID), .text(key.algorithm), .text(key.publicKey),
                .text(key.wrappedPrivateKey), SQLValue(key.createdAt),
            ])
    }

    func removeSigningKeys(madeBefore time: Timestamp) throws(DirectoryError) -> Int {
        try connection.execute("DELETE FROM signing_key WHERE created_at < $1", [SQLValue(time)])
    }
}
