import RosterCore

extension SQLTransaction {
    /// What binds an upload: its own account's avatar or background.
    private static let isUnbound = """
        NOT EXISTS (
            SELECT 1 FROM account WHERE account.id = media.account_id
                AND (account.avatar = media.node OR account.background = media.node)
        )
        """

    /// The columns of an upload, in the order in which ``decodeMedia(_:)`` reads them.
    private static let mediaColumns = """
        node, account_id, state, media_type, bytes_count, md5, token_hash, width, height, \
        created_at, expires_at
        """

    func media(_ node: MediaNode) throws(DirectoryError) -> Media? {
        try connection.first(
            "SELECT \(Self.mediaColumns) FROM media WHERE node = $1", [.text(node.rawValue)]
        ) { row throws(DirectoryError) in try Self.decodeMedia(row) }
    }

    func media(among nodes: [MediaNode]) throws(DirectoryError) -> [MediaNode: Media] {
        guard !nodes.isEmpty else { return [:] }
        let places = nodes.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let found = try connection.all(
            "SELECT \(Self.mediaColumns) FROM media WHERE node IN (\(places))",
            nodes.map { .text($0.rawValue) }
        ) { row throws(DirectoryError) in try Self.decodeMedia(row) }
        return Dictionary(found.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func unboundMedia(
        of id: AccountID, upTo latest: Timestamp, limit: Int
    ) throws(DirectoryError) -> [Timestamp] {
        try connection.all(
            """
            SELECT created_at FROM media
            WHERE account_id = $1 AND state <> 'doomed' AND created_at <= $2
                AND \(Self.isUnbound)
            ORDER BY created_at LIMIT $3
            """, [.integer(id.rawValue), SQLValue(latest), .integer(Int64(limit))]
        ) { row throws(DirectoryError) in try row.requiredTimestamp(0) }
    }

    func doomedMedia(limit: Int) throws(DirectoryError) -> [MediaNode] {
        try connection.all(
            "SELECT node FROM media WHERE state = 'doomed' ORDER BY node LIMIT $1",
            [.integer(Int64(limit))]
        ) { row throws(DirectoryError) in MediaNode(stored: try row.requiredText(0)) }
    }

    func insert(_ media: Media) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO media (
                node, account_id, state, media_type, bytes_count, md5, token_hash, width, height,
                created_at, expires_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                .text(media.node.rawValue), SQLValue(media.accountID?.rawValue),
                .text(media.state.rawValue), .text(media.type.rawValue),
                .integer(Int64(media.bytesCount)), .text(media.md5), SQLValue(media.tokenHash),
                SQLValue(media.size.map { Int64($0.width) }),
                SQLValue(media.size.map { Int64($0.height) }), SQLValue(media.createdAt),
                SQLValue(media.expiresAt),
            ])
    }

    func setStored(_ node: MediaNode, size: PixelSize) throws(DirectoryError) -> Bool {
        try connection.execute(
            """
            UPDATE media SET state = 'stored', token_hash = NULL, width = $2, height = $3
            WHERE node = $1 AND state = 'planned'
            """,
            [.text(node.rawValue), .integer(Int64(size.width)), .integer(Int64(size.height))]) == 1
    }

    func doomMedia(announcedBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        let left = try doom("account_id IS NULL", [], limit: limit)
        guard left < limit else { return left }
        let old = try doom(
            "created_at < $2 AND \(Self.isUnbound)", [SQLValue(time)], limit: limit - left)
        return left + old
    }

    func removeMedia(_ node: MediaNode) throws(DirectoryError) {
        try connection.execute("DELETE FROM media WHERE node = $1", [.text(node.rawValue)])
    }

    /// - Parameter condition: A text of ours, whose parameters begin at `$2`.
    private func doom(
        _ condition: String, _ arguments: [SQLValue], limit: Int
    ) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            UPDATE media SET state = 'doomed', token_hash = NULL WHERE node IN (
                SELECT node FROM media WHERE state <> 'doomed' AND \(condition)
                ORDER BY created_at LIMIT $1
            )
            """, [.integer(Int64(limit))] + arguments)
    }

    private static func decodeMedia(_ row: any SQLRow) throws(DirectoryError) -> Media {
        guard let state = Media.State(rawValue: try row.requiredText(2)),
            let type = ImageType(rawValue: try row.requiredText(3))
        else { throw .storage(.corrupt) }
        var size: PixelSize?
        if let width = row.integer(7), let height = row.integer(8) {
            size = PixelSize(width: Int(width), height: Int(height))
        }
        return Media(
            node: MediaNode(stored: try row.requiredText(0)),
            accountID: row.integer(1).map { AccountID($0) }, state: state, type: type,
            bytesCount: Int(try row.requiredInteger(4)), md5: try row.requiredText(5),
            tokenHash: row.text(6), size: size, createdAt: try row.requiredTimestamp(9),
            expiresAt: try row.requiredTimestamp(10))
    }
}
