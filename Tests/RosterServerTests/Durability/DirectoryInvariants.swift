import GRDB

/// What must hold in a database file whenever no transaction runs, each as a query for the rows
/// that break it. A half write breaks one of them.
enum DirectoryInvariants {
    /// Every breach in words; empty if all hold.
    static func breaches(inFile path: String) async throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: path, configuration: configuration)
        return try await database.read { connection in
            var breaches = try String.fetchAll(connection, sql: "PRAGMA integrity_check")
                .filter { $0 != "ok" }
            breaches += try Row.fetchAll(connection, sql: "PRAGMA foreign_key_check")
                .map { "foreign key: \($0)" }
            for (sentence, sql) in queries {
                breaches += try Row.fetchAll(connection, sql: sql).map { "\(sentence): \($0)" }
            }
            return breaches
        }
    }

    private static let queries = [
        (
            "followers that are others than those who follow and live",
            """
            SELECT account_id FROM account_counter JOIN account AS own ON own.id = account_id
            WHERE own.deleted_at IS NULL AND followers <> (
                SELECT COUNT(*) FROM follow JOIN account ON account.id = follower_id
                WHERE followee_id = account_id AND account.deleted_at IS NULL)
            """
        ),
        (
            "followings that are others than those who are followed and live",
            """
            SELECT account_id FROM account_counter JOIN account AS own ON own.id = account_id
            WHERE own.deleted_at IS NULL AND followings <> (
                SELECT COUNT(*) FROM follow JOIN account ON account.id = followee_id
                WHERE follower_id = account_id AND account.deleted_at IS NULL)
            """
        ),
        (
            "a balance that is not the sum of its entries",
            """
            SELECT account_id, number FROM ledger_entry AS entry WHERE balance <> (
                SELECT SUM(amount) FROM ledger_entry AS before
                WHERE before.account_id = entry.account_id AND before.currency = entry.currency
                AND before.number <= entry.number)
            """
        ),
        (
            "an avatar or background that names no stored upload of its account",
            """
            SELECT name FROM account WHERE EXISTS (
                SELECT 1 FROM (SELECT avatar AS node UNION ALL SELECT background) AS named
                WHERE named.node LIKE 'public:%' AND NOT EXISTS (
                    SELECT 1 FROM media WHERE media.node = named.node
                    AND media.account_id = account.id AND media.state = 'stored'))
            """
        ),
        (
            "a live account without its name as a login id",
            """
            SELECT name FROM account WHERE deleted_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM login_id WHERE login_key = name_key AND account_id = account.id
                AND is_name = 1)
            """
        ),
        (
            "a live account without its e-mail as a login id",
            """
            SELECT name FROM account WHERE deleted_at IS NULL AND email_key IS NOT NULL
            AND NOT EXISTS (
                SELECT 1 FROM login_id WHERE login_key = email_key AND account_id = account.id
                AND is_email = 1)
            """
        ),
        (
            "a login id of a deleted account",
            """
            SELECT login_key FROM login_id JOIN account ON account.id = account_id
            WHERE deleted_at IS NOT NULL
            """
        ),
        (
            "a deleted account whose name is not closed",
            """
            SELECT name FROM account WHERE deleted_at IS NOT NULL
            AND name_key NOT IN (SELECT name_key FROM freed_name)
            """
        ),
        (
            "an account that was not created once, by audit",
            """
            SELECT name FROM account WHERE 1 <> (
                SELECT COUNT(*) FROM audit_entry
                WHERE subject_id = account.id AND action = 'account.created')
            """
        ),
        (
            "an account whose deletion does not agree with the audit",
            """
            SELECT name FROM account WHERE (deleted_at IS NOT NULL) <> (
                SELECT COUNT(*) FROM audit_entry
                WHERE subject_id = account.id AND action = 'account.deleted')
            """
        ),
        (
            "an account whose revision is not that of its newest event",
            """
            SELECT name FROM account WHERE revision IS NOT (
                SELECT MAX(revision) FROM outbox_event WHERE account_id = account.id)
            """
        ),
        (
            "an account that lacks the event of a revision",
            """
            SELECT account_id FROM outbox_event GROUP BY account_id
            HAVING COUNT(*) <> MAX(revision) - MIN(revision) + 1
            OR COUNT(*) <> COUNT(DISTINCT revision)
            """
        ),
        (
            "an audit entry without its event",
            """
            SELECT subject_id, action, COUNT(*) FROM audit_entry
            WHERE action LIKE 'account.%' GROUP BY 1, 2
            EXCEPT SELECT account_id, type, COUNT(*) FROM outbox_event GROUP BY 1, 2
            """
        ),
        (
            "an event without its audit entry",
            """
            SELECT account_id, type, COUNT(*) FROM outbox_event GROUP BY 1, 2
            EXCEPT SELECT subject_id, action, COUNT(*) FROM audit_entry GROUP BY 1, 2
            """
        ),
        (
            "an audit entry or event of nobody",
            """
            SELECT 'audit', id FROM audit_entry
            WHERE action LIKE 'account.%' AND subject_id NOT IN (SELECT id FROM account)
            UNION ALL
            SELECT 'event', id FROM outbox_event WHERE account_id NOT IN (SELECT id FROM account)
            """
        ),
    ]
}
