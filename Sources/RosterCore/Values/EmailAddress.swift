/// An e-mail address as the directory stores it: dot-atom local part of at most 64 bytes, a domain
/// of at least two labels, 254 bytes in all, as written and as sent (RFC 5321 §4.5.3.1, RFC 5322
/// §3.4.1). Letters outside ASCII are allowed on both sides (RFC 6531); quoted local parts and
/// address literals, which no mailbox of a person has, are not.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    /// As it was written: this is what people are shown.
    package let rawValue: String
    /// The folded local part at the domain's A-labels: the same for every spelling of the domain.
    package let key: FoldedKey

    /// - Throws: ``InvalidField`` for ``Field/email``.
    package init(parsing text: String) throws(InvalidField) {
        guard text.utf8.count <= Limits.emailBytesMax else {
            throw InvalidField(.email, .tooLong(maximum: Limits.emailBytesMax))
        }
        guard let (local, domain) = Self.parts(of: text), Self.isLocalPart(local),
            let ascii = Self.ascii(domain)
        else { throw InvalidField(.email, .malformed) }
        guard local.utf8.count + 1 + ascii.utf8.count <= Limits.emailBytesMax else {
            throw InvalidField(.email, .tooLong(maximum: Limits.emailBytesMax))
        }
        let key = FoldedKey(folding: text)
        // The folded form, too: a wide `＠` or dot is a letter as it is typed, and parts the key.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) || Self.isWellFormed(key) else {
            throw InvalidField(.email, .malformed)
        }
        self.rawValue = text
        self.key = key
    }

    /// An address that the database holds already.
    package init(stored text: String, key: FoldedKey) {
        self.rawValue = text
        self.key = key
    }

    package var description: String { rawValue }

    /// What a search for text looks at: the folded address with its domain as people read it,
    /// whichever way it was written.
    package var searchText: FoldedKey {
        // Most addresses are their own.
        if rawValue.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "-") }) {
            return FoldedKey(foldingText: rawValue)
        }
        let plain = FoldedKey(foldingText: rawValue)
        let isPlain =
            rawValue.utf8.allSatisfy { $0 < 0x80 }
            && plain.rawValue.firstRange(ofText: "xn--") == nil
        guard !isPlain, let (local, domain) = Self.parts(of: rawValue) else { return plain }
        return FoldedKey(foldingText: local + "@" + DomainName.unicode(domain))
    }

    /// Whether the address is spelt as the mailbox that its key names. A local part whose folded form
    /// is more than its lower-case letters is another mailbox than the one it folds to, and would be
    /// taken for that one's (THREATS 29). Of the domain the spellings that people use count: letters
    /// of either case and any form of dot, or A-labels.
    package var isPlainlySpelt: Bool {
        guard let (local, domain) = Self.parts(of: rawValue),
            local.lowercased() == FoldedKey(foldingText: local).rawValue
        else { return false }
        let dotted = String(
            String.UnicodeScalarView(
                domain.unicodeScalars.map { Self.dots.contains($0) ? "." : $0 }))
        let lower = dotted.lowercased()
        return lower == DomainName.ascii(domain) || lower == DomainName.unicode(domain)
    }

    /// What UTS #46 reads as the dot between two labels.
    private static let dots: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]

    /// By code points: an accent after the `@` belongs to the domain, and makes it malformed.
    private static func parts(of text: String) -> (local: String, domain: String)? {
        let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }

    private static func isLocalPart(_ text: String) -> Bool {
        guard text.utf8.count <= Limits.emailLocalPartBytesMax else { return false }
        return text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
            .allSatisfy { atom in !atom.isEmpty && atom.allSatisfy(isAtomText) }
    }

    /// Whether a key still is one local part of atoms before one `@`.
    private static func isWellFormed(_ key: FoldedKey) -> Bool {
        let parts = key.rawValue.unicodeScalars.split(
            separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        return parts[0].split(omittingEmptySubsequences: false) { $0 == "." }.allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy(isAtomText)
        }
    }

    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return isLetterOrDigit(scalar) || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
        }
        return scalar.isAllowedInNames && !scalar.properties.isWhitespace
            && !scalar.properties.isDefaultIgnorableCodePoint
    }

    /// The A-labels of a domain of two labels or more; nil for what is none.
    private static func ascii(_ domain: String) -> String? {
        // Invisible characters would be mapped to nothing; joiners may be letters, which ICU checks.
        guard
            domain.unicodeScalars.allSatisfy({
                $0.isASCII || isJoiner($0) || !$0.properties.isDefaultIgnorableCodePoint
            }), let ascii = DomainName.ascii(domain),
            DomainName.unicode(domain).unicodeScalars.allSatisfy({
                isLetterOrDigit($0) || isJoiner($0) || $0 == "-" || $0 == "."
            })
        else { return nil }
        let labels = ascii.utf8.split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let areFit = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
                && label.last != UInt8(ascii: "-")
        }
        return labels.count >= 2 && areFit ? ascii : nil
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{200C}" || scalar == "\u{200D}"
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber:
            return !scalar.properties.isDefaultIgnorableCodePoint
        default:
            return false
        }
    }
}
