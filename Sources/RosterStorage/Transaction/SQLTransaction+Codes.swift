import RosterCore

extension SQLTransaction {
    func openCode(
        _ purpose: CodePurpose, destination: String
    ) throws(DirectoryError) -> VerificationCode? {
        try connection.first(
            """
            SELECT id, purpose, destination, account_id, code_hash, tries_left, sent_at, expires_at
            FROM verification_code
            WHERE purpose = $1 AND destination = $2 AND code_hash IS NOT NULL
            """, [.text(purpose.rawValue), .text(destination)]
        ) { row throws(DirectoryError) in try Self.decodeCode(row) }
    }

    func lastSending(
        _ purpose: CodePurpose, destination: String, upTo latest: Timestamp
    ) throws(DirectoryError) -> Timestamp? {
        try connection.first(
            """
            SELECT sent_at FROM verification_code
            WHERE purpose = $1 AND destination = $2 AND sent_at <= $3
            ORDER BY sent_at DESC LIMIT 1
            """, [.text(purpose.rawValue), .text(destination), SQLValue(latest)]
        ) { row throws(DirectoryError) in try row.requiredTimestamp(0) }
    }

    func sendings(
        destination: String, after time: Timestamp, upTo latest: Timestamp, limit: Int
    ) throws(DirectoryError) -> [Timestamp] {
        try connection.all(
            """
            SELECT sent_at FROM verification_code
            WHERE destination = $1 AND sent_at > $2 AND sent_at <= $3
            ORDER BY sent_at DESC LIMIT $4
            """,
            [.text(destination), SQLValue(time), SQLValue(latest), .integer(Int64(limit))]
        ) { row throws(DirectoryError) in try row.requiredTimestamp(0) }.reversed()
    }

    func insert(_ code: VerificationCode) throws(DirectoryError) {
        try connection.execute(
            """
            UPDATE verification_code SET code_hash = NULL
            WHERE purpose = $1 AND destination = $2 AND code_hash IS NOT NULL
            """, [.text(code.purpose.rawValue), .text(code.destination)])
        try connection.execute(
            """
            INSERT INTO verification_code (
                id, purpose, destination, account_id, code_hash, tries_left, sent_at, expires_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(code.id), .text(code.purpose.rawValue), .text(code.destination),
                SQLValue(code.accountID?.rawValue), SQLValue(code.codeHash),
                .integer(Int64(code.triesLeft)), SQLValue(code.sentAt), SQLValue(code.expiresAt),
            ])
    }

    func closeCode(_ id: String) throws(DirectoryError) -> Bool {
        try connection.execute(
            """
            UPDATE verification_code SET code_hash = NULL
            WHERE id = $1 AND code_hash IS NOT NULL
            """, [.text(id)]) == 1
    }

    func setTriesLeft(_ count: Int, of id: String) throws(DirectoryError) {
        try connection.execute(
            "UPDATE verification_code SET tries_left = $2 WHERE id = $1",
            [.text(id), .integer(Int64(max(0, count)))])
    }

    func redateCode(
        _ id: String, sentAt: Timestamp, expiresAt: Timestamp
    ) throws(DirectoryError) {
        try connection.execute(
            "UPDATE verification_code SET sent_at = $2, expires_at = $3 WHERE id = $1",
            [.text(id), SQLValue(sentAt), SQLValue(expiresAt)])
    }

    func removeCodes(sentBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM verification_code WHERE id IN (
                SELECT id FROM verification_code WHERE sent_at < $1 ORDER BY sent_at LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }

    private static func decodeCode(
        _ row: any SQLRow
    ) throws(DirectoryError) -> VerificationCode {
        guard let purpose = CodePurpose(rawValue: try row.requiredText(1)) else {
            throw .storage(.corrupt)
        }
        return VerificationCode(
            id: try row.requiredText(0), purpose: purpose, destination: try row.requiredText(2),
            accountID: row.integer(3).map { AccountID($0) }, codeHash: row.text(4),
            triesLeft: Int(try row.requiredInteger(5)), sentAt: try row.requiredTimestamp(6),
            expiresAt: try row.requiredTimestamp(7))
    }
}
