import RosterCore

extension SQLTransaction {
    func hasLookAlike(of looks: NameLooks, besides id: AccountID?) throws(DirectoryError) -> Bool {
        // One question for each column: an OR over both would look at every row.
        for column in ["name_look", "name_spelt_look"] {
            let found = try connection.first(
                """
                SELECT id FROM account
                WHERE \(column) IN ($1, $2) AND deleted_at IS NULL AND id <> $3 LIMIT 1
                """,
                [.text(looks.folded), .text(looks.spelt), .integer(id?.rawValue ?? 0)]
            ) { row throws(DirectoryError) in try row.requiredInteger(0) }
            if found != nil { return true }
        }
        return false
    }

    func freedLookAlikes(of looks: NameLooks) throws(DirectoryError) -> [FreedName] {
        // One question for each column, of which the second leaves out what the first finds.
        try connection.all(
            """
            SELECT closed_until, freed_by FROM freed_name WHERE name_look IN ($1, $2)
            UNION ALL SELECT closed_until, freed_by FROM freed_name
            WHERE name_spelt_look IN ($1, $2) AND name_look NOT IN ($1, $2)
            """,
            [.text(looks.folded), .text(looks.spelt)]
        ) { row throws(DirectoryError) in
            FreedName(
                closedUntil: try row.requiredTimestamp(0),
                freedBy: row.integer(1).map { AccountID($0) })
        }
    }
}
