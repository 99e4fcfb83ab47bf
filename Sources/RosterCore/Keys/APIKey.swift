/// A long-lived credential for a program. The secret is shown once and stored hashed.
package struct APIKey: Sendable, Equatable {
    package let id: APIKeyID
    /// The account whose rights the key borrows; disabling or deleting it kills the key.
    package let accountID: AccountID
    package let name: String
    /// At most the account's own role.
    package let role: Role
    /// The surfaces that the key opens; nil for all.
    package let scopes: [SurfaceName]?
    package let createdAt: Timestamp
    package let lastUsedAt: Timestamp?

    package init(
        id: APIKeyID, accountID: AccountID, name: String, role: Role, scopes: [SurfaceName]?,
        createdAt: Timestamp, lastUsedAt: Timestamp?
    ) {
        self.id = id
        self.accountID = accountID
        self.name = name
        self.role = role
        self.scopes = scopes
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }

    package func opens(_ surface: SurfaceName) -> Bool { scopes?.contains(surface) ?? true }

    /// What every generated secret begins with, so that a leak can be found by searching.
    package static let prefix = "rosterkey_"
}

/// What is known of a key before the database has numbered it.
package struct NewAPIKey: Sendable {
    package let accountID: AccountID
    package let name: String
    package let role: Role
    package let scopes: [SurfaceName]?
    package let secretHash: String
    package let createdAt: Timestamp

    package init(
        accountID: AccountID, name: String, role: Role, scopes: [SurfaceName]?,
        secretHash: String, createdAt: Timestamp
    ) {
        self.accountID = accountID
        self.name = name
        self.role = role
        self.scopes = scopes
        self.secretHash = secretHash
        self.createdAt = createdAt
    }
}
