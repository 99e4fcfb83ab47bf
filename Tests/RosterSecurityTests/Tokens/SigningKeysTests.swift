import Crypto
import Foundation
import JWTKit
import RosterCore
import RosterSecurity
import Testing

@Suite("Signing keys")
struct SigningKeysTests {
    private let keys: SigningKeys

    init() throws { keys = try TokenForge.signingKeys() }

    private func key(at milliseconds: Int64 = 0) throws -> SigningKeyRecord {
        try keys.makeKey(createdAt: Timestamp(milliseconds: milliseconds))
    }

    @Test("a made key says what it is, and hides its private half")
    func made() throws {
        let record = try key(at: 1234)
        #expect(record.keyID.utf8.count == 16)
        #expect(record.keyID.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase })
        #expect(record.algorithm == "ES256")
        #expect(record.createdAt == Timestamp(milliseconds: 1234))
        let point = try #require(Data(base64Encoded: record.publicKey))
        #expect(point.count == 65 && point.first == 4)
        // Nonce, scalar, tag.
        #expect(Data(base64Encoded: record.wrappedPrivateKey)?.count == 12 + 32 + 16)
        #expect(try key().keyID != record.keyID)
    }

    @Test("a token carries these claims and this header, times cut to whole seconds")
    func claims() async throws {
        let record = try key()
        let keyring = try keys.keyring(of: [record])
        let claims = AccessClaims(
            accountID: AccountID(42), sessionID: SessionID("0123456789abcdef01234567"),
            generation: 3, issuedAt: Timestamp(milliseconds: 1_700_000_000_999),
            expiresAt: Timestamp(milliseconds: 1_700_003_600_001))
        let token = try await keyring.sign(claims, role: .admin)
        let parts = token.split(separator: ".")
        #expect(parts.count == 3)
        #expect(
            Self.text(parts[0]) == #"{"alg":"ES256","kid":"\#(record.keyID)","typ":"JWT"}"#)
        #expect(
            Self.text(parts[1]) == """
                {"exp":1700003600,"gen":3,"iat":1700000000,"iss":"http://127.0.0.1:3000",\
                "role":"admin","sid":"0123456789abcdef01234567","sub":"42"}
                """)
        let verified = try await keyring.verify(token)
        #expect(
            verified
                == AccessClaims(
                    accountID: claims.accountID, sessionID: claims.sessionID, generation: 3,
                    issuedAt: Timestamp(milliseconds: 1_700_000_000_000),
                    expiresAt: Timestamp(milliseconds: 1_700_003_600_000)))
    }

    @Test("whoever has the public keys can check a token")
    func published() async throws {
        let keyring = try keys.keyring(of: [key(at: 1), key(at: 2)])
        let members = keyring.publicKeys.map { key in
            """
            {"kty":"EC","crv":"P-256","use":"sig","alg":"\(key.algorithm)","kid":"\(key.keyID)",\
            "x":"\(key.x)","y":"\(key.y)"}
            """
        }
        let client = try await JWTKeyCollection()
            .add(jwksJSON: #"{"keys":[\#(members.joined(separator: ","))]}"#)
        let token = try await keyring.sign(TokenForge.claims, role: .user)
        let payload: Payload = try await client.verify(token)
        #expect(payload.sub == "42" && payload.role == "user")
        for key in keyring.publicKeys {
            #expect(key.x.utf8.count == 43 && key.y.utf8.count == 43)
        }
    }

    private struct Payload: JWTPayload {
        let sub: String
        let role: String

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    @Test("the newest key signs, all verify, and the public ones come newest first")
    func rotation() async throws {
        let old = try key(at: 1)
        let new = try key(at: 2)
        let before = try keys.keyring(of: [old])
        let token = try await before.sign(TokenForge.claims, role: .user)
        for records in [[old, new], [new, old]] {
            let keyring = try keys.keyring(of: records)
            #expect(keyring.publicKeys.map(\.keyID) == [new.keyID, old.keyID])
            #expect(try await keyring.verify(token) == TokenForge.claims)
            let fresh = try await keyring.sign(TokenForge.claims, role: .user)
            await #expect(throws: TokenFailure.unknownKey) { try await before.verify(fresh) }
        }
        let after = try keys.keyring(of: [new])
        await #expect(throws: TokenFailure.unknownKey) { try await after.verify(token) }
    }

    @Test("keys of the same time keep the order of the records")
    func sameTime() throws {
        let records = try (0..<8).map { _ in try key() }
        #expect(
            try keys.keyring(of: records).publicKeys.map(\.keyID) == records.map(\.keyID))
    }

    @Test("without a key nothing is signed and nothing known")
    func empty() async throws {
        let keyring = try keys.keyring(of: [])
        let token = try await keys.keyring(of: [key()]).sign(TokenForge.claims, role: .user)
        #expect(keyring.publicKeys.isEmpty)
        await #expect(throws: TokenFailure.unknownKey) { try await keyring.verify(token) }
        await #expect(throws: DirectoryError.storage(.unavailable)) {
            try await keyring.sign(TokenForge.claims, role: .user)
        }
    }

    @Test("another secret does not open a key")
    func otherSecret() throws {
        let secret = try #require(InstallSecret(bytes: [UInt8](repeating: 8, count: 32)))
        let others = SigningKeys(secret: secret, issuer: TokenForge.issuer)
        let record = try key()
        #expect(throws: DirectoryError.storage(.secretMismatch)) {
            try others.keyring(of: [record])
        }
    }

    @Test("a wrapped key with any byte changed does not open")
    func tampered() throws {
        let record = try key()
        let wrapped = try #require(Data(base64Encoded: record.wrappedPrivateKey))
        for index in wrapped.indices {
            var other = wrapped
            other[index] ^= 1
            #expect(throws: DirectoryError.storage(.secretMismatch)) {
                try keys.keyring(of: [Self.change(record, wrapped: other.base64EncodedString())])
            }
        }
        for text in ["", "no base64!", wrapped.dropLast().base64EncodedString()] {
            #expect(throws: DirectoryError.storage(.secretMismatch)) {
                try keys.keyring(of: [Self.change(record, wrapped: text)])
            }
        }
    }

    @Test("a wrapped key does not open under another id")
    func swapped() throws {
        let record = try key()
        #expect(throws: DirectoryError.storage(.secretMismatch)) {
            try keys.keyring(of: [Self.change(record, keyID: "0011223344556677")])
        }
    }

    @Test("a public key that is not the private one's, or another algorithm, is refused")
    func foreign() throws {
        let record = try key()
        let other = try key()
        #expect(throws: DirectoryError.storage(.corrupt)) {
            try keys.keyring(of: [Self.change(record, publicKey: other.publicKey)])
        }
        #expect(throws: DirectoryError.storage(.newerSchema)) {
            try keys.keyring(of: [Self.change(record, algorithm: "EdDSA")])
        }
    }

    private static func change(
        _ record: SigningKeyRecord, keyID: String? = nil, algorithm: String? = nil,
        publicKey: String? = nil, wrapped: String? = nil
    ) -> SigningKeyRecord {
        SigningKeyRecord(
            keyID: keyID ?? record.keyID, algorithm: algorithm ?? record.algorithm,
            publicKey: publicKey ?? record.publicKey,
            wrappedPrivateKey: wrapped ?? record.wrappedPrivateKey, createdAt: record.createdAt)
    }

    private static func text(_ part: Substring) -> String? {
        let text = part.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4))
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
