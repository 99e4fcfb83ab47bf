/// The name of an account as DESIGN §2 allows it: 1 to 64 code points; no control, format,
/// unassigned or private-use character; no white space at the edges; not `.` or `..`; and not
/// made of ignorable characters alone. Surfaces may ask for less, never for more.
package struct AccountName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String
    package let key: FoldedKey

    /// - Throws: ``InvalidField`` for ``Field/name``.
    package init(parsing text: String) throws(InvalidField) {
        let scalars = text.unicodeScalars
        guard !scalars.isEmpty else { throw InvalidField(.name, .tooShort(minimum: 1)) }
        guard scalars.count <= Limits.nameCodePointsMax else {
            throw InvalidField(.name, .tooLong(maximum: Limits.nameCodePointsMax))
        }
        guard scalars.allSatisfy({ $0.isAllowedInNames }) else {
            throw InvalidField(.name, .forbiddenCharacters)
        }
        let key = FoldedKey(folding: text)
        guard !key.isEmpty else { throw InvalidField(.name, .forbiddenCharacters) }
        // The key too: an invisible character may hide white space at the edge, and a wide or
        // doubled dot is a step in a path once it is folded.
        guard !Self.hasWhitespaceAtEdge(text), !Self.hasWhitespaceAtEdge(key.rawValue),
            key.rawValue != ".", key.rawValue != ".."
        else { throw InvalidField(.name, .malformed) }
        self.rawValue = text
        self.key = key
    }

    /// A name that the database holds already.
    package init(stored text: String, key: FoldedKey) {
        self.rawValue = text
        self.key = key
    }

    /// Whether a person may give this name to itself: one of digits only, or one that looks like
    /// an e-mail or a phone, would let it pose as somebody's other login id (THREATS 4).
    package var isFitForSelfService: Bool {
        let text = key.rawValue
        if text.unicodeScalars.allSatisfy({ $0.properties.numericType != nil }) { return false }
        if text.unicodeScalars.contains("@") { return false }
        return !PhoneNumber.looksLikePhone(text)
    }

    package var description: String { rawValue }

    private static func hasWhitespaceAtEdge(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        return [scalars.first, scalars.last].contains { $0?.properties.isWhitespace == true }
    }
}

extension Unicode.Scalar {
    /// Not a control, format, unassigned, private-use or surrogate code point.
    var isAllowedInNames: Bool {
        switch properties.generalCategory {
        case .control, .format, .unassigned, .privateUse, .surrogate: false
        default: true
        }
    }
}
