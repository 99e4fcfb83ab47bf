import RosterCore

/// Decimal numbers in their one spelling: digits, no sign, no leading zero.
enum StrictDecimal {
    /// Nil for another spelling and beyond 32 bits.
    static func parse(_ text: Substring) -> Int? {
        guard let number = Int(text), String(number) == text, number >= 0,
            number <= Int(UInt32.max)
        else { return nil }
        return number
    }

    /// The number of `<name>=<number>`, a parameter of a PHC string.
    static func parse(_ field: Substring, named name: String) -> Int? {
        field.after(prefix: name + "=").flatMap(parse)
    }
}
