internal import CPhoneNumbers

/// One phone is one key however it is spelt (THREATS 4, 38; docs/decisions/0032).
extension PhoneNumber {
    /// The E.164 form of what the text dials, as libphonenumber reads it: `+8613800138000`. A text
    /// that dials no valid number - one with letters or an extension is another text, too - has its
    /// own normalised form, under which it may be found and nobody can claim it.
    package static func key(of text: String, in region: PhoneRegion) -> FoldedKey {
        if let digits = dialled(text), let number = number(digits, in: region) {
            return FoldedKey(stored: number)
        }
        return normalized(text)
    }

    /// Whether the phone is a number that can be called, and not merely a text: only such a one is
    /// claimed by a code.
    var isNumber: Bool { PhoneNumber.isNumber(key) }

    package static func isNumber(_ key: FoldedKey) -> Bool {
        // A number with its country's code is the same in every region.
        key.rawValue.starts(withText: "+")
            && number(key.rawValue, in: .china) == key.rawValue
    }

    /// A number that the rule of keys goes by: it rises when the rule changes, so that keys that a
    /// database holds are computed again.
    package static let keyRule = 1

    /// Keys of names that are this phone in a common spelling: who has such a name would be asked
    /// for its password where the phone's owner logs in.
    func namesLikeIt(in region: PhoneRegion) -> [FoldedKey] {
        guard isNumber else { return [key] }
        let digits = String(key.rawValue.unicodeScalars.dropFirst())
        var spellings = ["+\(digits)", digits, "00\(digits)"]
        // Country codes have one to three digits.
        for length in 1...3 {
            let code = String(digits.unicodeScalars.prefix(length))
            let national = String(digits.unicodeScalars.dropFirst(length))
            spellings += [national, "0\(national)", "+\(code) \(national)", "+\(code)-\(national)"]
            guard national.utf8.count == 11 else { continue }
            for separator in [" ", "-"] {
                let grouped = Self.grouped(national, by: separator)
                spellings += [grouped, "+\(code) \(grouped)", "+\(code)-\(grouped)"]
            }
        }
        return spellings.filter { Self.key(of: $0, in: region) == key }
            .map { FoldedKey(folding: $0) }
    }

    /// Eleven digits as people write them: three, four, four.
    private static func grouped(_ digits: String, by separator: String) -> String {
        let scalars = Array(digits.unicodeScalars)
        return [scalars[0..<3], scalars[3..<7], scalars[7...]]
            .map { String(String.UnicodeScalarView($0)) }.joined(separator: separator)
    }

    private static let dialledDigits = 5...20

    /// What of a text would be dialled: its digits in ASCII, after a plus sign where one leads; nil
    /// for a text that holds more than digits and what people write between them.
    private static func dialled(_ text: String) -> String? {
        let folded = FoldedKey(foldingText: text).rawValue
        let rest = folded[...].after(prefix: "tel:") ?? folded[...]
        var isInternational = false
        var digits = ""
        for scalar in rest.unicodeScalars {
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue
            {
                digits += String(Int(value))
                continue
            }
            switch scalar {
            case "+":
                guard digits.isEmpty else { return nil }
                isInternational = true
            case "(", ")", ".", "/": continue
            default:
                guard
                    scalar.properties.isWhitespace
                        || scalar.properties.generalCategory == .dashPunctuation
                else { return nil }
            }
        }
        guard dialledDigits.contains(digits.utf8.count) else { return nil }
        return isInternational ? "+" + digits : digits
    }

    /// The E.164 form of a number, if it is a valid one.
    private static func number(_ digits: String, in region: PhoneRegion) -> String? {
        if let number = mainlandMobile(digits, in: region) { return number }
        var target = [CChar](repeating: 0, count: 32)
        let length = unsafe roster_phone_e164(
            digits, region.rawValue, &target, Int32(target.count))
        guard length > 0 else { return nil }
        return String(
            decoding: target[..<Int(length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Mainland mobile numbers by the rule of their form: ranges are handed out more often than
    /// libphonenumber comes out.
    private static func mainlandMobile(_ digits: String, in region: PhoneRegion) -> String? {
        for prefix in region == .china ? ["+86", "0086", "86", ""] : ["+86"] {
            guard let rest = digits.after(prefix: prefix) else { continue }
            // With or without the trunk prefix.
            let national = rest.after(prefix: "0") ?? rest
            if isMainlandMobile(national) { return "+86" + national }
        }
        return nil
    }

    /// 1, then 3 to 9, then nine digits.
    private static func isMainlandMobile(_ text: Substring) -> Bool {
        let digits = Array(text.utf8)
        return digits.count == 11 && digits.allSatisfy { (0x30...0x39).contains($0) }
            && digits[0] == 0x31 && (0x33...0x39).contains(digits[1])
    }

    /// The text without white space and dashes; of a mainland mobile number without its `+86`, `86`
    /// or `0086`.
    private static func normalized(_ text: String) -> FoldedKey {
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
}
