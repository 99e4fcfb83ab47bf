package import RosterCore
import Synchronization

/// Makes keys and keyrings without cryptography; what is wrapped under one secret does not open
/// under another.
package struct FakeSigningKeys: SigningKeyProviding {
    private let secret: String
    private let random: SeededBytes

    package init(secret: String, random: SeededBytes) {
        self.secret = secret
        self.random = random
    }

    package func makeKey(createdAt: Timestamp) throws(DirectoryError) -> SigningKeyRecord {
        let keyID = random.next(8).map { String($0, radix: 16) }.joined()
        return SigningKeyRecord(
            keyID: keyID, algorithm: "ES256", publicKey: "public-\(keyID)",
            wrappedPrivateKey: weakDigest(keyID, key: secret), createdAt: createdAt)
    }

    package func keyring(
        of records: [SigningKeyRecord]
    ) throws(DirectoryError) -> any TokenSigning {
        for record in records
        where record.wrappedPrivateKey != weakDigest(record.keyID, key: secret) {
            throw .storage(.secretMismatch)
        }
        return FakeKeyring(records: records)
    }
}

/// Tokens of three parts: key id, claims, and a digest of both under the key. A changed character
/// anywhere is found.
package struct FakeKeyring: TokenSigning {
    private let records: [SigningKeyRecord]

    init(records: [SigningKeyRecord]) { self.records = records }

    package var publicKeys: [PublicSigningKey] {
        records.map {
            PublicSigningKey(keyID: $0.keyID, algorithm: $0.algorithm, x: $0.publicKey, y: "")
        }
    }

    package func sign(
        _ claims: AccessClaims, role: Role
    ) async throws(DirectoryError) -> String {
        guard let newest = records.first else { throw .storage(.unavailable) }
        let payload = [
            claims.accountID.description, claims.sessionID.rawValue, "\(claims.generation)",
            "\(claims.issuedAt.milliseconds / 1000)", "\(claims.expiresAt.milliseconds / 1000)",
        ].joined(separator: "_")
        return "\(newest.keyID).\(payload).\(Self.signature(payload, by: newest))"
    }

    package func verify(_ token: String) async throws(TokenFailure) -> AccessClaims {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { throw .malformed }
        let values = parts[1].split(separator: "_").map(String.init)
        guard values.count == 5, let account = Int64(values[0]), let generation = Int64(values[2]),
            let issued = Int64(values[3]), let expires = Int64(values[4])
        else { throw .malformed }
        guard let key = records.first(where: { $0.keyID == parts[0] }) else { throw .unknownKey }
        guard parts[2] == Self.signature(parts[1], by: key) else { throw .invalid }
        return AccessClaims(
            accountID: AccountID(account), sessionID: SessionID(values[1]), generation: generation,
            issuedAt: Timestamp(milliseconds: issued * 1000),
            expiresAt: Timestamp(milliseconds: expires * 1000))
    }

    private static func signature(_ payload: String, by key: SigningKeyRecord) -> String {
        weakDigest(payload, key: key.wrappedPrivateKey)
    }
}

/// Holds the keyring of one process.
package final class FakeKeyrings: KeyringHolding {
    private let keyring = Mutex<(any TokenSigning)?>(nil)

    package init() {}

    package var current: (any TokenSigning)? { keyring.withLock { $0 } }

    package func replace(with new: any TokenSigning) { keyring.withLock { $0 = new } }
}
