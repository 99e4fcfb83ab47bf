import RosterCore

/// Gives every stored phone the key that it has by the rule and the region of this start, and settles
/// who keeps a proven phone that two accounts then have. It runs after the steps of the schema, in a
/// transaction of its own, when rule or region are not those of the last time.
///
/// Codes that were sent are kept under keyed hashes of keys, which cannot be computed again without
/// the secret: those of a phone with another key end within minutes, and its sendings of the day are
/// counted anew.
struct PhoneRespelling {
    let connection: any EngineConnection
    let region: PhoneRegion
    let now: Timestamp

    private static let pageRows = 1000
    /// What the database remembers of the last time.
    private static let factName = "phone.reading"

    /// - Returns: The phones that accounts had to yield.
    static func run(
        _ engine: any Engine, region: PhoneRegion, now: Timestamp
    ) async throws(DirectoryError) -> [LoginIDClash] {
        let reading = "\(PhoneNumber.keyRule) \(region)"
        let last = try await engine.read { connection throws(DirectoryError) in
            try lastReading(connection)
        }
        if last == reading { return [] }
        return try await engine.write { connection throws(DirectoryError) in
            // Of two nodes that start at once, one does it.
            if try lastReading(connection) == reading { return [] }
            let clashes = try PhoneRespelling(connection: connection, region: region, now: now)
                .respell()
            try connection.execute(
                """
                INSERT INTO directory_fact (name, value) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value
                """, [.text(factName), .text(reading)])
            return clashes
        }
    }

    private static func lastReading(
        _ connection: any EngineConnection
    ) throws(DirectoryError) -> String? {
        try connection.first(
            "SELECT value FROM directory_fact WHERE name = $1", [.text(factName)]
        ) { row throws(DirectoryError) in try row.requiredText(0) }
    }

    private func respell() throws(DirectoryError) -> [LoginIDClash] {
        let changed = try respellTexts()
        guard !changed.isEmpty else { return [] }
        let (settled, clashes) = LoginIDClaimant.settle(try withHolders(of: changed))
        try store(settled)
        for clash in clashes {
            try connection.execute(
                "UPDATE account SET phone_is_proven = 0 WHERE id = $1",
                [.integer(clash.yieldedBy.rawValue)])
            try clash.record(in: connection, at: now)
        }
        return clashes
    }
}

extension PhoneRespelling {
    private struct Row {
        let claimant: LoginIDClaimant
        let phone: String
        let key: FoldedKey?
        let isProven: Bool
        let isDeleted: Bool
    }

    /// Stores every key that changed, and returns the live accounts that have another proven phone
    /// than before as a login id, with their new one.
    private func respellTexts() throws(DirectoryError) -> [LoginIDClaimant] {
        var changed: [LoginIDClaimant] = []
        var last: Int64 = .min
        while true {
            let rows = try page(after: last)
            guard let end = rows.last else { return changed }
            last = end.claimant.id.rawValue
            for row in rows {
                let key = newKey(of: row)
                if key != row.key {
                    try connection.execute(
                        "UPDATE account SET phone_number_key = $2 WHERE id = $1",
                        [.integer(row.claimant.id.rawValue), .text(key.rawValue)])
                }
                guard row.isProven, !row.isDeleted, row.claimant.phone != key else { continue }
                var claimant = row.claimant
                claimant.phone = key
                changed.append(claimant)
            }
        }
    }

    /// A text that is no number in this region stays the number that it was in another one: whoever
    /// proved it has not lost it.
    private func newKey(of row: Row) -> FoldedKey {
        let key = PhoneNumber.key(of: row.phone, in: region)
        guard let old = row.key, !PhoneNumber.isNumber(key), PhoneNumber.isNumber(old) else {
            return key
        }
        return old
    }

    private func page(after id: Int64) throws(DirectoryError) -> [Row] {
        try connection.all(
            """
            \(Self.selection) WHERE account.id > $1 AND account.phone IS NOT NULL
            ORDER BY account.id LIMIT $2
            """, [.integer(id), .integer(Int64(Self.pageRows))]
        ) { row throws(DirectoryError) in
            Row(
                claimant: try Self.decode(row), phone: try row.requiredText(6),
                key: row.text(7).map { FoldedKey(stored: $0) }, isProven: row.bool(8),
                isDeleted: row.integer(9) != nil)
        }
    }

    private static let selection = """
        SELECT account.id, account.created_at, account.name_key, account.email_key,
            account.email_is_proven,
            (SELECT MIN(login_key) FROM login_id WHERE account_id = account.id AND is_phone = 1),
            account.phone, account.phone_number_key, account.phone_is_proven, account.deleted_at
        FROM account
        """

    private static func decode(_ row: any SQLRow) throws(DirectoryError) -> LoginIDClaimant {
        LoginIDClaimant(
            id: AccountID(try row.requiredInteger(0)),
            createdAt: try row.requiredTimestamp(1),
            name: FoldedKey(stored: try row.requiredText(2)),
            email: row.text(3).map { FoldedKey(stored: $0) }, emailIsProven: row.bool(4),
            phone: row.text(5).map { FoldedKey(stored: $0) })
    }

    /// `changed`, and the accounts that have one of their new keys already.
    private func withHolders(
        of changed: [LoginIDClaimant]
    ) throws(DirectoryError) -> [LoginIDClaimant] {
        var all = changed
        var known = Set(changed.map(\.id))
        for key in changed.compactMap(\.phone) {
            let holder = try connection.first(
                """
                \(Self.selection) WHERE account.id = (
                    SELECT account_id FROM login_id WHERE login_key = $1
                )
                """, [.text(key.rawValue)]
            ) { row throws(DirectoryError) in try Self.decode(row) }
            if let holder, known.insert(holder.id).inserted { all.append(holder) }
        }
        return all
    }

    private func store(_ claimants: [LoginIDClaimant]) throws(DirectoryError) {
        // First out of the way: one may take the key that another one leaves.
        for claimant in claimants {
            try connection.execute(
                "DELETE FROM login_id WHERE account_id = $1", [.integer(claimant.id.rawValue)])
        }
        for claimant in claimants {
            for entry in claimant.loginIDs {
                try connection.execute(
                    """
                    INSERT INTO login_id (
                        login_key, account_id, is_name, is_email, is_proven_email, is_phone
                    ) VALUES ($1, $2, $3, $4, $5, $6)
                    """,
                    [
                        .text(entry.key.rawValue), .integer(claimant.id.rawValue),
                        SQLValue(entry.isName), SQLValue(entry.isEmail),
                        SQLValue(entry.isProvenEmail), SQLValue(entry.isPhone),
                    ])
            }
        }
    }
}
