/// What an address must be to stand in a header and in a command of SMTP as it is, unquoted. Stored
/// addresses are so; this holds for whatever else comes here.
enum MailAddress {
    /// RFC 5321 §4.5.3.1.3.
    static let bytesMax = 254

    /// Nil for what is no plain address.
    static func domain(of address: String) -> String? {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), address.utf8.count <= bytesMax,
            address.unicodeScalars.allSatisfy(isPlain)
        else { return nil }
        return String(parts[1])
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned:
            false
        default:
            !"<>()[]:;\\,\"".unicodeScalars.contains(scalar)
        }
    }
}
