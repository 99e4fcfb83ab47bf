import RosterCore

extension SQLTransaction {
    private static let messageColumns =
        "id, channel, recipient, purpose, sealed_code, created_at, expires_at, attempts"

    func nextMessageDue() throws(DirectoryError) -> Timestamp? {
        try connection.first("SELECT MIN(due_at) FROM outbox_message", []) {
            row throws(DirectoryError) in row.timestamp(0)
        } ?? nil
    }

    func insert(_ message: StoredMessage, dueAt time: Timestamp) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO outbox_message (\(Self.messageColumns), due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(message.id), .text(message.channel.rawValue), .text(message.recipient),
                SQLValue(message.purpose?.rawValue), SQLValue(message.sealedCode),
                SQLValue(message.createdAt), SQLValue(message.expiresAt),
                .integer(Int64(message.attempts)), SQLValue(time),
            ])
    }

    func takeMessages(
        dueBy time: Timestamp, orAfter latest: Timestamp, again: Timestamp, limit: Int
    ) throws(DirectoryError) -> [StoredMessage] {
        // The far ones first: what is taken is put off to `again`, and is not taken twice.
        var taken = try takeMessages("due_at > $1", latest, again: again, limit: limit)
        taken += try takeMessages(
            "due_at <= $1", time, again: again, limit: limit - taken.count)
        return taken.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// - Parameter condition: A text of ours about `$1`.
    private func takeMessages(
        _ condition: String, _ time: Timestamp, again: Timestamp, limit: Int
    ) throws(DirectoryError) -> [StoredMessage] {
        guard limit > 0 else { return [] }
        return try connection.all(
            """
            UPDATE outbox_message SET due_at = $2, attempts = attempts + 1
            WHERE id IN (
                SELECT id FROM outbox_message WHERE \(condition) ORDER BY due_at, id LIMIT $3
            ) RETURNING \(Self.messageColumns)
            """, [SQLValue(time), SQLValue(again), .integer(Int64(limit))]
        ) { row throws(DirectoryError) in try Self.decodeMessage(row) }
    }

    func postponeMessage(_ id: String, to time: Timestamp) throws(DirectoryError) {
        try connection.execute(
            "UPDATE outbox_message SET due_at = $2 WHERE id = $1", [.text(id), SQLValue(time)])
    }

    func removeMessage(_ id: String) throws(DirectoryError) {
        try connection.execute("DELETE FROM outbox_message WHERE id = $1", [.text(id)])
    }

    private static func decodeMessage(
        _ row: any SQLRow
    ) throws(DirectoryError) -> StoredMessage {
        guard let channel = OutgoingMessage.Channel(rawValue: try row.requiredText(1)) else {
            throw .storage(.corrupt)
        }
        return StoredMessage(
            id: try row.requiredText(0), channel: channel, recipient: try row.requiredText(2),
            purpose: row.text(3).flatMap { CodePurpose(rawValue: $0) }, sealedCode: row.text(4),
            createdAt: try row.requiredTimestamp(5), expiresAt: try row.requiredTimestamp(6),
            attempts: Int(try row.requiredInteger(7)))
    }
}
