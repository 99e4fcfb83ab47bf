/// The words of one mail. Text and HTML are made of the same paragraphs, so that they say the same.
struct Letter: Sendable, Equatable {
    let subject: String
    let before: [String]
    /// On a line of its own in the text, where neither quoted-printable nor a neighbour touches it.
    let code: String?
    let after: [String]

    var text: String {
        (before + (code.map { [$0] } ?? []) + after).joined(separator: "\n\n") + "\n"
    }

    /// Without links, pictures or anything else to fetch.
    func html(language: MessageLanguage) -> String {
        let shownCode = code.map {
            ["<p style=\"font-size:28px;letter-spacing:4px\"><b>", HTMLText.escape($0), "</b></p>"]
        }
        let lines =
            [
                "<!DOCTYPE html>", "<html lang=\"\(language.rawValue)\">",
                "<head><meta charset=\"utf-8\">",
                "<title>\(HTMLText.escape(subject))</title></head>", "<body>",
            ] + before.map(paragraph) + (shownCode ?? []) + after.map(paragraph)
            + ["</body>", "</html>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func paragraph(_ text: String) -> String { "<p>\(HTMLText.escape(text))</p>" }
}

enum HTMLText {
    /// Fit for element content and for attributes in either kind of quotes.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
