import RosterCore

extension FormQuery {
    /// A whole number of the query, for paging.
    package enum Number: Sendable, Equatable {
        case missing
        case value(Int)
        /// Not a plain whole number.
        case malformed
        case below(Int)
        case above(Int)

        /// The value, `fallback` where there is none, nil for a wrong one.
        package func value(or fallback: Int) -> Int? {
            switch self {
            case .missing: fallback
            case .value(let value): value
            case .malformed, .below, .above: nil
            }
        }
    }

    /// Reads a number that must lie within `range`; of a repeated name the first counts.
    package func number(_ name: String, in range: ClosedRange<Int>) -> Number {
        guard let text = self[name] else { return .missing }
        let digits = text.after(prefix: "-") ?? text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return .malformed
        }
        // Beyond what a number can hold, it is outside any range all the same.
        let value = Int(text) ?? (text.starts(withText: "-") ? Int.min : Int.max)
        if value < range.lowerBound { return .below(range.lowerBound) }
        if value > range.upperBound || Int(text) == nil { return .above(range.upperBound) }
        return .value(value)
    }
}
