/// The spelling rules of the text format 0.0.4: names, label values, help and numbers.
///
/// All of it goes by code point, never by `Character`: to Swift, CR LF is one character, and a line
/// feed inside it would end the line.
enum PrometheusText {
    /// A name by `[a-zA-Z_:][a-zA-Z0-9_:]*`; what does not fit becomes `_`.
    static func metricName(_ text: String) -> String {
        name(text) { isWordScalar($0) || $0 == ":" }
    }

    /// The labels between braces, sorted by name, so that their order makes no second series. Of
    /// two labels of one name the later stays, and a reserved one is set aside as `exported_...`.
    static func labels(_ dimensions: [(String, String)], reserved: String?) -> String {
        var values: [String: String] = [:]
        for (label, value) in dimensions {
            let label = name(label, isAllowed: isWordScalar)
            values[label == reserved ? "exported_" + label : label] = value
        }
        return values.sorted { $0.key < $1.key }
            .map { "\($0.key)=\"\(escapedLabelValue($0.value))\"" }
            .joined(separator: ",")
    }

    /// A label value: backslash, quote and line feed escaped.
    static func escapedLabelValue(_ text: String) -> String { escaped(text, quotes: true) }

    /// A help text: backslash and line feed escaped.
    static func escapedHelp(_ text: String) -> String { escaped(text, quotes: false) }

    /// The shortest decimal that reads back as the same number.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func name(
        _ text: String, isAllowed: (Unicode.Scalar) -> Bool
    ) -> String {
        var name = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { name.append(isAllowed(scalar) ? scalar : "_") }
        let startsWell = name.first.map { !("0"..."9").contains($0) } ?? false
        return startsWell ? String(name) : "_" + String(name)
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
            case "\"" where quotes: escaped.append(contentsOf: "\\\"".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
