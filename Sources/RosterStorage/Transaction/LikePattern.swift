/// Patterns of LIKE in which `%`, `_` and the escape itself are literal (THREATS 3). Statements say
/// `ESCAPE '\'` with them.
enum LikePattern {
    /// Longer than any column, which then matches nothing; SQLite refuses patterns of 50,000 bytes.
    private static let bytesMax = 4096

    /// Any text that contains `text`; nil when no column can.
    static func containing(_ text: String) -> String? { joining(["", text, ""]) }

    /// Pieces of literal text with any text between two of them; nil when no column can match: too
    /// long, or with NUL, which no column holds and at which SQLite stops to look.
    static func joining(_ pieces: [String]) -> String? {
        var pattern = ""
        for (number, piece) in pieces.enumerated() {
            if number > 0 { pattern += "%" }
            for character in piece.unicodeScalars {
                if character == "%" || character == "_" || character == "\\" { pattern += "\\" }
                pattern.unicodeScalars.append(character)
            }
        }
        return pattern.utf8.count <= bytesMax && !pattern.utf8.contains(0) ? pattern : nil
    }
}
