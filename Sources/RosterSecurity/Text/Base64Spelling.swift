import Foundation

/// The spellings of base64 (RFC 4648, section 4) in PBKDF2 and scrypt hashes.
enum Base64Spelling: Sendable {
    /// `+`, `/` and `=` up to a multiple of four characters: Django.
    case padded
    /// The same without `=`: PHC strings.
    case unpadded
    /// `.` for `+`, and no `=`: what passlib calls ab64.
    case adapted

    /// The bytes of `text`, or nil unless it is the one text that spells them: foreign characters
    /// and stray bits at the end would be further spellings.
    func decode(_ text: Substring) -> [UInt8]? {
        var standard = String(text)
        if self == .adapted { standard.replace(".", with: "+") }
        if self != .padded {
            standard += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        }
        guard let data = Data(base64Encoded: standard), encode(data) == text else { return nil }
        return Array(data)
    }

    private func encode(_ data: Data) -> String {
        let standard = data.base64EncodedString()
        return switch self {
        case .padded: standard
        case .unpadded: standard.replacing("=", with: "")
        case .adapted: standard.replacing("=", with: "").replacing("+", with: ".")
        }
    }
}
