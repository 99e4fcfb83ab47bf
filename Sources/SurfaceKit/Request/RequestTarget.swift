import RosterCore

/// The target of a request line, split and decoded once.
package struct RequestTarget: Sendable, Equatable {
    /// Percent-decoded, empty segments left out: `/users/` is `/users` (DESIGN §1).
    package let path: [String]
    package let query: FormQuery

    /// Nil for a target that is no path, a bad percent-escape, or too many segments or items.
    package init?(_ target: String) {
        var text = target[...]
        // Absolute form, as a proxy sends it (RFC 9112 §3.2.2): scheme and host say nothing here.
        if !text.starts(withText: "/") {
            guard let scheme = text.firstRange(ofText: "://"),
                let slash = text[scheme.upperBound...].firstIndex(ofScalar: "/")
            else { return nil }
            text = text[slash...]
        }
        if let fragment = text.utf8.firstIndex(of: UInt8(ascii: "#")) { text = text[..<fragment] }
        let mark = text.utf8.firstIndex(of: UInt8(ascii: "?"))
        var path: [String] = []
        for segment in text[..<(mark ?? text.endIndex)].utf8.split(separator: UInt8(ascii: "/")) {
            guard path.count < Bounds.pathSegmentsMax,
                let decoded = PercentCoding.decode(segment)
            else { return nil }
            path.append(decoded)
        }
        self.path = path
        guard let mark else {
            self.query = FormQuery()
            return
        }
        guard let query = FormQuery(parsing: text[text.utf8.index(after: mark)...]) else {
            return nil
        }
        self.query = query
    }

    /// What stands between scheme and path of a target in absolute form; nil for one in another form.
    package static func authority(of target: String) -> String? {
        guard !target.starts(withText: "/"), let scheme = target.firstRange(ofText: "://") else {
            return nil
        }
        let rest = target[scheme.upperBound...]
        let end = rest.unicodeScalars.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" }
        return String(rest[..<(end ?? rest.endIndex)])
    }
}
