import Crypto
import Foundation
import RosterCore
import RosterSecurity
import Testing

/// Makes keys and tokens as an attacker, or another program that holds the key, would: with
/// nothing of the code under test but the wrapping of a key, which it spells out again.
struct TokenForge: Sendable {
    static let issuer = "http://127.0.0.1:3000"
    static let secretBytes = [UInt8](repeating: 7, count: 32)

    let keyID: String
    let privateKey = P256.Signing.PrivateKey()

    static func secret() throws -> InstallSecret {
        try #require(InstallSecret(bytes: secretBytes))
    }

    static func signingKeys() throws -> SigningKeys {
        SigningKeys(secret: try secret(), issuer: issuer)
    }

    /// The key as the database holds it.
    func record(createdAt: Int64 = 0) throws -> SigningKeyRecord {
        let wrappingKey = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Self.secretBytes),
            info: Data("roster/1 wrap signing keys".utf8), outputByteCount: 32)
        let box = try AES.GCM.seal(
            privateKey.rawRepresentation, using: wrappingKey, authenticating: Data(keyID.utf8))
        return SigningKeyRecord(
            keyID: keyID, algorithm: "ES256",
            publicKey: privateKey.publicKey.x963Representation.base64EncodedString(),
            wrappedPrivateKey: try #require(box.combined).base64EncodedString(),
            createdAt: Timestamp(milliseconds: createdAt))
    }

    var header: String { #"{"alg":"ES256","kid":"\#(keyID)","typ":"JWT"}"# }

    static let payload = """
        {"exp":2000003600,"gen":3,"iat":2000000000,"iss":"http://127.0.0.1:3000",\
        "role":"admin","sid":"0123456789abcdef01234567","sub":"42"}
        """

    /// What ``payload`` says.
    static let claims = AccessClaims(
        accountID: AccountID(42), sessionID: SessionID("0123456789abcdef01234567"), generation: 3,
        issuedAt: Timestamp(milliseconds: 2_000_000_000_000),
        expiresAt: Timestamp(milliseconds: 2_000_003_600_000))

    /// A token with a right signature of the lower, or of the higher s.
    func token(
        header: String? = nil, payload: String = Self.payload, hasLowSignature: Bool = true
    ) throws -> String {
        let text = Self.part(header ?? self.header) + "." + Self.part(payload)
        while true {
            let signature = try privateKey.signature(for: Data(text.utf8)).rawRepresentation
            // Nearly half of n, so that each try is clearly on one side.
            let isLow = signature[32] < 0x7F
            if isLow == hasLowSignature, isLow || signature[32] > 0x80 {
                return text + "." + Self.part(signature)
            }
        }
    }

    /// Signed with HMAC under `key`, as whoever knows only the public key can.
    func tokenByHMAC(key: Data) -> String {
        let header = #"{"alg":"HS256","kid":"\#(keyID)","typ":"JWT"}"#
        let text = Self.part(header) + "." + Self.part(Self.payload)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(text.utf8), using: SymmetricKey(data: key))
        return text + "." + Self.part(Data(code))
    }

    static func part(_ text: String) -> String { part(Data(text.utf8)) }

    static func part(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
