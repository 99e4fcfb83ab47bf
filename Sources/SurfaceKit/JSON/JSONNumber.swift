/// A JSON number as it was spelt: `1`, `1.0` and `1e0` are three different ones, all with the
/// `int64` 1. Equality compares the spelling.
package struct JSONNumber: Sendable, Hashable {
    /// The spelling: always a number by the grammar of RFC 8259 §6, hence ASCII.
    package let text: String

    /// A number spelt by somebody else; nil when the text is not a JSON number.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        guard JSONNumber.end(in: bytes, from: 0) == bytes.count else { return nil }
        self.text = text
    }

    /// A whole number in its plain decimal spelling.
    package init(_ value: some FixedWidthInteger) {
        text = String(value)
    }

    /// The shortest spelling that reads back as the same number; nil for infinities and NaN, which
    /// JSON has not.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// For the parser, which has checked the grammar already.
    init(checked text: String) {
        self.text = text
    }

    /// The nearest double; nil when the number lies outside a double's range.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

// MARK: - Whole numbers

extension JSONNumber {
    /// The number if it is whole and fits; `1.0`, `1e2` and `-0` are whole, `1.5` is not. Nothing is
    /// rounded: the digits are counted, not converted.
    package var int64: Int64? {
        let decimal = Decimal(text)
        guard !decimal.digits.isEmpty else { return 0 }
        // 19 digits hold every Int64; the check also keeps the loop below short for `1e999999`.
        guard decimal.exponent >= 0, decimal.digits.count + decimal.exponent <= 19 else {
            return nil
        }
        var value: Int64 = 0
        let zeros = repeatElement(UInt8(0), count: decimal.exponent)
        for digits in [decimal.digits, Array(zeros)] {
            for digit in digits {
                let (tenfold, tooLarge) = value.multipliedReportingOverflow(by: 10)
                // Built downwards, as Int64.min has no positive twin.
                let (next, tooSmall) = tenfold.subtractingReportingOverflow(Int64(digit))
                guard !tooLarge, !tooSmall else { return nil }
                value = next
            }
        }
        if decimal.isNegative { return value }
        return value == .min ? nil : -value
    }

    /// `digits` times ten to the power of `exponent`, without zeros at either end of the digits;
    /// no digits at all are zero.
    private struct Decimal {
        var isNegative = false
        var digits: [UInt8] = []
        var exponent = 0

        init(_ text: String) {
            var fractionDigits = 0
            var isInFraction = false
            var written = 0
            var isWrittenNegative = false
            var isInExponent = false
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "-"):
                    if isInExponent { isWrittenNegative = true } else { isNegative = true }
                case UInt8(ascii: "+"): break
                case UInt8(ascii: "."): isInFraction = true
                case UInt8(ascii: "e"), UInt8(ascii: "E"): isInExponent = true
                default:
                    let digit = byte - UInt8(ascii: "0")
                    if isInExponent {
                        // Saturates far above any count of digits that a document can hold.
                        written = min(written * 10 + Int(digit), 1 << 50)
                    } else {
                        if isInFraction { fractionDigits += 1 }
                        if digit != 0 || !digits.isEmpty { digits.append(digit) }
                    }
                }
            }
            exponent = (isWrittenNegative ? -written : written) - fractionDigits
            while digits.last == 0 {
                digits.removeLast()
                exponent += 1
            }
        }
    }
}

// MARK: - Grammar

extension JSONNumber {
    /// Where the number that starts at `start` ends, or nil when there is none: RFC 8259 §6, no
    /// leading zeros, no bare point, no plus sign.
    static func end(in bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        func skipDigits() -> Bool {
            let first = position
            while position < bytes.count, bytes[position] &- 0x30 <= 9 { position += 1 }
            return position > first
        }
        func skip(_ wanted: Unicode.Scalar) -> Bool {
            guard position < bytes.count, bytes[position] == UInt8(ascii: wanted) else {
                return false
            }
            position += 1
            return true
        }
        _ = skip("-")
        if !skip("0") {
            guard skipDigits() else { return nil }
        }
        if skip(".") {
            guard skipDigits() else { return nil }
        }
        if skip("e") || skip("E") {
            _ = skip("+") || skip("-")
            guard skipDigits() else { return nil }
        }
        return position
    }
}
