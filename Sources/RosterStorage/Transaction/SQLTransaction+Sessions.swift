import RosterCore

extension SQLTransaction {
    private static let columns = """
        session.id, session.account_id, session.surface, session.generation, session.created_at, \
        session.last_used_at, session.expires_at, session.address, session.user_agent, \
        session.replaced_at
        """

    func session(_ id: SessionID) throws(DirectoryError) -> SessionOwner? {
        try session(where: "session.id = $1", .text(id.rawValue))
    }

    func session(refreshHash: String) throws(DirectoryError) -> SessionOwner? {
        try session(where: "session.refresh_hash = $1", .text(refreshHash))
    }

    private func session(
        where condition: String, _ argument: SQLValue
    ) throws(DirectoryError) -> SessionOwner? {
        try connection.first(
            """
            SELECT \(Self.columns), \(AccountRow.columns) FROM session
            JOIN account ON account.id = session.account_id
            WHERE \(condition) AND account.deleted_at IS NULL
            """, [argument]
        ) { row throws(DirectoryError) in
            SessionOwner(
                session: try Self.decodeSession(row), account: try AccountRow.decode(row, from: 10))
        }
    }

    func sessions(of id: AccountID) throws(DirectoryError) -> [Session] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM session WHERE account_id = $1 ORDER BY created_at, id
            """, [.integer(id.rawValue)]
        ) { row throws(DirectoryError) in try Self.decodeSession(row) }
    }

    func insert(_ session: Session, refreshHash: String?) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO session (
                id, account_id, surface, generation, created_at, last_used_at, expires_at,
                address, user_agent, refresh_hash
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .text(session.id.rawValue), .integer(session.accountID.rawValue),
                .text(session.surface.rawValue), .integer(session.generation),
                SQLValue(session.createdAt), SQLValue(session.lastUsedAt),
                SQLValue(session.expiresAt), SQLValue(session.address),
                SQLValue(session.userAgent), SQLValue(refreshHash),
            ])
    }

    func setLastUse(
        of id: SessionID, at time: Timestamp, now: Timestamp
    ) throws(DirectoryError) {
        try connection.execute(
            """
            UPDATE session SET last_used_at = $2
            WHERE id = $1 AND (last_used_at < $2 OR last_used_at > $3)
            """,
            [
                .text(id.rawValue), SQLValue(time),
                SQLValue(now.adding(seconds: Limits.clockSkewSeconds)),
            ])
    }

    func endSession(_ id: SessionID) throws(DirectoryError) -> Bool {
        try connection.execute("DELETE FROM session WHERE id = $1", [.text(id.rawValue)]) == 1
    }

    func endSessions(of id: AccountID, except kept: SessionID?) throws(DirectoryError) -> Int {
        try connection.execute(
            "DELETE FROM session WHERE account_id = $1 AND id <> $2",
            [.integer(id.rawValue), .text(kept?.rawValue ?? "")])
    }

    func endSessions(expiredBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM session WHERE id IN (
                SELECT id FROM session WHERE expires_at < $1 ORDER BY expires_at LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }

    func raiseGeneration(
        of id: SessionID, from generation: Int64, keeping sealedToken: String, at time: Timestamp
    ) throws(DirectoryError) -> Bool {
        try connection.execute(
            """
            UPDATE session SET generation = generation + 1, kept_token = $3, replaced_at = $4
            WHERE id = $1 AND generation = $2
            """,
            [.text(id.rawValue), .integer(generation), .text(sealedToken), SQLValue(time)]) == 1
    }

    func keptToken(of id: SessionID) throws(DirectoryError) -> String? {
        try connection.first(
            "SELECT kept_token FROM session WHERE id = $1", [.text(id.rawValue)]
        ) { row throws(DirectoryError) in row.text(0) } ?? nil
    }

    func forgetKeptToken(of id: SessionID, generation: Int64) throws(DirectoryError) {
        try connection.execute(
            """
            UPDATE session SET kept_token = NULL, replaced_at = NULL
            WHERE id = $1 AND generation = $2
            """, [.text(id.rawValue), .integer(generation)])
    }

    private static func decodeSession(_ row: any SQLRow) throws(DirectoryError) -> Session {
        Session(
            id: SessionID(try row.requiredText(0)),
            accountID: AccountID(try row.requiredInteger(1)),
            surface: SurfaceName(try row.requiredText(2)),
            generation: try row.requiredInteger(3), createdAt: try row.requiredTimestamp(4),
            lastUsedAt: try row.requiredTimestamp(5), expiresAt: try row.requiredTimestamp(6),
            address: row.text(7), userAgent: row.text(8), replacedAt: row.timestamp(9))
    }
}
