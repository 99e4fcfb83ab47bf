import RosterCore

/// Lists of people by who follows them. None of these statements sorts the table: a directory may hold
/// a million accounts, and callers without a credential may ask (contracts/thinksns.md §13.4).
extension SQLTransaction {
    func mostFollowedAccounts(offset: Int, limit: Int) throws(DirectoryError) -> [Account] {
        let limit = max(1, min(limit, Limits.pageSizeMax))
        let offset = max(0, offset)
        let followed = try connection.all(
            """
            SELECT \(AccountRow.columns) FROM account_counter
            CROSS JOIN account
            WHERE \(Self.isFollowedActive)
            ORDER BY account_counter.followers DESC, account_counter.account_id DESC
            LIMIT $1 OFFSET $2
            """, [.integer(Int64(limit)), .integer(Int64(offset))]
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
        guard followed.count < limit else { return followed }
        // Behind them come the accounts that nobody follows. Most have no counters at all, so that
        // one order over both could not be read from an index.
        var passed = 0
        if followed.isEmpty, offset > 0 { passed = offset - min(offset, try followedCount()) }
        return followed
            + (try unfollowedAccounts(offset: passed, limit: limit - followed.count))
    }

    func mutualAccounts(
        of id: AccountID, nameContaining text: String?, offset: Int, limit: Int
    ) throws(DirectoryError) -> [Account] {
        var arguments: [SQLValue] = [
            .integer(id.rawValue), .integer(Int64(max(1, min(limit, Limits.pageSizeMax)))),
            .integer(Int64(max(0, offset))),
        ]
        var condition = ""
        if let text {
            guard let pattern = LikePattern.containing(FoldedKey(foldingText: text).rawValue) else {
                return []
            }
            arguments.append(.text(pattern))
            condition = "AND account.name_key LIKE $4 ESCAPE '\\'"
        }
        return try connection.all(
            """
            SELECT \(AccountRow.columns) FROM follow AS there
            JOIN follow AS back
                ON back.follower_id = there.followee_id AND back.followee_id = there.follower_id
            JOIN account ON account.id = there.followee_id
            WHERE there.follower_id = $1 AND account.deleted_at IS NULL
                AND account.status = 'active' \(condition)
            ORDER BY there.id DESC LIMIT $2 OFFSET $3
            """, arguments
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
    }

    /// `account_counter` and `account` joined, of accounts that are shown and followed. With the join
    /// written as a product, SQLite keeps the order of the tables, and so that of the counters' index.
    private static let isFollowedActive = """
        account_counter.followers > 0 AND account.id = account_counter.account_id \
        AND account.deleted_at IS NULL AND account.status = 'active'
        """

    private func followedCount() throws(DirectoryError) -> Int {
        let count = try connection.first(
            """
            SELECT COUNT(*) FROM account_counter CROSS JOIN account
            WHERE \(Self.isFollowedActive)
            """, []
        ) { row throws(DirectoryError) in try row.requiredInteger(0) }
        return Int(count ?? 0)
    }

    private func unfollowedAccounts(
        offset: Int, limit: Int
    ) throws(DirectoryError) -> [Account] {
        try connection.all(
            """
            SELECT \(AccountRow.columns) FROM account
            WHERE account.deleted_at IS NULL AND account.status = 'active' AND NOT EXISTS (
                SELECT 1 FROM account_counter
                WHERE account_counter.account_id = account.id AND account_counter.followers > 0
            )
            ORDER BY account.id DESC LIMIT $1 OFFSET $2
            """, [.integer(Int64(limit)), .integer(Int64(offset))]
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
    }
}
