/// An e-mail address as the directory stores it: dot-atom local part of at most 64 bytes, a domain
/// of at least two labels, 254 bytes in all (RFC 5321 §4.5.3.1, RFC 5322 §3.4.1). Letters
/// outside ASCII are allowed on both sides (RFC 6531); quoted local parts and address literals,
/// which no mailbox of a person has, are not.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    /// As it was written: codes go to this spelling and no other.
    package let rawValue: String
    package let key: FoldedKey

    /// - Throws: ``InvalidField`` for ``Field/email``.
    package init(parsing text: String) throws(InvalidField) {
        guard text.utf8.count <= Limits.emailBytesMax else {
            throw InvalidField(.email, .tooLong(maximum: Limits.emailBytesMax))
        }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isLocalPart(parts[0]), Self.isDomain(parts[1]) else {
            throw InvalidField(.email, .malformed)
        }
        let key = FoldedKey(folding: text)
        // The folded form, too: a wide `＠` or dot is a letter as it is typed, and parts the key.
        guard Self.isWellFormed(key) else { throw InvalidField(.email, .malformed) }
        self.rawValue = text
        self.key = key
    }

    /// An address that the database holds already.
    package init(stored text: String, key: FoldedKey) {
        self.rawValue = text
        self.key = key
    }

    package var description: String { rawValue }

    private static func isLocalPart(_ text: Substring) -> Bool {
        guard text.utf8.count <= Limits.emailLocalPartBytesMax else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.unicodeScalars.allSatisfy(isAtomText)
        }
    }

    /// Whether a key still is one local part of atoms before one `@`.
    private static func isWellFormed(_ key: FoldedKey) -> Bool {
        let parts = key.rawValue.unicodeScalars.split(
            separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return false }
        return parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.allSatisfy(isAtomText)
        }
    }

    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return isLetterOrDigit(scalar) || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
        }
        return scalar.isAllowedInNames && !scalar.properties.isWhitespace
            && !scalar.properties.isDefaultIgnorableCodePoint
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                    && label.unicodeScalars.allSatisfy { isLetterOrDigit($0) || $0 == "-" }
            }
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
