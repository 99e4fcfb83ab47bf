/// The list's `fieldSelector`: comma-separated terms `field=value`, `field==value` or
/// `field!=value`, with `\` before a literal `\`, `,` or `=` (contracts/iam.md §8). Only `name` with
/// `=` or `==` has an effect: the name contains the value. Of several such terms the
/// alphabetically first counts.
struct IAMFieldSelector: Equatable {
    let name: String?

    /// - Throws: ``IAMCode/bind`` for a term without operator or a bad escape.
    init(parsing text: String) throws(IAMRefusal) {
        var names: [String] = []
        for term in Self.split(text) where !term.isEmpty {
            let (field, isEqual, value) = try Self.parse(term)
            if field == "name", isEqual { names.append(value) }
        }
        self.name = names.min()
    }

    /// Splits at commas that no backslash escapes; the escapes stay.
    private static func split(_ text: String) -> [Substring] {
        var terms: [Substring] = []
        var start = text.startIndex
        var index = start
        while index < text.endIndex {
            if text[index] == "\\" {
                index = text.index(after: index)
                if index == text.endIndex { break }
            } else if text[index] == "," {
                terms.append(text[start..<index])
                start = text.index(after: index)
            }
            index = text.index(after: index)
        }
        terms.append(text[start...])
        return terms
    }

    private static func parse(
        _ term: Substring
    ) throws(IAMRefusal) -> (field: String, isEqual: Bool, value: String) {
        for (sign, isEqual) in [("!=", false), ("==", true), ("=", true)] {
            guard let range = firstOperator(in: term), term[range.lowerBound...].hasPrefix(sign)
            else { continue }
            let value = term[range.lowerBound...].dropFirst(sign.count)
            return (String(term[..<range.lowerBound]), isEqual, try unescape(value))
        }
        throw IAMRefusal(.bind, note: "fieldSelector: a term has no operator")
    }

    /// Where the operator of a term stands: at the first `=`, or at the `!` before it.
    private static func firstOperator(in term: Substring) -> Range<Substring.Index>? {
        guard let equal = term.firstIndex(of: "=") else { return nil }
        if equal > term.startIndex, term[term.index(before: equal)] == "!" {
            return term.index(before: equal)..<equal
        }
        return equal..<term.index(after: equal)
    }

    private static func unescape(_ value: Substring) throws(IAMRefusal) -> String {
        var text = ""
        var rest = value.makeIterator()
        while let character = rest.next() {
            switch character {
            case "\\":
                guard let escaped = rest.next(), "\\,=".contains(escaped) else {
                    throw IAMRefusal(.bind, note: "fieldSelector: bad escape")
                }
                text.append(escaped)
            case "=": throw IAMRefusal(.bind, note: "fieldSelector: bare = in a value")
            default: text.append(character)
            }
        }
        return text
    }
}
