import RosterCore

/// Free text in header fields: as it is, quoted, or as encoded-words (RFC 2047).
enum HeaderText {
    /// Short enough for the field's name on the first line of at most 76 characters.
    private static let wordLengthMax = 64
    private static let opening = "=?utf-8?Q?"
    private static let closing = "?="

    /// Whether `text` may stand in a header at all. What breaks lines would make headers of its own.
    static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }

    /// For `Subject`.
    static func unstructured(_ text: String) -> String {
        isShortASCII(text) ? text : encodedWords(text)
    }

    /// For a display name.
    static func phrase(_ text: String) -> String {
        guard isShortASCII(text) else { return encodedWords(text) }
        let escaped = text.map { "\"\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        return "\"\(escaped)\""
    }

    /// Of at most 64 characters each, so 75 are never reached, split between code points, never
    /// within one (RFC 2047 §5). Q and not B: base64 may make six digits in a row by chance. All
    /// but letters is written as hex, so it fits phrases, too (§5, rule 3).
    private static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var payload = ""
        let payloadMax = wordLengthMax - opening.count - closing.count
        for scalar in text.unicodeScalars {
            let piece = encode(scalar)
            if payload.count + piece.count > payloadMax {
                words.append(payload)
                payload = ""
            }
            payload += piece
        }
        words.append(payload)
        return words.map { opening + $0 + closing }.joined(separator: "\r\n ")
    }

    private static func encode(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "A"..."Z", "a"..."z": String(scalar)
        case " ": "_"
        default: String(scalar).utf8.map(QuotedPrintable.hex).joined()
        }
    }

    /// A text that looks like an encoded-word would be decoded by readers, so it is encoded.
    private static func isShortASCII(_ text: String) -> Bool {
        text.utf8.count <= 60 && !text.isEmpty && !text.contains("=?")
            && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && !text.starts(withText: " ") && !text.ends(withText: " ")
    }
}
