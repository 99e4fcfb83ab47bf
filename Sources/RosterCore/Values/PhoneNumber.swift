/// A phone as the directory stores it: free text of at most 32 code points, echoed as given.
/// Only one that a code has proven is a login id, under its ``key``.
package struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    /// One for all spellings of one number: see ``key(of:in:)``.
    package let key: FoldedKey

    /// - Parameter region: Where a number without a country's code is read.
    /// - Throws: ``InvalidField`` for ``Field/phone``.
    package init(parsing text: String, in region: PhoneRegion) throws(InvalidField) {
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
        self.key = PhoneNumber.key(of: text, in: region)
    }

    /// A phone that the database holds already.
    package init(stored text: String, key: FoldedKey) {
        self.rawValue = text
        self.key = key
    }

    package var description: String { rawValue }

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
}
