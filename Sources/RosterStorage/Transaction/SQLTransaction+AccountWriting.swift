import RosterCore

extension SQLTransaction {
    func insert(_ account: NewAccount) throws(DirectoryError) -> Account {
        let looks = account.name.looks
        let sql = """
            INSERT INTO account (
                guid, instance_id, name, name_key, display_name, display_name_key, email,
                email_key, email_is_proven, phone, phone_key, phone_is_proven, avatar, background,
                bio, sex, location, role, status, extend, password_hash, revision, created_at,
                updated_at, last_login_at, email_text_key, phone_number_key, name_look,
                name_spelt_look
            ) VALUES (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20, $21, 0, $22, $23, $24, $25, $26, $27, $28
            ) ON CONFLICT (name_key) WHERE deleted_at IS NULL DO NOTHING
            RETURNING \(AccountRow.columnNames.joined(separator: ", "))
            """
        let inserted = try connection.first(
            sql,
            [
                .text(account.guid), .text(account.instanceID), .text(account.name.rawValue),
                .text(account.name.key.rawValue), .text(account.displayName),
                .text(FoldedKey(foldingText: account.displayName).rawValue),
                SQLValue(account.email?.rawValue), SQLValue(account.email?.key.rawValue),
                SQLValue(account.emailIsProven), SQLValue(account.phone?.rawValue),
                SQLValue(account.phone.map { FoldedKey(foldingText: $0.rawValue).rawValue }),
                SQLValue(account.phoneIsProven), SQLValue(account.avatar),
                SQLValue(account.background), SQLValue(account.bio),
                .integer(account.sex.rawValue), SQLValue(account.location),
                .text(account.role.rawValue), .text(account.status.rawValue),
                SQLValue(account.extend), SQLValue(account.passwordHash),
                SQLValue(account.createdAt), SQLValue(account.updatedAt),
                SQLValue(account.lastLoginAt), SQLValue(account.email?.searchText.rawValue),
                SQLValue(account.phone?.key.rawValue), .text(looks.folded), .text(looks.spelt),
            ]
        ) { row throws(DirectoryError) in try AccountRow.decode(row) }
        guard let inserted else { throw .conflict(.name) }
        return inserted
    }

    func update(_ account: Account, from revision: Int64) throws(DirectoryError) -> Bool {
        let looks = account.name.looks
        let changed = try connection.execute(
            """
            UPDATE account SET
                name = $3, name_key = $4, display_name = $5, display_name_key = $6, email = $7,
                email_key = $8, email_is_proven = $9, phone = $10, phone_key = $11,
                phone_is_proven = $12, avatar = $13, background = $14, bio = $15, sex = $16,
                location = $17, role = $18, status = $19, extend = $20, password_hash = $21,
                revision = $22, updated_at = $23, last_login_at = $24, deleted_at = $25,
                email_text_key = $26, phone_number_key = $27, name_look = $28,
                name_spelt_look = $29
            WHERE id = $1 AND revision = $2
            """,
            [
                .integer(account.id.rawValue), .integer(revision), .text(account.name.rawValue),
                .text(account.name.key.rawValue), .text(account.displayName),
                .text(FoldedKey(foldingText: account.displayName).rawValue),
                SQLValue(account.email?.rawValue), SQLValue(account.email?.key.rawValue),
                SQLValue(account.emailIsProven), SQLValue(account.phone?.rawValue),
                SQLValue(account.phone.map { FoldedKey(foldingText: $0.rawValue).rawValue }),
                SQLValue(account.phoneIsProven), SQLValue(account.avatar),
                SQLValue(account.background), SQLValue(account.bio),
                .integer(account.sex.rawValue), SQLValue(account.location),
                .text(account.role.rawValue), .text(account.status.rawValue),
                SQLValue(account.extend), SQLValue(account.passwordHash),
                .integer(account.revision), SQLValue(account.updatedAt),
                SQLValue(account.lastLoginAt), SQLValue(account.deletedAt),
                SQLValue(account.email?.searchText.rawValue),
                SQLValue(account.phone?.key.rawValue), .text(looks.folded), .text(looks.spelt),
            ])
        return changed == 1
    }

    func setLastLogin(_ id: AccountID, at time: Timestamp) throws(DirectoryError) {
        try connection.execute(
            "UPDATE account SET last_login_at = $2 WHERE id = $1",
            [.integer(id.rawValue), SQLValue(time)])
    }

    func replacePasswordHash(
        _ id: AccountID, old: String, new: String
    ) throws(DirectoryError) -> Bool {
        try connection.execute(
            "UPDATE account SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
            [.integer(id.rawValue), .text(old), .text(new)]) == 1
    }

    func purgeAccounts(
        deletedBefore time: Timestamp, limit: Int
    ) throws(DirectoryError) -> [AccountID] {
        let purged = try connection.all(
            """
            DELETE FROM account WHERE id IN (
                SELECT id FROM account WHERE deleted_at < $1 ORDER BY deleted_at, id LIMIT $2
            ) RETURNING id
            """, [SQLValue(time), .integer(Int64(limit))]
        ) { row throws(DirectoryError) in AccountID(try row.requiredInteger(0)) }
        for id in purged { try removeFailureCounters(of: .account(id)) }
        return purged.sorted()
    }
}
