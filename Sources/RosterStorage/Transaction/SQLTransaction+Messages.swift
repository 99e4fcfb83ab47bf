import RosterCore

extension SQLTransaction {
    private static let messageColumns =
        "id, channel, recipient, purpose, sealed_code, created_at, expires_at, attempts"

    func nextMessageDue(_ selection: OutboxSelection) throws(DirectoryError) -> Timestamp? {
        let condition = OutboxCondition(selection, following: 0)
        return try connection.first(
            "SELECT MIN(due_at) FROM outbox_message WHERE 1 = 1\(condition.text)",
            condition.arguments
        ) { row throws(DirectoryError) in row.timestamp(0) } ?? nil
    }

    func insert(_ message: StoredMessage, dueAt time: Timestamp) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO outbox_message (\(Self.messageColumns), due_at, mailbox_host)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                .text(message.id), .text(message.channel.rawValue), .text(message.recipient),
                SQLValue(message.purpose?.rawValue), SQLValue(message.sealedCode),
                SQLValue(message.createdAt), SQLValue(message.expiresAt),
                .integer(Int64(message.attempts)), SQLValue(time), SQLValue(message.mailboxHost),
            ])
    }

    func takeMessages(
        _ selection: OutboxSelection, dueBy time: Timestamp, orAfter latest: Timestamp,
        again: Timestamp, limit: Int
    ) throws(DirectoryError) -> [StoredMessage] {
        // The far ones first: what is taken is put off to `again`, and is not taken twice.
        var taken = try takeMessages("due_at > $1", latest, selection, again: again, limit: limit)
        taken += try takeMessages(
            "due_at <= $1", time, selection, again: again, limit: limit - taken.count)
        return taken.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// - Parameter isDue: A text of ours about `$1`.
    private func takeMessages(
        _ isDue: String, _ time: Timestamp, _ selection: OutboxSelection, again: Timestamp,
        limit: Int
    ) throws(DirectoryError) -> [StoredMessage] {
        guard limit > 0 else { return [] }
        let condition = OutboxCondition(selection, following: 3)
        return try connection.all(
            """
            UPDATE outbox_message SET due_at = $2, attempts = attempts + 1
            WHERE id IN (
                SELECT id FROM outbox_message WHERE \(isDue)\(condition.text)
                ORDER BY due_at, id LIMIT $3
            ) RETURNING \(Self.messageColumns)
            """, [SQLValue(time), SQLValue(again), .integer(Int64(limit))] + condition.arguments
        ) { row throws(DirectoryError) in try Self.decodeMessage(row) }
    }

    func postponeMessages(_ ids: [String], to time: Timestamp) throws(DirectoryError) {
        try setDue(ids, at: time, also: "")
    }

    func returnMessages(_ ids: [String], dueAt time: Timestamp) throws(DirectoryError) {
        try setDue(ids, at: time, also: ", attempts = attempts - 1")
    }

    private func setDue(
        _ ids: [String], at time: Timestamp, also change: String
    ) throws(DirectoryError) {
        guard !ids.isEmpty else { return }
        let places = ids.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        try connection.execute(
            "UPDATE outbox_message SET due_at = $1\(change) WHERE id IN (\(places))",
            [SQLValue(time)] + ids.map { .text($0) })
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

/// An ``OutboxSelection`` in SQL, to be added to a WHERE clause.
private struct OutboxCondition {
    private(set) var text = ""
    private(set) var arguments: [SQLValue] = []
    private let parametersBefore: Int

    /// - Parameter count: How many parameters the statement has before these.
    init(_ selection: OutboxSelection, following count: Int) {
        parametersBefore = count
        if let channel = selection.channel {
            text += " AND channel = \(parameter(channel.rawValue))"
        }
        except(selection.exceptIDs, "id")
        except(selection.exceptRecipients, "recipient")
        // A text message has none.
        except(selection.exceptMailboxHosts, "COALESCE(mailbox_host, '')")
    }

    private mutating func except(_ values: [String], _ column: String) {
        guard !values.isEmpty else { return }
        let places = values.map { parameter($0) }.joined(separator: ", ")
        text += " AND \(column) NOT IN (\(places))"
    }

    private mutating func parameter(_ value: String) -> String {
        arguments.append(.text(value))
        return "$\(parametersBefore + arguments.count)"
    }
}
