import RosterCore

/// The quoted-printable encoding (RFC 2045 §6.7), which leaves six digits readable as they are.
enum QuotedPrintable {
    /// Of an encoded line, without its CRLF, the `=` of a soft break included.
    static let lineLengthMax = 76

    /// `text`, whose lines end in LF, with lines of at most 76 characters that end in CRLF.
    static func encode(_ text: String) -> String {
        text.split(at: "\n", omittingEmptySubsequences: false)
            .map(encodeLine).joined(separator: "\r\n")
    }

    static func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return "=\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }

    private static func encodeLine(_ line: Substring) -> String {
        var lines = ""
        var current = ""
        // Whole code points: a reader that decodes line by line never meets half of one.
        let scalars = Array(line.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            let piece = encode(scalar, isLast: index == scalars.count - 1)
            if current.count + piece.count > lineLengthMax - 1 {
                lines += current + "=\r\n"
                current = ""
            }
            current += piece
        }
        return lines + current
    }

    /// White space at the end of a line may get lost on the way.
    private static func encode(_ scalar: Unicode.Scalar, isLast: Bool) -> String {
        switch scalar {
        case " " where !isLast: " "
        case "!"..."<", ">"..."~": String(scalar)
        default: String(scalar).utf8.map(hex).joined()
        }
    }
}
