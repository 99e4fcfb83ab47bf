import Crypto
import Foundation

/// Makes tokens that must never be accepted, from one that is.
struct TokenForge {
    let header: [String: Any]
    let claims: [String: Any]
    private let parts: [String]

    init?(_ token: String) {
        parts = token.components(separatedBy: ".")
        guard parts.count == 3, let header = Self.object(parts[0]),
            let claims = Self.object(parts[1])
        else { return nil }
        self.header = header
        self.claims = claims
    }

    /// With other header fields and claims; signed with HS256 and `key`, or with the old signature.
    func forged(
        header changes: [String: Any] = [:], claims others: [String: Any] = [:],
        hmacKey key: Data? = nil, signature: String? = nil
    ) -> String {
        let head = Self.text(header.merging(changes) { $1 })
        let body = Self.text(claims.merging(others) { $1 })
        var end = signature ?? parts[2]
        if let key {
            let code = HMAC<SHA256>.authenticationCode(
                for: Data("\(head).\(body)".utf8), using: SymmetricKey(data: key))
            end = Self.base64URL(Data(code))
        }
        return "\(head).\(body).\(end)"
    }

    /// Signed with another ES256 key than the server's.
    func signedByStranger() throws -> String {
        let head = parts[0]
        let signature = try P256.Signing.PrivateKey().signature(
            for: Data("\(head).\(parts[1])".utf8))
        return "\(head).\(parts[1]).\(Self.base64URL(signature.rawRepresentation))"
    }

    static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    static func data(base64URL text: String) -> Data? {
        var text = text.replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        while text.count % 4 != 0 { text += "=" }
        return Data(base64Encoded: text)
    }

    private static func object(_ part: String) -> [String: Any]? {
        guard let data = data(base64URL: part) else { return nil }
        return (try? JSONSerialization.jsonObject(with: data)) as? [String: Any]
    }

    private static func text(_ object: [String: Any]) -> String {
        base64URL((try? JSONSerialization.data(withJSONObject: object)) ?? Data())
    }
}
