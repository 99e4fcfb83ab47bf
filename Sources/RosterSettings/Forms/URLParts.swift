/// The parts of `scheme://[user@]authority[/path][?query][#fragment]` (RFC 3986), as written.
///
/// `@` is refused outside the one place that ends the user information: in
/// `smtp://me:pass/word@host` the password would otherwise be read as a path, and shown.
struct URLParts {
    /// In lower case.
    let scheme: String
    let user: String?
    let authority: String
    /// Empty, or begins with a slash.
    let path: String
    let query: String?
    let fragment: String?

    init?(_ text: String) {
        guard text.utf8.count <= 2048, Self.hasURLCharactersOnly(text),
            let mark = text.firstRange(of: "://")
        else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard let first = scheme.first, first.isLetter,
            scheme.allSatisfy({ $0.isURLLetterOrDigit || "+-.".contains($0) })
        else { return nil }
        var rest = text[mark.upperBound...]
        fragment = Self.cut(&rest, at: "#")
        query = Self.cut(&rest, at: "?")
        let server = rest.prefix { $0 != "/" }
        let path = rest[server.endIndex...]
        let pieces = server.split(separator: "@", omittingEmptySubsequences: false)
        guard pieces.count <= 2, let authority = pieces.last,
            ![path, Substring(query ?? ""), Substring(fragment ?? "")].contains(where: {
                $0.contains("@")
            })
        else { return nil }
        self.scheme = scheme
        self.user = pieces.count == 2 ? String(pieces[0]) : nil
        self.authority = String(authority)
        self.path = String(path)
    }

    /// The whole URL; the scheme is in lower case.
    var text: String { text(user: user, query: query) }

    /// The URL as it may be shown: user information and query, where passwords and keys stand,
    /// are masked.
    var masked: String { text(user: user.map { _ in mask }, query: query.map { _ in mask }) }

    private func text(user: String?, query: String?) -> String {
        scheme + "://" + (user.map { $0 + "@" } ?? "") + authority + path
            + (query.map { "?" + $0 } ?? "") + (fragment.map { "#" + $0 } ?? "")
    }

    private static func cut(_ text: inout Substring, at separator: Character) -> String? {
        guard let index = text.firstIndex(of: separator) else { return nil }
        defer { text = text[..<index] }
        return String(text[text.index(after: index)...])
    }

    /// Unreserved, reserved and percent-encoded characters (RFC 3986 §2).
    private static func hasURLCharactersOnly(_ text: String) -> Bool {
        var hexDigitsDue = 0
        for character in text {
            if hexDigitsDue > 0 {
                guard character.isASCII, character.isHexDigit else { return false }
                hexDigitsDue -= 1
            } else if character == "%" {
                hexDigitsDue = 2
            } else {
                guard character.isURLLetterOrDigit || "-._~:/?#[]@!$&'()*+,;=".contains(character)
                else { return false }
            }
        }
        return hexDigitsDue == 0
    }
}
