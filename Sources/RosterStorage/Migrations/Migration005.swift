import RosterCore

extension Migration {
    /// One mailbox is one login id, however its domain is spelt; and mails that wait are known by the
    /// host of their mailbox.
    static let domains = Migration(
        number: 5, name: "005-domains",
        transformation: { connection, now throws(DirectoryError) in
            try DomainRespelling(connection: connection, now: now).run()
        },
        statements: { dialect in
            [
                // The address as a search looks at it, its domain as people read it.
                "ALTER TABLE account ADD COLUMN email_text_key \(dialect.keyText)",
                "UPDATE account SET email_text_key = email_key WHERE email_key IS NOT NULL",
                // Of mails, the domain of the recipient with A-labels.
                "ALTER TABLE outbox_message ADD COLUMN mailbox_host TEXT",
            ]
        })
}

/// Gives every stored login id the key that it has by the rule of spelling that came with step 5, and
/// settles who keeps a key that two accounts then have.
///
/// Its statements are of the schema of step 5 alone; the storage verbs know later columns.
/// Codes that were sent and failures of unknown login ids are kept under keyed hashes, which nobody
/// can compute again without the secret: those of an address with such a domain end within a day.
struct DomainRespelling {
    let connection: any EngineConnection
    let now: Timestamp

    private static let pageRows = 1000

    func run() throws(DirectoryError) -> [LoginIDClash] {
        let changed = try respellTexts()
        let claimants = try withHolders(of: changed)
        let (settled, clashes) = LoginIDClaimant.settle(claimants)
        try store(settled)
        for clash in clashes { try clash.record(in: connection, at: now) }
        try respellFreedNames()
        try fillMailboxHosts()
        return clashes
    }
}

// MARK: - Accounts

extension DomainRespelling {
    private struct Row {
        let claimant: LoginIDClaimant
        let name: String
        let email: String?
        let isDeleted: Bool
    }

    /// Brings what no other account can have its share in up to date - texts of searches, keys in the
    /// recycle bin - and returns the live accounts with another key than before, with their new ones.
    private func respellTexts() throws(DirectoryError) -> [LoginIDClaimant] {
        var changed: [LoginIDClaimant] = []
        var last: Int64 = .min
        while true {
            let rows = try page(after: last)
            guard let end = rows.last else { return changed }
            last = end.claimant.id.rawValue
            for row in rows where !Self.isPlain(row.name) || !Self.isPlain(row.email ?? "") {
                if let respelt = try respell(row) { changed.append(respelt) }
            }
        }
    }

