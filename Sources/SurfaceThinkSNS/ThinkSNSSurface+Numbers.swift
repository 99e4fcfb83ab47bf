import RosterCore
import SurfaceKit

extension FormQuery {
    /// A whole number that is never an error: what is no number counts as 0, what no machine word
    /// holds as the nearest that one does, and all of it is brought within `range`.
    func clamped(_ name: String, to range: ClosedRange<Int>, or fallback: Int) -> Int {
        switch number(name, in: range) {
        case .missing: fallback
        case .value(let value): value
        case .below: range.lowerBound
        case .above: range.upperBound
        case .malformed:
            self[name]?.isEmpty == true ? fallback : min(max(0, range.lowerBound), range.upperBound)
        }
    }
}

extension ThinkSNSSurface {
    /// Where a page begins: after the account that the surface knows by this number. A number that
    /// no account can have is beyond all of them, on its side; what is no number is left out.
    func since(_ query: FormQuery) -> Directory.Target? {
        guard query["since"]?.isEmpty == false else { return nil }
        switch query.number("since", in: 0...Int.max) {
        case .missing, .malformed: return nil
        case .value(let value): return target(number: String(value))
        case .below(let bound), .above(let bound): return target(number: String(bound))
        }
    }
}
