import Foundation
import RosterCore

/// The outside of an access token (RFC 7515, compact): its form, its header, and the one spelling
/// that its signature may have. All of it before any cryptography.
enum TokenText {
    static let bytesMax = 4096
    static let type = "JWT"

    /// Cheap and the first of all checks: not too long, and of printable ASCII.
    static func isOfUsualForm(_ token: String) -> Bool {
        token.utf8.count <= bytesMax && token.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// The key that the header names.
    /// - Throws: ``TokenFailure/invalid`` for another algorithm or the mirrored signature,
    ///   ``TokenFailure/malformed`` for whatever else we would not write: no key id, further
    ///   members such as `crit`, another spelling of base64url.
    static func keyID(
        of token: String, algorithm: String
    ) throws(TokenFailure) -> String {
        let parts = token.split(at: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]),
            Base64URL.decode(parts[1]) != nil, let signature = Base64URL.decode(parts[2]),
            let members = try? JSONDecoder().decode([String: String].self, from: Data(header))
        else { throw .malformed }
        guard members["alg"] == algorithm else { throw .invalid }
        guard members.count == 3, members["typ"] == type, let keyID = members["kid"],
            signature.count == ES256Signature.bytesCount
        else { throw .malformed }
        guard ES256Signature.isLow(signature) else { throw .invalid }
        return keyID
    }

    /// `token` with its signature in the spelling that ``keyID(of:algorithm:)`` accepts. Nil for no
    /// token.
    static func withLowSignature(_ token: String) -> String? {
        guard let dot = token.lastIndex(ofScalar: "."),
            let signature = Base64URL.decode(token[token.utf8.index(after: dot)...]),
            signature.count == ES256Signature.bytesCount
        else { return nil }
        return token[...dot] + Base64URL.encode(ES256Signature.lowered(signature))
    }
}
