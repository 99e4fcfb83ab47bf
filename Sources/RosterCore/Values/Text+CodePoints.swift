/// Texts read by code points. Swift's `Character` joins a combining mark, a joiner or a line feed
/// with what stands before it, so that a separator with such a mark behind it would not be found: a
/// reader of a header, a query, a credential, an address or a list sees code points.
extension StringProtocol {
    /// The parts between separators.
    package func split(
        at separator: Unicode.Scalar, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
    ) -> [Substring] {
        Substring(self).unicodeScalars.split(
            separator: separator, maxSplits: maxSplits,
            omittingEmptySubsequences: omittingEmptySubsequences
        ).map { Substring($0) }
    }

    package func firstIndex(ofScalar scalar: Unicode.Scalar) -> Index? {
        unicodeScalars.firstIndex(of: scalar)
    }

    package func lastIndex(ofScalar scalar: Unicode.Scalar) -> Index? {
        unicodeScalars.lastIndex(of: scalar)
    }

    /// Where `text` stands first, by its bytes.
    package func firstRange(ofText text: String) -> Range<Index>? {
        let wanted = Array(text.unicodeScalars)
        guard let first = wanted.first else { return startIndex..<startIndex }
        var rest = unicodeScalars[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: wanted) {
                return start..<rest.index(start, offsetBy: wanted.count)
            }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// Whether the code points of `text` stand at the start.
    package func starts(withText text: String) -> Bool { utf8.starts(with: text.utf8) }

    /// What follows `prefix`; nil where the text does not start with it.
    package func after(prefix: String) -> Substring? {
        guard starts(withText: prefix) else { return nil }
        let text = Substring(self)
        return text[text.utf8.index(text.startIndex, offsetBy: prefix.utf8.count)...]
    }

    /// Whether the code points of `text` stand at the end.
    package func ends(withText text: String) -> Bool {
        utf8.reversed().starts(with: text.utf8.reversed())
    }
}
