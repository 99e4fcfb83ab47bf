import RosterCore

extension SQLTransaction {
    private static let codeColumns = """
        id, purpose, destination, account_id, code_hash, tries_left, sent_at, expires_at, mailbox,
        asker, channel
        """

    func openCodes(
        _ purpose: CodePurpose, destination: String
    ) throws(DirectoryError) -> [VerificationCode] {
        try connection.all(
            """
            SELECT \(Self.codeColumns) FROM verification_code
            WHERE purpose = $1 AND destination = $2 AND code_hash IS NOT NULL
            ORDER BY sent_at DESC, id
            """, [.text(purpose.rawValue), .text(destination)]
        ) { row throws(DirectoryError) in try Self.decodeCode(row) }
    }

    func insert(_ code: VerificationCode) throws(DirectoryError) {
        try connection.execute(
            """
            UPDATE verification_code SET code_hash = NULL
            WHERE purpose = $1 AND destination = $2 AND asker = $3 AND code_hash IS NOT NULL
            """, [.text(code.purpose.rawValue), .text(code.destination), .text(code.asker)])
        try connection.execute(
            """
            INSERT INTO verification_code (\(Self.codeColumns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                .text(code.id), .text(code.purpose.rawValue), .text(code.destination),
                SQLValue(code.accountID?.rawValue), SQLValue(code.codeHash),
                .integer(Int64(code.triesLeft)), SQLValue(code.sentAt), SQLValue(code.expiresAt),
                .text(code.mailbox), .text(code.asker), .text(code.channel.rawValue),
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
            mailbox: try row.requiredText(8), asker: try row.requiredText(9),
            // One of an earlier release has none.
            channel: OutgoingMessage.Channel(rawValue: try row.requiredText(10)) ?? .mail,
            accountID: row.integer(3).map { AccountID($0) }, codeHash: row.text(4),
            triesLeft: Int(try row.requiredInteger(5)), sentAt: try row.requiredTimestamp(6),
            expiresAt: try row.requiredTimestamp(7))
    }
}
