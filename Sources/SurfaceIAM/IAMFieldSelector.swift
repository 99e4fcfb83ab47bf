import RosterCore

/// The list's `fieldSelector`: comma-separated terms `field=value`, `field==value` or
/// `field!=value`, with `\` before a literal `\`, `,` or `=` (contracts/iam.md §8). Only `name` with
/// `=` or `==` has an effect: the name contains the value. Of several such terms the
/// alphabetically first counts.
struct IAMFieldSelector: Equatable {
    let name: String?

    /// - Throws: ``IAMCode/bind`` for a term without operator or a bad escape.
    init(parsing text: String) throws(IAMRefusal) {
        var names: [String] = []
        for term in Self.split(Array(text.unicodeScalars)) where !term.isEmpty {
            let (field, isEqual, value) = try Self.parse(term)
            if field == "name", isEqual { names.append(value) }
        }
        self.name = names.min()
    }

    /// Code points, as one with a combining mark behind it is still a separator.
    private typealias Term = ArraySlice<Unicode.Scalar>

    /// Splits at commas that no backslash escapes; the escapes stay.
    private static func split(_ text: [Unicode.Scalar]) -> [Term] {
        var terms: [Term] = []
        var start = 0
        var index = 0
        while index < text.count {
            if text[index] == "\\" {
                index += 1
            } else if text[index] == "," {
                terms.append(text[start..<index])
                start = index + 1
            }
            index += 1
        }
        terms.append(text[start...])
        return terms
    }

    private static func parse(
        _ term: Term
    ) throws(IAMRefusal) -> (field: String, isEqual: Bool, value: String) {
        // At the first `=`, or at the `!` before it.
        guard let equal = term.firstIndex(where: { $0 == "=" }) else {
            throw IAMRefusal(.bind, note: "fieldSelector: a term has no operator")
        }
        let isUnequal = equal > term.startIndex && term[equal - 1] == "!"
        var value = term[(equal + 1)...]
        if !isUnequal, value.starts(with: ["="]) { value = value.dropFirst() }
        let field = term[..<(isUnequal ? equal - 1 : equal)]
        return (text(field), !isUnequal, try unescape(value))
    }

    private static func unescape(_ value: Term) throws(IAMRefusal) -> String {
        var unescaped: [Unicode.Scalar] = []
        var rest = value.makeIterator()
        while let scalar = rest.next() {
            switch scalar {
            case "\\":
                guard let escaped = rest.next(), ["\\", ",", "="].contains(escaped) else {
                    throw IAMRefusal(.bind, note: "fieldSelector: bad escape")
                }
                unescaped.append(escaped)
            case "=": throw IAMRefusal(.bind, note: "fieldSelector: bare = in a value")
            default: unescaped.append(scalar)
            }
        }
        return text(unescaped[...])
    }

    private static func text(_ scalars: Term) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
