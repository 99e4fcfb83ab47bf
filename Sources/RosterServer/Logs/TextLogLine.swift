/// A log line as text that stays one line and shows all of itself: what callers sent, such as a path or a
/// user agent, can neither end the line, nor move a terminal's cursor, nor turn the text around.
enum TextLogLine {
    /// - Parameter line: One line of a handler, with its end.
    static func safe(_ line: String) -> String {
        var scalars = line.unicodeScalars[...]
        let hasEnd = scalars.last == "\n"
        if hasEnd { scalars = scalars.dropLast() }
        guard scalars.contains(where: isUnsafe) else { return line }
        var text = String.UnicodeScalarView()
        for scalar in scalars {
            if isUnsafe(scalar) {
                text += escape(scalar).unicodeScalars
            } else {
                text.append(scalar)
            }
        }
        return String(text) + (hasEnd ? "\n" : "")
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": #"\n"#
        case "\r": #"\r"#
        case "\t": #"\t"#
        default: #"\u{"# + String(scalar.value, radix: 16) + "}"
        }
    }
}
