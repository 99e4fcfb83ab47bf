import RosterCore

extension SQLTransaction {
    func bootstrapAccountID() throws(DirectoryError) -> AccountID? {
        let text = try connection.first(
            "SELECT value FROM directory_fact WHERE name = 'bootstrap-account'", []
        ) { row throws(DirectoryError) in try row.requiredText(0) }
        return text.flatMap { Int64($0) }.map { AccountID($0) }
    }

    func setBootstrapAccountID(_ id: AccountID) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO directory_fact (name, value) VALUES ('bootstrap-account', $1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [.text(id.description)])
    }

    func auditEntries(
        about id: AccountID?, limit: Int
    ) throws(DirectoryError) -> [AuditEntry] {
        let condition = id == nil ? "" : "WHERE subject_id = $2"
        return try connection.all(
            """
            SELECT at, action, subject_id, actor_id, api_key_id, surface, request_id, address,
                fields
            FROM audit_entry \(condition) ORDER BY id DESC LIMIT $1
            """,
            [.integer(Int64(max(0, limit)))] + (id.map { [.integer($0.rawValue)] } ?? [])
        ) { row throws(DirectoryError) in try Self.decodeAuditEntry(row) }
    }

    func waitingEvents(
        limit: Int
    ) throws(DirectoryError) -> [(number: Int64, event: OutboxEvent)] {
        try connection.all(
            """
            SELECT id, at, type, account_id, guid, revision FROM outbox_event
            ORDER BY id LIMIT $1
            """, [.integer(Int64(max(0, limit)))]
        ) { row throws(DirectoryError) in
            guard let type = AuditAction(rawValue: try row.requiredText(2)) else {
                throw .storage(.corrupt)
            }
            let event = OutboxEvent(
                at: try row.requiredTimestamp(1), type: type,
                accountID: AccountID(try row.requiredInteger(3)),
                guid: try row.requiredText(4), revision: try row.requiredInteger(5))
            return (number: try row.requiredInteger(0), event: event)
        }
    }

    func append(_ entry: AuditEntry) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO audit_entry (
                at, action, subject_id, actor_id, api_key_id, surface, request_id, address, fields
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                SQLValue(entry.at), .text(entry.action.rawValue),
                SQLValue(entry.subject?.rawValue), SQLValue(entry.actor?.rawValue),
                SQLValue(entry.keyID?.rawValue), .text(entry.surface.rawValue),
                .text(entry.requestID), SQLValue(entry.address),
                .text(entry.fields.joined(separator: "\n")),
            ])
    }

    func removeEntry(
        _ action: AuditAction, about subject: AccountID, by actor: AccountID,
        after time: Timestamp
    ) throws(DirectoryError) -> Bool {
        // The index holds these actions alone.
        try connection.execute(
            """
            DELETE FROM audit_entry WHERE id IN (
                SELECT id FROM audit_entry
                WHERE actor_id = $1 AND at > $2 AND subject_id = $3 AND action = $4
                    AND action IN ('follow.added', 'follow.removed')
                ORDER BY at DESC, id DESC LIMIT 1
            )
            """,
            [
                .integer(actor.rawValue), SQLValue(time), .integer(subject.rawValue),
                .text(action.rawValue),
            ]) == 1
    }

    func removeEntries(writtenBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        // By number, which is the order of writing: no index on the time is needed. An entry of a
        // clock that was ahead keeps those after it until its own time comes.
        try connection.execute(
            """
            DELETE FROM audit_entry WHERE at < $1 AND id IN (
                SELECT id FROM audit_entry ORDER BY id LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }

    func removeAddresses(writtenBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        let done = try connection.first(
            "SELECT value FROM directory_fact WHERE name = 'audit-addresses-removed-to'", []
        ) { row throws(DirectoryError) in Int64(try row.requiredText(0)) ?? 0 }
        let entries = try connection.all(
            "SELECT id, at FROM audit_entry WHERE id > $1 ORDER BY id LIMIT $2",
            [.integer(done.flatMap(\.self) ?? 0), .integer(Int64(limit))]
        ) { row throws(DirectoryError) in
            (id: try row.requiredInteger(0), at: try row.requiredTimestamp(1))
        }
        let old = entries.prefix { $0.at < time }
        guard let first = old.first, let last = old.last else { return 0 }
        try connection.execute(
            "UPDATE audit_entry SET address = NULL WHERE id BETWEEN $1 AND $2",
            [.integer(first.id), .integer(last.id)])
        try connection.execute(
            """
            INSERT INTO directory_fact (name, value) VALUES ('audit-addresses-removed-to', $1)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [.text(String(last.id))])
        return old.count
    }

    func append(_ event: OutboxEvent) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO outbox_event (at, type, account_id, guid, revision)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                SQLValue(event.at), .text(event.type.rawValue),
                .integer(event.accountID.rawValue), .text(event.guid), .integer(event.revision),
            ])
    }

    func removeEvents(madeBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM outbox_event WHERE id IN (
                SELECT id FROM outbox_event WHERE at < $1 ORDER BY at LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }

    private static func decodeAuditEntry(_ row: any SQLRow) throws(DirectoryError) -> AuditEntry {
        guard let action = AuditAction(rawValue: try row.requiredText(1)) else {
            throw .storage(.corrupt)
        }
        return AuditEntry(
            at: try row.requiredTimestamp(0), action: action,
            subject: row.integer(2).map { AccountID($0) },
            actor: row.integer(3).map { AccountID($0) },
            keyID: row.integer(4).map { APIKeyID($0) },
            surface: SurfaceName(try row.requiredText(5)), requestID: try row.requiredText(6),
            address: row.text(7),
            fields: try row.requiredText(8).split(at: "\n").map(String.init))
    }
}
