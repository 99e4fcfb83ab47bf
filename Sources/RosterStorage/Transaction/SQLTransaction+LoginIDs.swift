import RosterCore

extension SQLTransaction {
    func setLoginIDs(_ entries: [LoginID], of id: AccountID) throws(DirectoryError) {
        try connection.execute(
            "DELETE FROM login_id WHERE account_id = $1", [.integer(id.rawValue)])
        for entry in entries {
            let inserted = try connection.execute(
                """
                INSERT INTO login_id (
                    login_key, account_id, is_name, is_email, is_proven_email, is_phone
                ) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (login_key) DO NOTHING
                """,
                [
                    .text(entry.key.rawValue), .integer(id.rawValue), SQLValue(entry.isName),
                    SQLValue(entry.isEmail), SQLValue(entry.isProvenEmail),
                    SQLValue(entry.isPhone),
                ])
            // The kind is what the refused key would have been here: that is the field to name.
            if inserted == 0 { throw .conflict(entry.kind) }
        }
    }

    func closeName(
        _ name: AccountName, until time: Timestamp, freedBy id: AccountID
    ) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO freed_name (
                name_key, closed_until, freed_by, name_look, name_spelt_look
            ) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (name_key) DO UPDATE SET closed_until = excluded.closed_until,
                freed_by = excluded.freed_by, name_spelt_look = excluded.name_spelt_look
            """,
            [
                .text(name.key.rawValue), SQLValue(time), .integer(id.rawValue),
                .text(name.looks.folded), .text(name.looks.spelt),
            ])
    }

    func openNames(closedBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM freed_name WHERE name_key IN (
                SELECT name_key FROM freed_name WHERE closed_until < $1 ORDER BY closed_until LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }

    func link(
        surface: SurfaceName, key: SurfaceID, to id: AccountID
    ) throws(DirectoryError) -> Bool {
        // A number that another account shows on this surface as its own is that account's.
        if case .number(let number) = key, number != id.rawValue,
            try account(AccountID(number)) != nil,
            try surfaceKey(surface, of: AccountID(number)) == nil
        {
            return false
        }
        try removeGivenKey(surface, of: id)
        let linked = try connection.execute(
            """
            INSERT INTO surface_key (surface, external_key, account_id) VALUES ($1, $2, $3)
            ON CONFLICT DO NOTHING
            """, [.text(surface.rawValue), .text(key.description), .integer(id.rawValue)])
        guard linked == 1 else { return false }
        // New accounts are numbered above every imported number, so that no old client's stored
        // id can ever meet a stranger (DESIGN §2).
        if case .number(let number) = key, (1...Limits.importedNumberMax).contains(number) {
            try raiseAccountNumbers(above: number)
        }
        return true
    }

    func giveKey(
        surface: SurfaceName, number: Int64, to id: AccountID
    ) throws(DirectoryError) {
        try removeGivenKey(surface, of: id)
        try connection.execute(
            """
            INSERT INTO surface_key (surface, external_key, account_id, is_given)
            VALUES ($1, $2, $3, 1)
            """, [.text(surface.rawValue), .text(String(number)), .integer(id.rawValue)])
    }

    private func removeGivenKey(
        _ surface: SurfaceName, of id: AccountID
    ) throws(DirectoryError) {
        try connection.execute(
            "DELETE FROM surface_key WHERE account_id = $1 AND surface = $2 AND is_given = 1",
            [.integer(id.rawValue), .text(surface.rawValue)])
    }

    func raiseAccountNumbers(above number: Int64) throws(DirectoryError) {
        for statement in dialect.raiseAccountNumbers {
            try connection.rows(statement, [.integer(number)]) { _ in }
        }
    }

    func takeAccountNumber() throws(DirectoryError) -> Int64 {
        try raiseAccountNumbers(above: 0)
        let number = try connection.first(dialect.takeAccountNumber, []) {
            row throws(DirectoryError) in try row.requiredInteger(0)
        }
        guard let number else { throw .storage(.corrupt) }
        return number
    }
}
