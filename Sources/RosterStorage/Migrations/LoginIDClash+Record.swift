import RosterCore

extension LoginIDClash {
    /// Writes that the account that yielded an id has changed, and why, into its row, its trail and
    /// the events.
    func record(
        in connection: any EngineConnection, at now: Timestamp
    ) throws(DirectoryError) {
        let id = SQLValue.integer(yieldedBy.rawValue)
        try connection.execute(
            """
            UPDATE account SET revision = revision + 1,
                updated_at = CASE WHEN updated_at < $2 THEN $2 ELSE updated_at END
            WHERE id = $1
            """, [id, SQLValue(now)])
        try connection.execute(
            """
            INSERT INTO audit_entry (
                at, action, subject_id, actor_id, api_key_id, surface, request_id, address, fields
            ) VALUES ($1, $2, $3, NULL, NULL, $4, '', NULL, $5)
            """,
            [
                SQLValue(now), .text(AuditAction.loginIDYielded.rawValue), id,
                .text(SurfaceName.system.rawValue),
                .text("\(kind.rawValue)\nkept by account \(keptBy)"),
            ])
        try connection.execute(
            """
            INSERT INTO outbox_event (at, type, account_id, guid, revision)
            SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), id, guid, revision FROM account
            WHERE id = $3
            """, [SQLValue(now), .text(AuditAction.loginIDYielded.rawValue), id])
    }
}
