/// What an access token says (DESIGN §6). `role` is left out on purpose: the token carries it
/// as a hint for clients, but the account's row decides.
package struct AccessClaims: Sendable, Equatable {
    package let accountID: AccountID
    package let sessionID: SessionID
    /// Rises with a refresh that kills older tokens; a token of another generation is dead.
    package let generation: Int64
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp

    package init(
        accountID: AccountID, sessionID: SessionID, generation: Int64, issuedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.accountID = accountID
        self.sessionID = sessionID
        self.generation = generation
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}

/// Why a text is not one of our access tokens.
package enum TokenFailure: Error, Sendable, Equatable {
    /// Not three base64url parts with the claims that we write.
    case malformed
    /// Signature, algorithm or issuer is wrong.
    case invalid
    /// Signed, as it says, with a key that this keyring does not hold.
    case unknownKey
}

/// Signs access tokens and checks their signatures against one immutable set of keys.
package protocol TokenSigning: Sendable {
    /// A signed JWT; times are cut to whole seconds.
    func sign(_ claims: AccessClaims, role: Role) async throws(DirectoryError) -> String

    /// The claims of a token whose signature, algorithm, key id and issuer are right. Says nothing
    /// of expiry or of the session's life: the caller decides these by the clock and the row.
    func verify(_ token: String) async throws(TokenFailure) -> AccessClaims

    /// The public keys as the members of a JWK Set (RFC 7517), newest first.
    var publicKeys: [PublicSigningKey] { get }
}

/// One public key as `/.well-known/jwks.json` shows it: `kty` EC, `crv` P-256, `use` sig.
package struct PublicSigningKey: Sendable, Equatable {
    package let keyID: String
    /// Always `ES256`.
    package let algorithm: String
    /// The point's coordinates, base64url without padding, 32 bytes each.
    package let x: String
    package let y: String

    package init(keyID: String, algorithm: String, x: String, y: String) {
        self.keyID = keyID
        self.algorithm = algorithm
        self.x = x
        self.y = y
    }
}

/// A signing key as the database holds it: the private half only wrapped with `secret.file`.
package struct SigningKeyRecord: Sendable, Equatable {
    package let keyID: String
    package let algorithm: String
    /// X9.63 uncompressed point, base64.
    package let publicKey: String
    /// AES-256-GCM combined box over the raw scalar, base64; the key id is the authenticated data.
    package let wrappedPrivateKey: String
    package let createdAt: Timestamp

    package init(
        keyID: String, algorithm: String, publicKey: String, wrappedPrivateKey: String,
        createdAt: Timestamp
    ) {
        self.keyID = keyID
        self.algorithm = algorithm
        self.publicKey = publicKey
        self.wrappedPrivateKey = wrappedPrivateKey
        self.createdAt = createdAt
    }
}

/// Makes keys and opens stored ones into a ``TokenSigning`` snapshot.
package protocol SigningKeyProviding: Sendable {
    /// A fresh ES256 key, its private half wrapped.
    func makeKey(createdAt: Timestamp) throws(DirectoryError) -> SigningKeyRecord

    /// A snapshot that signs with the newest of `records` and verifies with all of them.
    /// - Throws: ``DirectoryError/storage(_:)`` with ``StorageFault/secretMismatch`` when a private
    ///   half cannot be opened: the database and `secret.file` do not belong together.
    func keyring(of records: [SigningKeyRecord]) throws(DirectoryError) -> any TokenSigning
}
