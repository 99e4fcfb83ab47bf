import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// Where a page begins: after the account that the surface knows by this number. A number that
    /// no account can have is beyond all of them, on its side; what is no number is left out.
    func since(_ input: ThinkSNSInput) -> Directory.Target? {
        switch input.wholeNumber("since", in: 0...Int.max) {
        case .missing, .malformed: return nil
        case .value(let value): return target(number: String(value))
        case .below(let bound), .above(let bound): return target(number: String(bound))
        }
    }

    /// The account of a number in the input, for a flag: nil where the input does not speak of it, and
    /// nobody for what is no number.
    func target(_ key: String, in input: ThinkSNSInput) -> Directory.Target? {
        input.has(key) ? target(number: input.plainText(key) ?? "") : nil
    }
}
