extension StringProtocol {
    /// Whether the text holds a C0 or C1 control, or a line or paragraph separator.
    var hasControlCharacters: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }

    var hasWhiteSpace: Bool { unicodeScalars.contains { $0.properties.isWhitespace } }
}

extension Character {
    /// An ASCII letter or digit.
    var isURLLetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}

/// The text without white space at its edges.
func trimmed(_ text: some StringProtocol) -> String {
    let head = text.drop { $0.isWhitespace }
    guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(head[...last])
}

/// The text fit for one line of a message: cut at `charactersMax`, controls replaced.
func cleaned(_ text: String, charactersMax: Int = 60) -> String {
    let clean = text.prefix(charactersMax).map { character in
        String(character).hasControlCharacters ? "?" : String(character)
    }
    return clean.joined() + (text.count > charactersMax ? "..." : "")
}

/// A path in quotes, whole: the end of a path is what tells it from others (PATH_MAX).
func quotedPath(_ path: String) -> String { "\"\(cleaned(path, charactersMax: 4096))\"" }

/// The text as ``cleaned(_:)`` makes it, in quotes.
func quoted(_ text: String) -> String { "\"\(cleaned(text))\"" }

/// The number that these decimal digits, and nothing else, spell.
func decimalNumber(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
}
