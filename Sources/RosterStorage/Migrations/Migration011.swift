import RosterCore

extension Migration {
    /// What accounts have used of their quotas, and a trail of follows that can be found again for a
    /// minute.
    static let quotas = Migration(
        number: 11, name: "011-quotas",
        transformation: { connection, _ throws(DirectoryError) in
            try countCards(connection)
            return []
        },
        statements: { dialect in
            [
                """
                CREATE TABLE quota_use (
                    account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                    quota \(dialect.keyText) NOT NULL,
                    day BIGINT NOT NULL,
                    amount BIGINT NOT NULL CHECK (amount >= 0),
                    PRIMARY KEY (account_id, quota, day)
                )
                """,
                "CREATE INDEX quota_use_day ON quota_use (day) WHERE day > 0",
                """
                CREATE INDEX audit_entry_follow ON audit_entry (actor_id, at)
                WHERE action IN ('follow.added', 'follow.removed')
                """,
            ]
        })

    /// Bytes are counted here: engines count the letters of a text alike, but not its bytes.
    private static func countCards(_ connection: any EngineConnection) throws(DirectoryError) {
        var last = ""
        var cards: [Int64: Int64] = [:]
        var bytes: [Int64: Int64] = [:]
        while true {
            let page = try connection.all(
                "SELECT id, account_id, snapshot FROM card WHERE id > $1 ORDER BY id LIMIT 50",
                [.text(last)]
            ) { row throws(DirectoryError) in
                (
                    id: try row.requiredText(0), owner: try row.requiredInteger(1),
                    bytes: Int64(try row.requiredText(2).utf8.count)
                )
            }
            guard let end = page.last else { break }
            last = end.id
            for card in page {
                cards[card.owner, default: 0] += 1
                bytes[card.owner, default: 0] += card.bytes
            }
        }
        for (quota, amounts) in [("cards", cards), ("cardBytes", bytes)] {
            for (owner, amount) in amounts {
                try connection.execute(
                    "INSERT INTO quota_use (account_id, quota, day, amount) VALUES ($1, $2, 0, $3)",
                    [.integer(owner), .text(quota), .integer(amount)])
            }
        }
    }
}
