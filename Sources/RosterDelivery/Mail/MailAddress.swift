import RosterCore

/// An address as it goes over the wire, unquoted: its local part as it was written, its domain with
/// A-labels, which every server reads (RFC 5321 §2.3.5, RFC 5890 §2.3.2.1).
struct MailAddress: Sendable, Equatable {
    /// RFC 5321 §4.5.3.1.3.
    static let bytesMax = 254

    let local: String
    let domain: String

    /// In a header and in a command of SMTP.
    var wire: String { "\(local)@\(domain)" }

    /// Whether only servers and readers of internationalised mail can take it (RFC 6531).
    var needsUTF8: Bool { local.utf8.contains { $0 >= 0x80 } }

    /// Nil for what cannot stand in a header and a command as it is. Stored addresses can; this holds
    /// for whatever else comes here.
    init?(_ address: String) {
        let parts = address.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
            address.unicodeScalars.allSatisfy(Self.isPlain),
            let domain = DomainName.ascii(String(parts[1]))
        else { return nil }
        local = String(parts[0])
        self.domain = domain
        guard address.utf8.count <= Self.bytesMax, wire.utf8.count <= Self.bytesMax else {
            return nil
        }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        // Joiners are letters of some scripts; ICU has looked at those of a domain.
        if scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned:
            return false
        default:
            return !"<>()[]:;\\,\"".unicodeScalars.contains(scalar)
        }
    }
}
