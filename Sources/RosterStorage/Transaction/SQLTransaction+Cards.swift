import RosterCore

extension SQLTransaction {
    private static let cardColumns =
        "id, account_id, name, status, snapshot, revision, created_at, updated_at"

    func card(_ id: CardID, of owner: AccountID) throws(DirectoryError) -> Card? {
        // No id holds NUL, and not every engine can be asked for a text with it.
        guard !id.rawValue.utf8.contains(0) else { return nil }
        return try connection.first(
            "SELECT \(Self.cardColumns) FROM card WHERE id = $1 AND account_id = $2",
            [.text(id.rawValue), .integer(owner.rawValue)]
        ) { row throws(DirectoryError) in try Self.decodeCard(row) }
    }

    func owner(of id: CardID) throws(DirectoryError) -> AccountID? {
        guard !id.rawValue.utf8.contains(0) else { return nil }
        return try connection.first(
            "SELECT account_id FROM card WHERE id = $1", [.text(id.rawValue)]
        ) { row throws(DirectoryError) in AccountID(try row.requiredInteger(0)) }
    }

    func holds(cardNamed name: CardName, of owner: AccountID) throws(DirectoryError) -> Bool {
        try connection.first(
            "SELECT 1 FROM card WHERE account_id = $1 AND name = $2",
            [.integer(owner.rawValue), .text(name.rawValue)]
        ) { _ in true } ?? false
    }

    func cards(after id: CardID?, limit: Int) throws(DirectoryError) -> [Card] {
        try connection.all(
            """
            SELECT \(Self.cardColumns) FROM card
            WHERE id > $1 AND EXISTS (
                SELECT 1 FROM account WHERE account.id = card.account_id AND deleted_at IS NULL
            )
            ORDER BY id LIMIT $2
            """, [.text(id?.rawValue ?? ""), .integer(Int64(limit))]
        ) { row throws(DirectoryError) in try Self.decodeCard(row) }
    }

    func cards(_ query: CardQuery, of owner: AccountID) throws(DirectoryError) -> CardPage {
        // `IN ()` is not portable, and nothing is in it.
        guard !query.statuses.isEmpty else { return CardPage(cards: [], total: 0) }
        var condition = "account_id = $1"
        var arguments: [SQLValue] = [.integer(owner.rawValue)]
        let statuses = query.statuses.map(\.rawValue).sorted()
        let places = statuses.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        condition += " AND status IN (\(places))"
        arguments += statuses.map { .text($0) }
        if let text = query.contains {
            guard let key = FoldedKey.searched(text),
                let pattern = LikePattern.containing(key.rawValue)
            else {
                return CardPage(cards: [], total: 0)
            }
            arguments.append(.text(pattern))
            condition += " AND name_key LIKE $\(arguments.count) ESCAPE '\\'"
        }
        let total = try connection.first(
            "SELECT COUNT(*) FROM card WHERE \(condition)", arguments
        ) { row throws(DirectoryError) in try row.requiredInteger(0) }
        let direction = query.isAscending ? "ASC" : "DESC"
        let cards = try connection.all(
            """
            SELECT \(Self.cardColumns) FROM card WHERE \(condition)
            ORDER BY \(query.sortKey.rawValue) \(direction), id \(direction)
            LIMIT $\(arguments.count + 1) OFFSET $\(arguments.count + 2)
            """,
            arguments
                + [.integer(Int64(max(1, query.limit))), .integer(Int64(max(0, query.offset)))]
        ) { row throws(DirectoryError) in try Self.decodeCard(row) }
        return CardPage(cards: cards, total: Int(total ?? 0))
    }

    func insert(_ card: Card) throws(DirectoryError) {
        let inserted = try connection.execute(
            """
            INSERT INTO card (
                id, account_id, name, name_key, status, snapshot, revision, created_at, updated_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (account_id, name) DO NOTHING
            """,
            [
                .text(card.id.rawValue), .integer(card.accountID.rawValue),
                .text(card.content.name.rawValue),
                .text(FoldedKey(foldingText: card.content.name.rawValue).rawValue),
                .text(card.status.rawValue), .text(card.content.snapshot),
                .integer(card.revision), SQLValue(card.createdAt), SQLValue(card.updatedAt),
            ])
        guard inserted == 1 else { throw .cardNameTaken }
    }

    func update(_ card: Card, from revision: Int64) throws(DirectoryError) -> Bool {
        // Asked before the row is written: the unique index would break with less of a message.
        let holder = try connection.first(
            "SELECT id FROM card WHERE account_id = $1 AND name = $2",
            [.integer(card.accountID.rawValue), .text(card.content.name.rawValue)]
        ) { row throws(DirectoryError) in try row.requiredText(0) }
        if let holder, holder != card.id.rawValue { throw .cardNameTaken }
        return try connection.execute(
            """
            UPDATE card SET
                name = $3, name_key = $4, status = $5, snapshot = $6, revision = $7,
                updated_at = $8
            WHERE id = $1 AND revision = $2
            """,
            [
                .text(card.id.rawValue), .integer(revision), .text(card.content.name.rawValue),
                .text(FoldedKey(foldingText: card.content.name.rawValue).rawValue),
                .text(card.status.rawValue), .text(card.content.snapshot),
                .integer(card.revision), SQLValue(card.updatedAt),
            ]) == 1
    }

    func removeCards(
        ofAccountsDeletedBefore time: Timestamp, limit: Int
    ) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM card WHERE id IN (
                SELECT card.id FROM account JOIN card ON card.account_id = account.id
                WHERE account.deleted_at < $1 LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }

    private static func decodeCard(_ row: any SQLRow) throws(DirectoryError) -> Card {
        guard let status = CardStatus(rawValue: try row.requiredText(3)) else {
            throw .storage(.corrupt)
        }
        return Card(
            id: CardID(try row.requiredText(0)),
            accountID: AccountID(try row.requiredInteger(1)),
            content: CardContent(
                name: CardName(stored: try row.requiredText(2)),
                snapshot: try row.requiredText(4)),
            status: status, revision: try row.requiredInteger(5),
            createdAt: try row.requiredTimestamp(6), updatedAt: try row.requiredTimestamp(7))
    }
}
