import Crypto
import Foundation
import JWTKit
package import RosterCore

/// Makes ES256 keys, and opens what the database holds of them with `secret.file`.
package struct SigningKeys: SigningKeyProviding {
    private let secret: InstallSecret
    private let issuer: String

    /// - Parameter issuer: the claim `iss` of every token; another one never verifies.
    package init(secret: InstallSecret, issuer: String) {
        self.secret = secret
        self.issuer = issuer
    }

    package func makeKey(createdAt: Timestamp) throws(DirectoryError) -> SigningKeyRecord {
        let key = P256.Signing.PrivateKey()
        let keyID = hexadecimal(SecureRandom.bytes(8))
        return SigningKeyRecord(
            keyID: keyID, algorithm: Keyring.algorithm,
            publicKey: key.publicKey.x963Representation.base64EncodedString(),
            wrappedPrivateKey: try wrap(key, keyID: keyID), createdAt: createdAt)
    }

    /// Keys made at the same time count in the order of `records`. Without any record, the
    /// keyring knows no token and signs none.
    package func keyring(
        of records: [SigningKeyRecord]
    ) throws(DirectoryError) -> any TokenSigning {
        try keyring(of: records, cache: TokenCache())
    }

    /// As ``keyring(of:)``, with `cache` for what it verifies; it must not serve another keyring.
    package func keyring(
        of records: [SigningKeyRecord], cache: TokenCache
    ) throws(DirectoryError) -> any TokenSigning {
        let newestFirst = records.enumerated().sorted { left, right in
            left.element.createdAt == right.element.createdAt
                ? left.offset < right.offset
                : left.element.createdAt > right.element.createdAt
        }
        var keys: [Keyring.Key] = []
        for (_, record) in newestFirst { keys.append(try open(record)) }
        return Keyring(newestFirst: keys, issuer: issuer, cache: cache)
    }

    private func open(_ record: SigningKeyRecord) throws(DirectoryError) -> Keyring.Key {
        guard record.algorithm == Keyring.algorithm else { throw .storage(.newerSchema) }
        let key = try unwrap(record)
        let point = key.publicKey.x963Representation
        guard Data(base64Encoded: record.publicKey) == point,
            let privateKey = try? ES256PrivateKey(backing: key)
        else { throw .storage(.corrupt) }
        return Keyring.Key(
            shown: PublicSigningKey(
                keyID: record.keyID, algorithm: record.algorithm,
                x: Base64URL.encode(point.dropFirst().prefix(32)),
                y: Base64URL.encode(point.suffix(32))),
            privateKey: privateKey)
    }

    /// The key id is authenticated along, so that one row's key cannot pass for another's.
    private func wrap(
        _ key: P256.Signing.PrivateKey, keyID: String
    ) throws(DirectoryError) -> String {
        let box = try? AES.GCM.seal(
            key.rawRepresentation, using: secret.wrappingKey, authenticating: Data(keyID.utf8))
        guard let text = box?.combined?.base64EncodedString() else {
            throw .storage(.failed(code: 0))
        }
        return text
    }

    private func unwrap(
        _ record: SigningKeyRecord
    ) throws(DirectoryError) -> P256.Signing.PrivateKey {
        guard let combined = Data(base64Encoded: record.wrappedPrivateKey),
            let box = try? AES.GCM.SealedBox(combined: combined),
            let scalar = try? AES.GCM.open(
                box, using: secret.wrappingKey, authenticating: Data(record.keyID.utf8)),
            let key = try? P256.Signing.PrivateKey(rawRepresentation: scalar)
        else { throw .storage(.secretMismatch) }
        return key
    }
}
