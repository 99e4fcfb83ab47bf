import RosterCore

/// One range of bytes that a request asks for (RFC 9110 §14.1.2).
enum ByteRange: Equatable {
    /// No range, or one that may be ignored: another unit, several ranges, or malformed.
    case whole
    case part(ClosedRange<Int>)
    case unsatisfiable

    /// - Parameter count: How many bytes there are.
    init(_ field: String?, of count: Int) {
        self = .whole
        guard let text = field?.lowercased().after(prefix: "bytes=") else { return }
        let ends = text.split(at: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1])
        else { return }
        switch (first, last) {
        case (nil, nil): return
        case (nil, let length?):
            self =
                length == 0 || count == 0
                ? .unsatisfiable : .part(max(0, count - length)...count - 1)
        case (let start?, let end):
            if let end, end < start { return }
            self = start < count ? .part(start...min(end ?? count - 1, count - 1)) : .unsatisfiable
        }
    }

    /// An end of a range: nil inside where it is left out, nil outside where it is no number.
    private static func number(_ text: Substring) -> Int?? {
        if text.isEmpty { return .some(nil) }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        // Beyond what can be counted it is beyond every end.
        return .some(Int(text) ?? Int.max)
    }
}
