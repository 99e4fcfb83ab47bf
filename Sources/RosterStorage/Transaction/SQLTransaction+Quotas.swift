import RosterCore

extension SQLTransaction {
    func used(_ quota: Quota, of id: AccountID, day: Int64) throws(DirectoryError) -> Int64 {
        try connection.first(
            "SELECT amount FROM quota_use WHERE account_id = $1 AND quota = $2 AND day = $3",
            [.integer(id.rawValue), .text(quota.rawValue), .integer(day)]
        ) { row throws(DirectoryError) in try row.requiredInteger(0) } ?? 0
    }

    func use(
        _ quota: Quota, by amount: Int64, of id: AccountID, day: Int64
    ) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO quota_use (account_id, quota, day, amount)
            VALUES ($1, $2, $3, CASE WHEN $4 > 0 THEN $4 ELSE 0 END)
            ON CONFLICT (account_id, quota, day) DO UPDATE SET
                amount = CASE WHEN quota_use.amount + $4 > 0 THEN quota_use.amount + $4 ELSE 0 END
            """,
            [.integer(id.rawValue), .text(quota.rawValue), .integer(day), .integer(amount)])
    }

    func removeUses(before day: Int64, limit: Int) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM quota_use WHERE (account_id, quota, day) IN (
                SELECT account_id, quota, day FROM quota_use WHERE day > 0 AND day < $1 LIMIT $2
            )
            """, [.integer(day), .integer(Int64(limit))])
    }
}
