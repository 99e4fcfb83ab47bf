import CUnicodeFolding

/// Unicode's normal forms, by ICU.
enum Normalization {
    /// NFKC_Casefold: for looking up and comparing (``FoldedKey``).
    static func folded(_ text: String) -> String {
        // ICU's normaliser fails only without its data, which is linked into the library; the
        // plain lower-case form then still keeps equal names equal.
        unsafe mapped(text, growth: 2) { unsafe roster_nfkc_casefold($0, $1, $2, $3) }
            ?? text.lowercased()
    }

    /// NFC: composed, and otherwise as it was.
    static func composed(_ text: String) -> String {
        unsafe mapped(text, growth: 1) { unsafe roster_nfc($0, $1, $2, $3) } ?? text
    }

    /// Writes UTF-16 to a target with room for so many units; how many it has written or would, or
    /// less than zero for what it refuses.
    typealias Mapping = (
        UnsafePointer<UInt16>, Int32, UnsafeMutablePointer<UInt16>, Int32
    ) -> Int32

    /// - Parameter growth: How many times longer than the text the first try may become; the second one
    ///   knows the length. Folding grows a text at most eighteenfold (U+FDFA), composing threefold.
    static func mapped(
        _ text: String, growth: Int, by map: Mapping
    ) -> String? {
        let source = Array(text.utf16)
        var target = [UInt16](repeating: 0, count: source.count * growth + 16)
        while true {
            let length = unsafe map(
                source, Int32(source.count), &target, Int32(target.count))
            guard length >= 0 else { return nil }
            if Int(length) <= target.count {
                return String(decoding: target[..<Int(length)], as: UTF16.self)
            }
            target = [UInt16](repeating: 0, count: Int(length))
        }
    }
}
