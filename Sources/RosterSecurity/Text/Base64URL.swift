import Foundation

/// Base64url without padding (RFC 4648 §5), the alphabet of JWT and JWK.
enum Base64URL {
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The bytes of `text`, or nil unless it is the one text that ``encode(_:)`` makes of them:
    /// padding, foreign characters and stray bits at the end would be further spellings.
    static func decode(_ text: Substring) -> [UInt8]? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + padding), encode(data) == text else {
            return nil
        }
        return Array(data)
    }
}
