import CUnicodeFolding

/// The spellings of one domain (UTS #46 over IDNA 2008, through ICU): `BÜCHER.example`,
/// `bücher。example` and `xn--bcher-kva.example` name the same mailboxes.
package enum DomainName {
    /// The domain with A-labels and in lower case, as it goes over the wire and is compared
    /// (RFC 5890 §2.3.2.1); nil for what UTS #46 does not let be a domain. A domain in ASCII is its
    /// own: whether its labels are fit for a host name is not looked at here.
    package static func ascii(_ text: String) -> String? {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        return unsafe Normalization.mapped(text, growth: 2) { source, count, target, capacity in
            unsafe roster_domain_to_ascii(source, count, target, capacity)
        }
    }

    /// The domain with U-labels, as people read it; the text itself where there are none.
    package static func unicode(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }), !hasEncodedLabel(text) { return text }
        return unsafe Normalization.mapped(text, growth: 2) { source, count, target, capacity in
            unsafe roster_domain_to_unicode(source, count, target, capacity)
        } ?? text
    }

    /// The domain of a text of the form of an e-mail, as ``ascii(_:)`` has it.
    package static func ofMailbox(_ address: String) -> String? {
        let parts = address.unicodeScalars.split(
            separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 ? ascii(String(parts[1])) : nil
    }

    /// Whether a label of a domain in ASCII says that it is an A-label.
    private static func hasEncodedLabel(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: "-")) else { return false }
        return text.utf8.split(separator: UInt8(ascii: ".")).contains { label in
            label.prefix(4).map { $0 | 0x20 }.elementsEqual("xn--".utf8.map { $0 | 0x20 })
        }
    }
}
