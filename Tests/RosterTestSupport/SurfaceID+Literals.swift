package import RosterCore

/// In tests an id is what it looks like: a number in its plain spelling, else a text.
extension SurfaceID {
    package init(_ text: String) {
        if let number = Int64(text), String(number) == text {
            self = .number(number)
        } else {
            self = .text(text)
        }
    }

    /// Nil for a text.
    package var number: Int64? { if case .number(let number) = self { number } else { nil } }
}

extension SurfaceID: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) { self.init(text) }
}
