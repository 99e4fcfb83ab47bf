import Foundation
import JWTKit
import RosterCore

/// One immutable set of keys. Requests share nothing of it but the ``TokenCache``, which goes with
/// it: what an older set had verified counts for nothing in the next.
final class Keyring: TokenSigning {
    /// The one algorithm of all keys; a token cannot choose another (THREATS 12).
    static let algorithm = "ES256"

    /// A key as it is shown, with both its halves.
    struct Key: Sendable {
        let shown: PublicSigningKey
        let privateKey: ES256PrivateKey
    }

    let publicKeys: [PublicSigningKey]
    private let newest: Key?
    private let verifying: [String: ES256PublicKey]
    private let issuer: String
    private let cache: TokenCache

    init(newestFirst keys: [Key], issuer: String, cache: TokenCache) {
        publicKeys = keys.map(\.shown)
        newest = keys.first
        verifying = Dictionary(
            keys.map { ($0.shown.keyID, $0.privateKey.publicKey) }, uniquingKeysWith: { $1 })
        self.issuer = issuer
        self.cache = cache
    }

    /// - Throws: ``DirectoryError/storage(_:)`` with ``StorageFault/unavailable`` when the set has
    ///   no key.
    func sign(
        _ claims: AccessClaims, role: Role
    ) async throws(DirectoryError) -> String {
        guard let newest else { throw .storage(.unavailable) }
        let keyID = newest.shown.keyID
        let keys = await JWTKeyCollection().add(
            ecdsa: newest.privateKey, kid: JWKIdentifier(string: keyID),
            serializer: Self.serializer)
        let payload = AccessTokenPayload(claims, role: role, issuer: issuer)
        let header: JWTHeader = ["alg": .string(Self.algorithm), "typ": .string(TokenText.type)]
        guard
            let token = try? await keys.sign(
                payload, kid: JWKIdentifier(string: keyID), header: header),
            let canonical = TokenText.withLowSignature(token)
        else { throw .storage(.failed(code: 0)) }
        return canonical
    }

    func verify(_ token: String) async throws(TokenFailure) -> AccessClaims {
        // Without this, U+212A (KELVIN SIGN), which Swift holds equal to K, would find in the
        // cache what has a K in its place.
        guard TokenText.isOfUsualForm(token) else { throw .malformed }
        if let claims = cache.claims(of: token) { return claims }
        let claims = try await check(token)
        cache.insert(claims, of: token)
        return claims
    }

    /// The collection holds the one key that the header names, and no default: whatever jwt-kit
    /// makes of the header, it cannot come to another.
    private func check(_ token: String) async throws(TokenFailure) -> AccessClaims {
        let keyID = try TokenText.keyID(of: token, algorithm: Self.algorithm)
        guard let key = verifying[keyID] else { throw .unknownKey }
        let keys = await JWTKeyCollection().add(ecdsa: key, kid: JWKIdentifier(string: keyID))
        await keys.clearDefault()
        let payload: AccessTokenPayload
        do {
            payload = try await keys.verify(token)
        } catch let error as JWTError where error.errorType == .malformedToken {
            throw .malformed
        } catch {
            throw .invalid
        }
        guard payload.iss == issuer else { throw .invalid }
        guard let claims = payload.claims else { throw .malformed }
        return claims
    }

    private static let serializer: DefaultJWTSerializer = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return DefaultJWTSerializer(jsonEncoder: encoder)
    }()
}
