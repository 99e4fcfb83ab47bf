import RosterCore

extension SQLTransaction {
    func follows(_ follower: AccountID, _ followee: AccountID) throws(DirectoryError) -> Bool {
        try connection.first(
            "SELECT 1 FROM follow WHERE follower_id = $1 AND followee_id = $2",
            [.integer(follower.rawValue), .integer(followee.rawValue)]
        ) { _ throws(DirectoryError) in true } ?? false
    }

    func followers(
        of id: AccountID, among ids: [AccountID]
    ) throws(DirectoryError) -> Set<AccountID> {
        try neighbours("follower_id", where: "followee_id", id, among: ids)
    }

    func followees(
        of id: AccountID, among ids: [AccountID]
    ) throws(DirectoryError) -> Set<AccountID> {
        try neighbours("followee_id", where: "follower_id", id, among: ids)
    }

    func accounts(
        _ side: FollowSide, of id: AccountID, offset: Int, limit: Int
    ) throws(DirectoryError) -> [Account] {
        let (own, other) =
            side == .followers ? ("followee_id", "follower_id") : ("follower_id", "followee_id")
        return try connection.all(
            """
            SELECT \(AccountRow.columns) FROM follow
            JOIN account ON account.id = follow.\(other)
            WHERE follow.\(own) = $1 AND account.deleted_at IS NULL
            ORDER BY follow.id DESC LIMIT $2 OFFSET $3
            """,
            [
                .integer(id.rawValue), .integer(Int64(max(1, min(limit, Limits.pageSizeMax)))),
                .integer(Int64(max(0, offset))),
            ]
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
    }

    func friendsCount(of id: AccountID) throws(DirectoryError) -> Int64 {
        try connection.first(
            """
            SELECT COUNT(*) FROM follow AS there
            JOIN follow AS back
                ON back.follower_id = there.followee_id AND back.followee_id = there.follower_id
            JOIN account ON account.id = there.followee_id
            WHERE there.follower_id = $1 AND account.deleted_at IS NULL
            """, [.integer(id.rawValue)]
        ) { row throws(DirectoryError) in try row.requiredInteger(0) } ?? 0
    }

    func insertFollow(
        of followee: AccountID, by follower: AccountID, at time: Timestamp
    ) throws(DirectoryError) -> Bool {
        try connection.execute(
            """
            INSERT INTO follow (follower_id, followee_id, created_at) VALUES ($1, $2, $3)
            ON CONFLICT (follower_id, followee_id) DO NOTHING
            """, [.integer(follower.rawValue), .integer(followee.rawValue), SQLValue(time)]) == 1
    }

    func removeFollow(
        of followee: AccountID, by follower: AccountID
    ) throws(DirectoryError) -> Bool {
        try connection.execute(
            "DELETE FROM follow WHERE follower_id = $1 AND followee_id = $2",
            [.integer(follower.rawValue), .integer(followee.rawValue)]) == 1
    }

    /// - Parameters: column names of ours, never text from outside.
    private func neighbours(
        _ wanted: String, where own: String, _ id: AccountID, among ids: [AccountID]
    ) throws(DirectoryError) -> Set<AccountID> {
        guard !ids.isEmpty else { return [] }
        let places = ids.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        let found = try connection.all(
            "SELECT \(wanted) FROM follow WHERE \(own) = $1 AND \(wanted) IN (\(places))",
            [.integer(id.rawValue)] + ids.map { .integer($0.rawValue) }
        ) { row throws(DirectoryError) in AccountID(try row.requiredInteger(0)) }
        return Set(found)
    }
}
