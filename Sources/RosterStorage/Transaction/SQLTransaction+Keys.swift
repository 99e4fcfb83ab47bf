import RosterCore

extension SQLTransaction {
    private static let columns = """
        api_key.id, api_key.account_id, api_key.name, api_key.role, api_key.scopes, \
        api_key.created_at, api_key.last_used_at
        """

    func apiKey(secretHash: String) throws(DirectoryError) -> APIKeyOwner? {
        try connection.first(
            """
            SELECT \(Self.columns), \(AccountRow.columns) FROM api_key
            JOIN account ON account.id = api_key.account_id
            WHERE api_key.secret_hash = $1 AND account.deleted_at IS NULL
            """, [.text(secretHash)]
        ) { row throws(DirectoryError) in
            APIKeyOwner(
                key: try Self.decodeKey(row), account: try AccountRow.decode(row, from: 7))
        }
    }

    func apiKey(_ id: APIKeyID) throws(DirectoryError) -> APIKey? {
        try connection.first(
            "SELECT \(Self.columns) FROM api_key WHERE id = $1", [.integer(id.rawValue)]
        ) { row throws(DirectoryError) in try Self.decodeKey(row) }
    }

    func apiKeys() throws(DirectoryError) -> [APIKey] {
        try connection.all("SELECT \(Self.columns) FROM api_key ORDER BY id", []) {
            row throws(DirectoryError) in try Self.decodeKey(row)
        }
    }

    func insert(_ key: NewAPIKey) throws(DirectoryError) -> APIKey {
        let inserted = try connection.first(
            """
            INSERT INTO api_key (account_id, name, role, scopes, secret_hash, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            RETURNING id, account_id, name, role, scopes, created_at, last_used_at
            """,
            [
                .integer(key.accountID.rawValue), .text(key.name), .text(key.role.rawValue),
                SQLValue(key.scopes?.map(\.rawValue).joined(separator: ",")),
                .text(key.secretHash), SQLValue(key.createdAt),
            ]
        ) { row throws(DirectoryError) in try Self.decodeKey(row) }
        guard let inserted else { throw .storage(.corrupt) }
        return inserted
    }

    func deleteAPIKey(_ id: APIKeyID) throws(DirectoryError) -> Bool {
        try connection.execute("DELETE FROM api_key WHERE id = $1", [.integer(id.rawValue)]) == 1
    }

    func deleteAPIKeys(of id: AccountID) throws(DirectoryError) -> Int {
        try connection.execute(
            "DELETE FROM api_key WHERE account_id = $1", [.integer(id.rawValue)])
    }

    func setLastUse(of id: APIKeyID, at time: Timestamp) throws(DirectoryError) {
        try connection.execute(
            "UPDATE api_key SET last_used_at = $2 WHERE id = $1",
            [.integer(id.rawValue), SQLValue(time)])
    }

    private static func decodeKey(_ row: any SQLRow) throws(DirectoryError) -> APIKey {
        guard let role = Role(rawValue: try row.requiredText(3)) else { throw .storage(.corrupt) }
        return APIKey(
            id: APIKeyID(try row.requiredInteger(0)),
            accountID: AccountID(try row.requiredInteger(1)), name: try row.requiredText(2),
            role: role,
            scopes: row.text(4)?.split(at: ",").map { SurfaceName(String($0)) },
            createdAt: try row.requiredTimestamp(5), lastUsedAt: row.timestamp(6))
    }
}
