import RosterCore

extension SQLTransaction {
    func account(_ id: AccountID) throws(DirectoryError) -> Account? {
        try account("WHERE account.id = $1", .integer(id.rawValue))
    }

    func account(named name: FoldedKey) throws(DirectoryError) -> Account? {
        // No name holds NUL, and not every engine can be asked for a text with it.
        guard !name.rawValue.utf8.contains(0) else { return nil }
        return try account(
            "WHERE account.name_key = $1 AND account.deleted_at IS NULL", .text(name.rawValue))
    }

    func account(guid: String) throws(DirectoryError) -> Account? {
        guard !guid.utf8.contains(0) else { return nil }
        return try account("WHERE account.guid = $1 AND account.deleted_at IS NULL", .text(guid))
    }

    func anyAccount(guid: String) throws(DirectoryError) -> AccountID? {
        try anyAccount("guid", guid)
    }

    func anyAccount(instanceID: String) throws(DirectoryError) -> AccountID? {
        try anyAccount("instance_id", instanceID)
    }

    private func anyAccount(
        _ column: String, _ value: String
    ) throws(DirectoryError) -> AccountID? {
        guard !value.utf8.contains(0) else { return nil }
        return try connection.first(
            "SELECT id FROM account WHERE \(column) = $1", [.text(value)]
        ) { row throws(DirectoryError) in AccountID(try row.requiredInteger(0)) }
    }

