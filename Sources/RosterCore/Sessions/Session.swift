/// One login on one device. It is alive as long as its row is there: logout, forced logout,
/// disable, delete and password change remove it, and with it all its tokens (DESIGN §6).
package struct Session: Sendable, Equatable {
    package let id: SessionID
    package let accountID: AccountID
    /// The surface that the person logged in through.
    package let surface: SurfaceName
    /// Tokens of another generation are dead.
    package var generation: Int64
    package let createdAt: Timestamp
    /// Coarse: kept for presence, not written with every request.
    package var lastUsedAt: Timestamp
    /// Refreshes stop working then; `session.ttl` after the login.
    package let expiresAt: Timestamp
    package let address: String?
    package let userAgent: String?
    /// When the present generation's token took the place of the one before; nil again once it was
    /// used. Until then the one before may be repeated for ``Limits/tokenRepeatSeconds``.
    package var replacedAt: Timestamp?

    package init(
        id: SessionID, accountID: AccountID, surface: SurfaceName, generation: Int64,
        createdAt: Timestamp, lastUsedAt: Timestamp, expiresAt: Timestamp, address: String?,
        userAgent: String?, replacedAt: Timestamp? = nil
    ) {
        self.id = id
        self.accountID = accountID
        self.surface = surface
        self.generation = generation
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.expiresAt = expiresAt
        self.address = address
        self.userAgent = userAgent
        self.replacedAt = replacedAt
    }

    /// What every refresh token begins with, so that it is never taken for an access token.
    package static let refreshTokenPrefix = "rosterrefresh_"
}

/// A fresh access token and what a surface may want to say about it.
package struct IssuedToken: Sendable, Equatable {
    package let token: String
    /// Opaque; handed out here and nowhere else, where the login asked for one.
    package let refreshToken: String?
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
    package let session: Session
    package let account: Account
}
