import RosterCore

extension SQLTransaction {
    func counters(of ids: [AccountID]) throws(DirectoryError) -> [AccountID: Counters] {
        guard !ids.isEmpty else { return [:] }
        let places = ids.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let found = try connection.all(
            """
            SELECT account_id, likes, comments, feeds, followers, followings, updated_at
            FROM account_counter WHERE account_id IN (\(places))
            """, ids.map { .integer($0.rawValue) }
        ) { row throws(DirectoryError) -> (AccountID, Counters) in
            var counters = Counters()
            counters.likes = try row.requiredInteger(1)
            counters.comments = try row.requiredInteger(2)
            counters.feeds = try row.requiredInteger(3)
            counters.followers = try row.requiredInteger(4)
            counters.followings = try row.requiredInteger(5)
            counters.updatedAt = try row.requiredTimestamp(6)
            return (AccountID(try row.requiredInteger(0)), counters)
        }
        return Dictionary(found, uniquingKeysWith: { first, _ in first })
    }

    func count(
        _ side: FollowSide, of id: AccountID, by difference: Int64, at time: Timestamp
    ) throws(DirectoryError) {
        try makeCounters(of: id, at: time)
        let column = side == .followers ? "followers" : "followings"
        try connection.execute(
            """
            UPDATE account_counter SET \(column) = \(column) + $2, updated_at = $3
            WHERE account_id = $1
            """, [.integer(id.rawValue), .integer(difference), SQLValue(time)])
    }

    func countNeighbours(
        of id: AccountID, by difference: Int64, at time: Timestamp
    ) throws(DirectoryError) {
        let ends = [
            ("followers", "followee_id", "follower_id"),
            ("followings", "follower_id", "followee_id"),
        ]
        for (column, other, own) in ends {
            try connection.execute(
                """
                UPDATE account_counter SET \(column) = \(column) + $2, updated_at = $3
                WHERE account_id IN (SELECT \(other) FROM follow WHERE \(own) = $1)
                """, [.integer(id.rawValue), .integer(difference), SQLValue(time)])
        }
    }

    func setCounters(
        _ counters: Counters, of id: AccountID, at time: Timestamp
    ) throws(DirectoryError) {
        try makeCounters(of: id, at: time)
        try connection.execute(
            """
            UPDATE account_counter SET likes = $2, comments = $3, feeds = $4, updated_at = $5
            WHERE account_id = $1
            """,
            [
                .integer(id.rawValue), .integer(counters.likes), .integer(counters.comments),
                .integer(counters.feeds), SQLValue(time),
            ])
    }

    private func makeCounters(of id: AccountID, at time: Timestamp) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO account_counter (
                account_id, likes, comments, feeds, followers, followings, updated_at
            ) VALUES ($1, 0, 0, 0, 0, 0, $2) ON CONFLICT (account_id) DO NOTHING
            """, [.integer(id.rawValue), SQLValue(time)])
    }
}
