import JWTKit
import RosterCore

/// The claims of an access token as they are spelt in it (DESIGN §6); times are whole seconds.
struct AccessTokenPayload: JWTPayload {
    let iss: String
    let sub: String
    let sid: String
    let gen: Int64
    let iat: Int64
    let exp: Int64
    let role: String

    init(_ claims: AccessClaims, role: Role, issuer: String) {
        iss = issuer
        sub = claims.accountID.description
        sid = claims.sessionID.rawValue
        gen = claims.generation
        iat = claims.issuedAt.wholeSeconds
        exp = claims.expiresAt.wholeSeconds
        self.role = role.rawValue
    }

    /// Nil if the claims are none that we write.
    var claims: AccessClaims? {
        guard let account = Int64(sub), String(account) == sub, !sid.isEmpty,
            let issuedAt = Timestamp(wholeSeconds: iat),
            let expiresAt = Timestamp(wholeSeconds: exp)
        else { return nil }
        return AccessClaims(
            accountID: AccountID(account), sessionID: SessionID(sid), generation: gen,
            issuedAt: issuedAt, expiresAt: expiresAt)
    }

    /// Nothing here: an expired token still refreshes its session, so the caller minds the clock.
    func verify(using algorithm: some JWTAlgorithm) {}
}

extension Timestamp {
    fileprivate var wholeSeconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    }

    fileprivate init?(wholeSeconds: Int64) {
        let (milliseconds, overflow) = wholeSeconds.multipliedReportingOverflow(by: 1000)
        if overflow { return nil }
        self.init(milliseconds: milliseconds)
    }
}
