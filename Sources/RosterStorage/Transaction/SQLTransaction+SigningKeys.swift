import RosterCore

extension SQLTransaction {
    func signingKeys() throws(DirectoryError) -> [SigningKeyRecord] {
        try connection.all(
            """
            SELECT key_id, algorithm, public_key, wrapped_private_key, created_at
            FROM signing_key ORDER BY created_at DESC, key_id
            """, []
        ) { row throws(DirectoryError) in
            SigningKeyRecord(
                keyID: try row.requiredText(0), algorithm: try row.requiredText(1),
                publicKey: try row.requiredText(2), wrappedPrivateKey: try row.requiredText(3),
                createdAt: try row.requiredTimestamp(4))
        }
    }

    func insert(_ key: SigningKeyRecord) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO signing_key (
                key_id, algorithm, public_key, wrapped_private_key, created_at
            ) VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .text(key.keyID), .text(key.algorithm), .text(key.publicKey),
                .text(key.wrappedPrivateKey), SQLValue(key.createdAt),
            ])
    }

    func removeSigningKeys(madeBefore time: Timestamp) throws(DirectoryError) -> Int {
        try connection.execute("DELETE FROM signing_key WHERE created_at < $1", [SQLValue(time)])
    }
}
