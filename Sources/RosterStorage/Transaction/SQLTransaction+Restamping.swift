import RosterCore

/// A table whose rows are kept for a time that counts from when they say they were made.
private struct StampedTable: Sendable {
    let name: String
    let key: String
    /// When a row was made.
    let column: String
    /// What else a row gets, with `$1` for the present time; texts of ours.
    var others: [String] = []

    /// An end moves along with the beginning, so that the time between stays.
    private static func moved(_ end: String, from start: String) -> String {
        "\(end) = \(end) - (\(start) - $1)"
    }

    static let all = [
        StampedTable(name: "account", key: "id", column: "deleted_at"),
        StampedTable(
            name: "session", key: "id", column: "created_at",
            others: [
                moved("expires_at", from: "created_at"), "last_used_at = $1",
                "replaced_at = NULL", "kept_token = NULL",
            ]),
        StampedTable(
            name: "media", key: "node", column: "created_at",
            others: [moved("expires_at", from: "created_at")]),
        StampedTable(
            name: "outbox_message", key: "id", column: "created_at",
            others: [moved("expires_at", from: "created_at")]),
        StampedTable(name: "kept_answer", key: "id", column: "kept_at"),
        // A delay that began then is over.
        StampedTable(
            name: "failure_counter", key: "subject", column: "updated_at",
            others: ["blocked_until = NULL"]),
        StampedTable(name: "outbox_event", key: "id", column: "at"),
        StampedTable(name: "signing_key", key: "key_id", column: "created_at"),
        StampedTable(name: "import_run", key: "id", column: "updated_at"),
    ]
}

extension SQLTransaction {
    func holdsStamps(after latest: Timestamp) throws(DirectoryError) -> Bool {
        for table in StampedTable.all {
            let found = try connection.first(
                "SELECT 1 FROM \(table.name) WHERE \(table.column) > $1 LIMIT 1",
                [SQLValue(latest)]
            ) { _ in true }
            if found == true { return true }
        }
        return false
    }

    func restamp(
        after latest: Timestamp, to time: Timestamp, limit: Int
    ) throws(DirectoryError) -> Int {
        var count = 0
        for table in StampedTable.all where count < limit {
            let changes = (["\(table.column) = $1"] + table.others).joined(separator: ", ")
            count += try connection.execute(
                """
                UPDATE \(table.name) SET \(changes) WHERE \(table.key) IN (
                    SELECT \(table.key) FROM \(table.name) WHERE \(table.column) > $2
                    ORDER BY \(table.column) LIMIT $3
                )
                """, [SQLValue(time), SQLValue(latest), .integer(Int64(limit - count))])
        }
        return count
    }
}
