/// A text in the form in which it is looked up and compared: NFKC_Casefold, which drops
/// default-ignorable code points (DESIGN §2; Unicode, UAX #44 property NFKC_Casefold).
/// `Foo`, `foo` and `ｆｏｏ` have one key, and an invisible character makes no new name.
package struct FoldedKey: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    /// The key of a name, an address, or whatever else is typed as a login id. In a text of the form
    /// of an e-mail the domain counts as what it is to mail servers: its A-labels, so that one
    /// mailbox is one login id however its domain is spelt (THREATS 4). Empty when `text` holds
    /// nothing but ignorable code points.
    package init(folding text: String) {
        self.rawValue = FoldedKey.foldID(text)
    }

    /// The form in which free text is searched: display names, cards, phones, words to look for. An
    /// address in it is text like any other.
    package init(foldingText text: String) {
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
        let key = FoldedKey(foldingText: text)
        return key.isEmpty && !text.isEmpty ? nil : key
    }

    private static func foldID(_ text: String) -> String {
        // In ASCII, A-labels included, the lower case is all.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        let plain = fold(text)
        guard plain.utf8.contains(UInt8(ascii: "@")) else { return plain }
        let parts = text.unicodeScalars.split(
            omittingEmptySubsequences: false, whereSeparator: isAtSign)
        guard parts.count == 2 else { return plain }
        let local = fold(String(parts[0]))
        let domain = String(parts[1])
        // Folded first where ICU refuses it as it is: an invisible character makes no new mailbox.
        guard !local.isEmpty,
            let ascii = DomainName.ascii(domain) ?? DomainName.ascii(fold(domain)),
            ascii.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy({ !$0.isEmpty }), ascii.utf8.contains(UInt8(ascii: "."))
        else { return plain }
        return local + "@" + ascii
    }

    /// All that NFKC makes an at sign.
    private static func isAtSign(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "@" || scalar == "\u{FF20}" || scalar == "\u{FE6B}"
    }

    private static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        return Normalization.folded(text)
    }
}
