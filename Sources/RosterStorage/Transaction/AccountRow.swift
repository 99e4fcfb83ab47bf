import RosterCore

/// The columns of an account, in the order in which ``AccountRow/decode(_:from:)`` reads them.
enum AccountRow {
    static let columnNames = [
        "id", "guid", "instance_id", "name", "name_key", "display_name", "email", "email_key",
        "email_is_proven", "phone", "phone_is_proven", "avatar", "background", "bio", "sex",
        "location", "role", "status", "extend", "password_hash", "revision", "created_at",
        "updated_at", "last_login_at", "deleted_at", "phone_number_key",
    ]

    /// The columns of a table called `account` in the statement.
    static let columns = columnNames.map { "account.\($0)" }.joined(separator: ", ")

    static let columnCount = columnNames.count

    /// The account in `row`, whose columns start at `first`.
    static func decode(_ row: any SQLRow, from first: Int = 0) throws(DirectoryError) -> Account {
        guard let sex = Sex(rawValue: try row.requiredInteger(first + 14)),
            let role = Role(rawValue: try row.requiredText(first + 16)),
            let status = AccountStatus(rawValue: try row.requiredText(first + 17))
        else { throw .storage(.corrupt) }
        var email: EmailAddress?
        if let text = row.text(first + 6), let key = row.text(first + 7) {
            email = EmailAddress(stored: text, key: FoldedKey(stored: key))
        }
        var phone: PhoneNumber?
        if let text = row.text(first + 9) {
            phone = PhoneNumber(
                stored: text, key: FoldedKey(stored: row.text(first + 25) ?? ""))
        }
        return Account(
            stored: AccountID(try row.requiredInteger(first)),
            guid: try row.requiredText(first + 1),
            instanceID: try row.requiredText(first + 2),
            name: AccountName(
                stored: try row.requiredText(first + 3),
                key: FoldedKey(stored: try row.requiredText(first + 4))),
            displayName: try row.requiredText(first + 5),
            email: email, emailIsProven: row.bool(first + 8),
            phone: phone,
            phoneIsProven: row.bool(first + 10),
            avatar: row.text(first + 11), background: row.text(first + 12),
            bio: row.text(first + 13), sex: sex, location: row.text(first + 15), role: role,
            status: status, extend: row.text(first + 18), passwordHash: row.text(first + 19),
            revision: try row.requiredInteger(first + 20),
            createdAt: try row.requiredTimestamp(first + 21),
            updatedAt: try row.requiredTimestamp(first + 22),
            lastLoginAt: row.timestamp(first + 23), deletedAt: row.timestamp(first + 24))
    }
}
