/// A text in the form in which it is looked up and compared: NFKC_Casefold, which drops
/// default-ignorable code points (DESIGN §2; Unicode, UAX #44 property NFKC_Casefold).
/// `Foo`, `foo` and `ｆｏｏ` have one key, and an invisible character makes no new name.
package struct FoldedKey: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    /// The key of `text`. Empty when `text` holds nothing but ignorable code points.
    package init(folding text: String) {
        self.rawValue = FoldedKey.fold(text)
    }

    /// A key that the database holds already.
    package init(stored rawValue: String) { self.rawValue = rawValue }

    package var isEmpty: Bool { rawValue.isEmpty }

    package var description: String { rawValue }

    /// The key of what a caller searches for; nil when nothing is left of it: no text contains, begins
    /// with or equals what cannot be seen, whereas the empty text is in every one. Whether there is
    /// something to search for is decided on the folded form, never on the typed one.
    package static func searched(_ text: String) -> FoldedKey? {
        let key = FoldedKey(folding: text)
        return key.isEmpty && !text.isEmpty ? nil : key
    }

    private static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        return Normalization.folded(text)
    }
}
