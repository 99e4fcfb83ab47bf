/// The 64 characters of crypt(3), `./0-9A-Za-z`, in the order of their values.
enum CryptAlphabet {
    static func contains(_ byte: UInt8) -> Bool { value(of: byte) != nil }

    static func spells(_ text: Substring) -> Bool { text.utf8.allSatisfy(contains) }

    /// 0...63, nil for other characters.
    static func value(of byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: ".")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "."))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A")) + 12
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 38
        default: nil
        }
    }

    /// A number of six-bit digits, the lowest first. Nil if a character is foreign.
    static func number(lowestFirst text: Substring) -> Int? {
        text.utf8.reversed().reduce(0) { (number: Int?, byte) in
            guard let number, let digit = value(of: byte) else { return nil }
            return number << 6 | digit
        }
    }
}