    /// Whether a text has the key that it had, and is searched as it was.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x80 } && !text.lowercased().contains("xn--")
    }

    private func page(after id: Int64) throws(DirectoryError) -> [Row] {
        try connection.all(
            """
            \(Self.selection) WHERE account.id > $1 ORDER BY account.id LIMIT $2
            """, [.integer(id), .integer(Int64(Self.pageRows))]
        ) { row throws(DirectoryError) in try Self.decode(row) }
    }

    private static let selection = """
        SELECT account.id, account.created_at, account.name, account.name_key, account.email,
            account.email_key, account.email_is_proven, account.deleted_at,
            (SELECT MIN(login_key) FROM login_id WHERE account_id = account.id AND is_phone = 1)
        FROM account
        """

    private static func decode(_ row: any SQLRow) throws(DirectoryError) -> Row {
        Row(
            claimant: LoginIDClaimant(
                id: AccountID(try row.requiredInteger(0)),
                createdAt: try row.requiredTimestamp(1),
                name: FoldedKey(stored: try row.requiredText(3)),
                email: row.text(5).map { FoldedKey(stored: $0) }, emailIsProven: row.bool(6),
                phone: row.text(8).map { FoldedKey(stored: $0) }),
            name: try row.requiredText(2), email: row.text(4), isDeleted: row.integer(7) != nil)
    }

    private func respell(_ row: Row) throws(DirectoryError) -> LoginIDClaimant? {
        var claimant = row.claimant
        claimant.name = FoldedKey(folding: row.name)
        if let email = row.email {
            claimant.email = FoldedKey(folding: email)
            let stored = EmailAddress(stored: email, key: FoldedKey(folding: email))
            try connection.execute(
                "UPDATE account SET email_text_key = $2 WHERE id = $1",
                [.integer(claimant.id.rawValue), .text(stored.searchText.rawValue)])
        }
        guard claimant != row.claimant else { return nil }
        guard row.isDeleted else { return claimant }
        // Whoever is restored is asked then whether its ids are free.
        try setKeys(of: claimant)
        return nil
    }

    /// `changed`, and the accounts that have one of their new keys already.
    private func withHolders(
        of changed: [LoginIDClaimant]
    ) throws(DirectoryError) -> [LoginIDClaimant] {
        var all = changed
        var known = Set(changed.map(\.id))
        for key in changed.flatMap({ $0.loginIDs.map(\.key) }) {
            let holder = try connection.first(
                """
                \(Self.selection) WHERE account.id = (
                    SELECT account_id FROM login_id WHERE login_key = $1
                )
                """, [.text(key.rawValue)]
            ) { row throws(DirectoryError) in try Self.decode(row).claimant }
            if let holder, known.insert(holder.id).inserted { all.append(holder) }
        }
        return all
    }

    private func setKeys(of claimant: LoginIDClaimant) throws(DirectoryError) {
        try connection.execute(
            """
            UPDATE account SET name_key = $2, email_key = $3, email_is_proven = $4 WHERE id = $1
            """,
            [
                .integer(claimant.id.rawValue), .text(claimant.name.rawValue),
                SQLValue(claimant.email?.rawValue), SQLValue(claimant.emailIsProven),
            ])
    }

    private func store(_ claimants: [LoginIDClaimant]) throws(DirectoryError) {
        // First out of the way: one may take the key that another one leaves.
        for claimant in claimants {
            try connection.execute(
                "DELETE FROM login_id WHERE account_id = $1", [.integer(claimant.id.rawValue)])
            try connection.execute(
                "UPDATE account SET name_key = $2 WHERE id = $1",
                [
                    .integer(claimant.id.rawValue),
                    .text("\(LoginIDClash.mark)\(claimant.id.rawValue)"),
                ])
        }
        for claimant in claimants {
            try setKeys(of: claimant)
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

// MARK: - Names that were freed, and mails that wait

extension DomainRespelling {
    private func respellFreedNames() throws(DirectoryError) {
        let freed = try connection.all(
            "SELECT name_key, closed_until FROM freed_name WHERE name_key LIKE '%@%'", []
        ) { row throws(DirectoryError) in (try row.requiredText(0), try row.requiredInteger(1)) }
        for (old, time) in freed {
            let new = FoldedKey(folding: old).rawValue
            guard new != old else { continue }
            let isThere =
                try connection.execute(
                    """
                    UPDATE freed_name
                    SET closed_until = CASE WHEN closed_until < $2 THEN $2 ELSE closed_until END
                    WHERE name_key = $1
                    """, [.text(new), .integer(time)]) > 0
            try connection.execute(
                isThere
                    ? "DELETE FROM freed_name WHERE name_key = $1"
                    : "UPDATE freed_name SET name_key = $2 WHERE name_key = $1",
                [.text(old)] + (isThere ? [] : [.text(new)]))
        }
    }

    private func fillMailboxHosts() throws(DirectoryError) {
        let mails = try connection.all(
            "SELECT id, recipient FROM outbox_message WHERE channel = 'mail'", []
        ) { row throws(DirectoryError) in (try row.requiredText(0), try row.requiredText(1)) }
        for (id, recipient) in mails {
            try connection.execute(
                "UPDATE outbox_message SET mailbox_host = $2 WHERE id = $1",
                [.text(id), SQLValue(DomainName.ofMailbox(recipient))])
        }
    }
}