    func deletedAccounts(
        below id: AccountID?, limit: Int
    ) throws(DirectoryError) -> [Account] {
        try connection.all(
            """
            SELECT \(AccountRow.columns) FROM account
            WHERE account.deleted_at IS NOT NULL AND account.id < $1
            ORDER BY account.id DESC LIMIT $2
            """,
            [
                .integer(id?.rawValue ?? .max),
                .integer(Int64(max(1, min(limit, Limits.pageSizeMax)))),
            ]
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
    }

    func deletedAccounts(named name: FoldedKey) throws(DirectoryError) -> [Account] {
        try connection.all(
            """
            SELECT \(AccountRow.columns) FROM account
            WHERE account.name_key = $1 AND account.deleted_at IS NOT NULL ORDER BY account.id
            """, [.text(name.rawValue)]
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
    }

    func owner(of key: FoldedKey) throws(DirectoryError) -> LoginIDOwner? {
        guard !key.rawValue.utf8.contains(0) else { return nil }
        return try connection.first(
            """
            SELECT account_id, is_name, is_email, is_proven_email, is_phone
            FROM login_id WHERE login_key = $1
            """, [.text(key.rawValue)]
        ) { row throws(DirectoryError) in
            LoginIDOwner(
                accountID: AccountID(try row.requiredInteger(0)),
                entry: LoginID(
                    key: key, isName: row.bool(1), isEmail: row.bool(2),
                    isProvenEmail: row.bool(3), isPhone: row.bool(4)))
        }
    }

    func accounts(unprovenPhone key: FoldedKey) throws(DirectoryError) -> [Account] {
        guard !key.rawValue.utf8.contains(0) else { return [] }
        return try connection.all(
            """
            SELECT \(AccountRow.columns) FROM account
            WHERE account.phone_number_key = $1 AND account.phone_is_proven = 0
                AND account.deleted_at IS NULL
            ORDER BY account.id
            """, [.text(key.rawValue)]
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
    }

    func activeAdministrators(limit: Int) throws(DirectoryError) -> Int {
        let count = try connection.first(
            """
            SELECT COUNT(*) FROM (
                SELECT id FROM account
                WHERE role = 'admin' AND status = 'active' AND deleted_at IS NULL LIMIT $1
            ) AS administrators
            """, [.integer(Int64(limit))]
        ) { row throws(DirectoryError) in try row.requiredInteger(0) }
        return Int(count ?? 0)
    }

    func firstActiveAdministrator() throws(DirectoryError) -> Account? {
        try connection.first(
            """
            SELECT \(AccountRow.columns) FROM account
            WHERE role = 'admin' AND status = 'active' AND deleted_at IS NULL
            ORDER BY account.id LIMIT 1
            """, []
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
    }

    func freedName(_ name: FoldedKey) throws(DirectoryError) -> FreedName? {
        try connection.first(
            "SELECT closed_until, freed_by FROM freed_name WHERE name_key = $1",
            [.text(name.rawValue)]
        ) { row throws(DirectoryError) in
            FreedName(
                closedUntil: try row.requiredTimestamp(0),
                freedBy: row.integer(1).map { AccountID($0) })
        }
    }

    func account(surface: SurfaceName, key: String) throws(DirectoryError) -> AccountID? {
        guard !key.utf8.contains(0) else { return nil }
        return try connection.first(
            "SELECT account_id FROM surface_key WHERE surface = $1 AND external_key = $2",
            [.text(surface.rawValue), .text(key)]
        ) { row throws(DirectoryError) in AccountID(try row.requiredInteger(0)) }
    }

    func surfaceKey(_ surface: SurfaceName, of id: AccountID) throws(DirectoryError) -> String? {
        try connection.first(
            "SELECT external_key FROM surface_key WHERE account_id = $1 AND surface = $2",
            [.integer(id.rawValue), .text(surface.rawValue)]
        ) { row throws(DirectoryError) in try row.requiredText(0) }
    }

    func isGivenKey(_ surface: SurfaceName, of id: AccountID) throws(DirectoryError) -> Bool {
        try connection.first(
            "SELECT is_given FROM surface_key WHERE account_id = $1 AND surface = $2",
            [.integer(id.rawValue), .text(surface.rawValue)]
        ) { row throws(DirectoryError) in row.bool(0) } ?? false
    }

    func surfaceKeys(
        _ surface: SurfaceName, of ids: [AccountID]
    ) throws(DirectoryError) -> [AccountID: String] {
        guard let first = ids.min(), let last = ids.max() else { return [:] }
        // A page in the order of names may have its accounts all over the table.
        guard last.rawValue - first.rawValue <= 4 * Int64(ids.count) else {
            var keys: [AccountID: String] = [:]
            for id in ids { keys[id] = try surfaceKey(surface, of: id) }
            return keys
        }
        let pairs = try connection.all(
            """
            SELECT account_id, external_key FROM surface_key
            WHERE account_id BETWEEN $2 AND $3 AND surface = $1
            """, [.text(surface.rawValue), .integer(first.rawValue), .integer(last.rawValue)]
        ) { row throws(DirectoryError) in
            (AccountID(try row.requiredInteger(0)), try row.requiredText(1))
        }
        let wanted = Set(ids)
        return Dictionary(uniqueKeysWithValues: pairs.filter { wanted.contains($0.0) })
    }

    func surfaceKeys(
        _ ids: ClosedRange<AccountID>
    ) throws(DirectoryError) -> [AccountID: [SurfaceName: String]] {
        var keys: [AccountID: [SurfaceName: String]] = [:]
        try connection.rows(
            """
            SELECT account_id, surface, external_key FROM surface_key
            WHERE account_id BETWEEN $1 AND $2
            """, [.integer(ids.lowerBound.rawValue), .integer(ids.upperBound.rawValue)]
        ) { row throws(DirectoryError) in
            let id = AccountID(try row.requiredInteger(0))
            keys[id, default: [:]][SurfaceName(try row.requiredText(1))] = try row.requiredText(2)
        }
        return keys
    }

    private func account(
        _ condition: String, _ argument: SQLValue
    ) throws(DirectoryError) -> Account? {
        try connection.first("SELECT \(AccountRow.columns) FROM account \(condition)", [argument]) {
            row throws(DirectoryError) in try AccountRow.decode(row)
        }
    }
}
