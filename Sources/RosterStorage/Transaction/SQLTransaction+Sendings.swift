import RosterCore

/// Counting what was sent.
extension SQLTransaction {
    func sending(
        numbered number: Int, in scope: SendingRule.Scope, after time: Timestamp,
        upTo latest: Timestamp
    ) throws(DirectoryError) -> Timestamp? {
        let (tables, condition, arguments) = Self.counted(scope)
        let times = "sent_at > $1 AND sent_at <= $2"
        let rows = tables.map { "SELECT sent_at FROM \($0) WHERE \(condition) AND \(times)" }
            .joined(separator: " UNION ALL ")
        return try connection.first(
            """
            SELECT sent_at FROM (\(rows)) AS counted ORDER BY sent_at DESC LIMIT 1 OFFSET $3
            """,
            [SQLValue(time), SQLValue(latest), .integer(Int64(max(0, number - 1)))]
                + arguments.map { .text($0) }
        ) { row throws(DirectoryError) in try row.requiredTimestamp(0) }
    }

    func insert(_ notice: NoticeSending) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO notice_sending (id, channel, mailbox, subject, sent_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .text(notice.id), .text(notice.channel.rawValue), .text(notice.mailbox),
                .text(notice.subject), SQLValue(notice.sentAt),
            ])
    }

    func removeNotices(sentBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM notice_sending WHERE id IN (
                SELECT id FROM notice_sending WHERE sent_at < $1 ORDER BY sent_at LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }

    /// The tables that a scope counts in, and its condition with the arguments from `$4` on.
    private static func counted(
        _ scope: SendingRule.Scope
    ) -> (tables: [String], condition: String, arguments: [String]) {
        let codes = "verification_code"
        let notices = "notice_sending"
        return switch scope {
        case .purpose(let purpose, let mailbox, let asker):
            (
                [codes], "mailbox = $4 AND asker = $5 AND purpose = $6",
                [mailbox, asker, purpose.rawValue]
            )
        case .asked(let mailbox, let asker):
            ([codes], "mailbox = $4 AND asker = $5", [mailbox, asker])
        case .codes(let mailbox): ([codes], "mailbox = $4", [mailbox])
        case .share(let channel, let asker):
            ([codes], "channel = $4 AND asker = $5", [channel.rawValue, asker])
        case .channel(let channel): ([codes, notices], "channel = $4", [channel.rawValue])
        case .notices(let channel): ([notices], "channel = $4", [channel.rawValue])
        case .noticesTo(let mailbox): ([notices], "mailbox = $4", [mailbox])
        case .repeats(let mailbox, let subject):
            ([notices], "mailbox = $4 AND subject = $5", [mailbox, subject])
        }
    }
}
