/// A phone as the directory stores it: free text of at most 32 code points, echoed as given.
/// Only one that a code has proven is a login id, under its ``key``.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    /// Computed when asked for: most reads of an account do not look at it.
    package var key: FoldedKey { PhoneNumber.key(of: rawValue) }

    /// - Throws: ``InvalidField`` for ``Field/phone``.
    package init(parsing text: String) throws(InvalidField) {
        let scalars = text.unicodeScalars
        guard scalars.count <= Limits.phoneCodePointsMax else {
            throw InvalidField(.phone, .tooLong(maximum: Limits.phoneCodePointsMax))
        }
        guard scalars.allSatisfy({ $0.isAllowedInNames }) else {
            throw InvalidField(.phone, .forbiddenCharacters)
        }
        // Of the folded form: what is left of it is what is looked up.
        let folded = FoldedKey(folding: text).rawValue.unicodeScalars
        guard folded.contains(where: { !$0.properties.isWhitespace }) else {
            throw InvalidField(.phone, .malformed)
        }
        self.rawValue = text
    }

    /// A phone that the database holds already.
    package init(stored text: String) {
        self.rawValue = text
    }

    package var description: String { rawValue }

    /// Digits normalised: white space and dashes dropped, and `+86`, `86`, `0086` stripped from
    /// mainland mobile numbers (1, then 3 to 9, then nine digits), so that one phone has one key.
    package static func key(of text: String) -> FoldedKey {
        let folded = FoldedKey(foldingText: text).rawValue
        let packed = String(
            String.UnicodeScalarView(
                folded.unicodeScalars.filter {
                    !$0.properties.isWhitespace && $0.properties.generalCategory != .dashPunctuation
                }))
        for prefix in ["+86", "0086", "86", ""] {
            if let rest = packed.after(prefix: prefix), isMainlandMobile(rest) {
                return FoldedKey(stored: String(rest))
            }
        }
        return FoldedKey(stored: packed)
    }

    /// Whether a text would pass for somebody's phone number: five digits or more and nothing
    /// else but plus signs and separators.
    static func looksLikePhone(_ text: String) -> Bool {
        var digits = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits += 1
            case "+", "(", ")", ".", "/": continue
            default:
                guard
                    scalar.properties.isWhitespace
                        || scalar.properties.generalCategory == .dashPunctuation
                else { return false }
            }
        }
        return digits >= 5
    }

    private static func isMainlandMobile(_ text: Substring) -> Bool {
        let digits = Array(text.utf8)
        return digits.count == 11 && digits.allSatisfy { (0x30...0x39).contains($0) }
            && digits[0] == 0x31 && (0x33...0x39).contains(digits[1])
    }
}
