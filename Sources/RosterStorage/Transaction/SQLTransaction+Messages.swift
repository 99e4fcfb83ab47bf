import RosterCore

extension SQLTransaction {
    private static let messageColumns = """
        id, channel, recipient, purpose, sealed_code, created_at, expires_at, attempts, kind, content
        """

    func nextMessageDue(_ selection: OutboxSelection) throws(DirectoryError) -> Timestamp? {
        let condition = OutboxCondition(selection, following: 1)
        var due: [Timestamp] = []
        for isNotice in [false, true] where !isNotice || selection.noticesMax != 0 {
            let next = try connection.first(
                "SELECT MIN(due_at) FROM outbox_message WHERE is_notice = $1\(condition.text)",
                [SQLValue(isNotice)] + condition.arguments
            ) { row throws(DirectoryError) in row.timestamp(0) }
            if let next = next ?? nil { due.append(next) }
        }
        return due.min()
    }

    func insert(_ message: StoredMessage, dueAt time: Timestamp) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO outbox_message (
                \(Self.messageColumns), is_notice, due_at, mailbox_host
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            [
                .text(message.id), .text(message.channel.rawValue), .text(message.recipient),
                SQLValue(message.purpose?.rawValue), SQLValue(message.sealedCode),
                SQLValue(message.createdAt), SQLValue(message.expiresAt),
                .integer(Int64(message.attempts)), .text(message.kind.word),
                SQLValue(message.kind.content), SQLValue(message.isNotice), SQLValue(time),
                SQLValue(message.mailboxHost),
            ])
    }

    func takeMessages(
        _ selection: OutboxSelection, dueBy time: Timestamp, orAfter latest: Timestamp,
        again: Timestamp, limit: Int
    ) throws(DirectoryError) -> [StoredMessage] {
        // Codes before notices. Of each the far ones first: what is taken is put off to `again`, and
        // is not taken twice.
        var taken: [StoredMessage] = []
        for isNotice in [false, true] {
            let end = isNotice ? min(limit, taken.count + (selection.noticesMax ?? limit)) : limit
            // A notice may wait for the budget of another hour.
            let far = isNotice ? latest.adding(seconds: Limits.noticeWaitSecondsMax) : latest
            for (isDue, moment) in [("due_at > $1", far), ("due_at <= $1", time)] {
                taken += try takeMessages(
                    isDue, moment, selection, isNotice: isNotice, again: again,
                    limit: end - taken.count)
            }
        }
        return taken.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    /// - Parameter isDue: A text of ours about `$1`.
    private func takeMessages(
        _ isDue: String, _ time: Timestamp, _ selection: OutboxSelection, isNotice: Bool,
        again: Timestamp, limit: Int
    ) throws(DirectoryError) -> [StoredMessage] {
        guard limit > 0 else { return [] }
        let condition = OutboxCondition(selection, following: 4)
        return try connection.all(
            """
            UPDATE outbox_message SET due_at = $2, attempts = attempts + 1
            WHERE id IN (
                SELECT id FROM outbox_message WHERE is_notice = $4 AND \(isDue)\(condition.text)
                ORDER BY due_at, id LIMIT $3
            ) RETURNING \(Self.messageColumns)
            """,
            [SQLValue(time), SQLValue(again), .integer(Int64(limit)), SQLValue(isNotice)]
                + condition.arguments
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
        guard
            let kind = StoredMessage.Kind(
                word: try row.requiredText(8), content: row.text(9) ?? "")
        else { throw .storage(.corrupt) }
        return StoredMessage(
            id: try row.requiredText(0), channel: channel, recipient: try row.requiredText(2),
            kind: kind,
            purpose: row.text(3).flatMap { CodePurpose(rawValue: $0) }, sealedCode: row.text(4),
            createdAt: try row.requiredTimestamp(5), expiresAt: try row.requiredTimestamp(6),
            attempts: Int(try row.requiredInteger(7)))
    }
}

extension StoredMessage.Kind {
    fileprivate var word: String {
        switch self {
        case .code: "code"
        case .addressInUse: "address-in-use"
        case .silent: "silent"
        case .notice: "notice"
        }
    }

    fileprivate var content: String? {
        if case .notice(let text) = self { return text }
        return nil
    }

    fileprivate init?(word: String, content: String) {
        switch word {
        case "code": self = .code
        case "address-in-use": self = .addressInUse
        case "silent": self = .silent
        case "notice": self = .notice(content)
        default: return nil
        }
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
