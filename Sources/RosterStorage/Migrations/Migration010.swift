import RosterCore

extension Migration {
    /// What names look like, for those that people choose for themselves; and the latest time that the
    /// database has seen.
    static let lookAlikes = Migration(
        number: 10, name: "010-look-alikes",
        transformation: { connection, _ throws(DirectoryError) in
            try LookFilling(connection: connection).run()
            return []
        },
        statements: { dialect in
            [
                // The skeletons of UTS #39 of the folded name and of the name as it is spelt.
                "ALTER TABLE account ADD COLUMN name_look \(dialect.keyText)",
                "ALTER TABLE account ADD COLUMN name_spelt_look \(dialect.keyText)",
                "ALTER TABLE freed_name ADD COLUMN name_look \(dialect.keyText)",
                "ALTER TABLE freed_name ADD COLUMN name_spelt_look \(dialect.keyText)",
                """
                CREATE INDEX account_name_look ON account (name_look) WHERE deleted_at IS NULL
                """,
                """
                CREATE INDEX account_name_spelt_look ON account (name_spelt_look)
                WHERE deleted_at IS NULL
                """,
                "CREATE INDEX freed_name_look ON freed_name (name_look)",
                "CREATE INDEX freed_name_spelt_look ON freed_name (name_spelt_look)",
                // Of the trail the newest thousand: their order is that of writing.
                """
                INSERT INTO directory_fact (name, value)
                SELECT '\(DatabaseFacts.latestTimeName)', CAST(seen.at AS TEXT) FROM (
                    SELECT MAX(times.at) AS at FROM (
                        SELECT MAX(newest.at) AS at FROM (
                            SELECT at FROM audit_entry ORDER BY id DESC LIMIT 1000
                        ) AS newest
                        UNION ALL SELECT MAX(last_used_at) FROM session
                        UNION ALL SELECT MAX(last_used_at) FROM api_key
                    ) AS times
                ) AS seen WHERE seen.at IS NOT NULL
                """,
            ]
        })
}

/// Gives every stored name its looks. Its statements are of the schema of step 10 alone.
private struct LookFilling {
    let connection: any EngineConnection

    private static let pageRows = 1000

    func run() throws(DirectoryError) {
        var last: Int64 = .min
        while let end = try fillAccounts(after: last) { last = end }
        let freed = try connection.all("SELECT name_key FROM freed_name", []) {
            row throws(DirectoryError) in try row.requiredText(0)
        }
        for key in freed {
            try connection.execute(
                "UPDATE freed_name SET name_look = $2, name_spelt_look = $2 WHERE name_key = $1",
                [.text(key), .text(NameLooks(of: FoldedKey(stored: key)).folded)])
        }
    }

    /// The last number of a page; nil after the last page.
    private func fillAccounts(after id: Int64) throws(DirectoryError) -> Int64? {
        let rows = try connection.all(
            "SELECT id, name, name_key FROM account WHERE id > $1 ORDER BY id LIMIT $2",
            [.integer(id), .integer(Int64(Self.pageRows))]
        ) { row throws(DirectoryError) in
            (
                id: try row.requiredInteger(0),
                name: AccountName(
                    stored: try row.requiredText(1),
                    key: FoldedKey(stored: try row.requiredText(2)))
            )
        }
        for row in rows {
            let looks = row.name.looks
            try connection.execute(
                "UPDATE account SET name_look = $2, name_spelt_look = $3 WHERE id = $1",
                [.integer(row.id), .text(looks.folded), .text(looks.spelt)])
        }
        return rows.last?.id
    }
}
