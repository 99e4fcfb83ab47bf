extension Form<Int> {
    static func wholeNumber(_ range: ClosedRange<Int>) -> Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let number = decimalNumber(text), range.contains(number) else {
                    throw BadValue(
                        "must be a whole number from \(range.lowerBound) to \(range.upperBound), "
                            + "not \(quoted(text))")
                }
                return number
            },
            write: { String($0) })
    }

    /// Seconds, spelt as a plain number of them or with the suffix s, m, h or d.
    static func duration(_ range: ClosedRange<Int>) -> Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let seconds = seconds(text), range.contains(seconds) else {
                    throw BadValue(
                        "must be seconds, or a number with s, m, h or d, from "
                            + "\(spelled(range.lowerBound)) to \(spelled(range.upperBound)), "
                            + "not \(quoted(text))")
                }
                return seconds
            },
            write: { spelled($0) })
    }

    /// Bytes, spelt as a plain number of them or with the suffix KiB, MiB or GiB.
    static func bytes(_ range: ClosedRange<Int>) -> Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let bytes = bytes(text), range.contains(bytes) else {
                    throw BadValue(
                        "must be bytes, or a number with KiB, MiB or GiB, from "
                            + "\(spelledBytes(range.lowerBound)) to "
                            + "\(spelledBytes(range.upperBound)), not \(quoted(text))")
                }
                return bytes
            },
            write: { spelledBytes($0) })
    }

    private static let byteUnits = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]

    private static func bytes(_ text: String) -> Int? {
        guard let (suffix, unit) = byteUnits.first(where: { text.hasSuffix($0.0) }) else {
            return decimalNumber(text)
        }
        guard let count = decimalNumber(text.dropLast(suffix.count)) else { return nil }
        let (bytes, overflows) = count.multipliedReportingOverflow(by: unit)
        return overflows ? nil : bytes
    }

    /// In the largest unit of which it is a whole number.
    private static func spelledBytes(_ bytes: Int) -> String {
        let unit = byteUnits.first { bytes > 0 && bytes % $0.1 == 0 }
        return unit.map { "\(bytes / $0.1)\($0.0)" } ?? "\(bytes)"
    }

    private static func seconds(_ text: String) -> Int? {
        let unit: Int? =
            switch text.last {
            case "s": 1
            case "m": 60
            case "h": 3600
            case "d": 86_400
            default: nil
            }
        guard let unit else { return decimalNumber(text) }
        guard let count = decimalNumber(text.dropLast()) else { return nil }
        let (seconds, overflows) = count.multipliedReportingOverflow(by: unit)
        return overflows ? nil : seconds
    }

    /// Whole days as days, everything else as seconds.
    private static func spelled(_ seconds: Int) -> String {
        seconds > 0 && seconds % 86_400 == 0 ? "\(seconds / 86_400)d" : "\(seconds)s"
    }
}
