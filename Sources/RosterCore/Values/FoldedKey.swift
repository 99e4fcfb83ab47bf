import CUnicodeFolding

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

    private static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        let source = Array(text.utf16)
        // Folding grows a text at most eighteenfold (U+FDFA); the loop ends at the second turn.
        var target = [UInt16](repeating: 0, count: source.count * 2 + 16)
        while true {
            let length = unsafe roster_nfkc_casefold(
                source, Int32(source.count), &target, Int32(target.count))
            // ICU's normaliser fails only without its data, which is linked into the library;
            // the plain lower-case form then still keeps equal names equal.
            guard length >= 0 else { return text.lowercased() }
            if Int(length) <= target.count {
                return String(decoding: target[..<Int(length)], as: UTF16.self)
            }
            target = [UInt16](repeating: 0, count: Int(length))
        }
    }
}
