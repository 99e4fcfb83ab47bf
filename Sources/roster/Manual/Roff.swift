import Foundation

/// Text as roff reads it: nothing in it is taken for a macro, a request or an escape
/// (mandoc_char(7), groff_char(7)).
enum Roff {
    /// One argument of a macro, however many words.
    static func argument(_ text: String) -> String {
        // A word that is a macro's name, or punctuation alone, is not text to mdoc.
        let isPlain = text.first.map { $0.isLowercase || $0.isNumber } != false
        let word = (isPlain || text.count > 3 ? "" : "\\&") + escaped(text)
        return word.isEmpty || word.contains(" ") ? "\"\(word)\"" : word
    }

    /// Prose, of which backticks may enclose code, as lines: each sentence begins one, so that roff
    /// sees where it ends, and none is longer than 80 bytes unless a word is.
    static func lines(_ prose: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in words(prose) {
            if !line.isEmpty, line.utf8.count + 1 + word.text.utf8.count > 80 {
                lines.append(line)
                line = ""
            }
            line = line.isEmpty ? guarded(word.text) : line + " " + word.text
            if word.endsSentence {
                lines.append(line)
                line = ""
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func words(_ prose: String) -> [(text: String, endsSentence: Bool)] {
        var isCode = false
        return prose.split { $0.isWhitespace }.map { word in
            var text = ""
            for character in word {
                if character == "`" {
                    isCode.toggle()
                    text += isCode ? "\\fB" : "\\fR"
                } else {
                    text += escaped(String(character))
                }
            }
            let core = word.trimming { ")\"'`".contains($0) }
            // "e.g.", after which a line may end and no sentence does.
            let isAbbreviation = core.wholeMatch(of: /[^A-Za-z]*([A-Za-z]\.){2,}/) != nil
            return (
                text + (isAbbreviation ? "\\&" : ""),
                !isCode && !isAbbreviation && core.last.map { ".!?".contains($0) } == true
            )
        }
    }

    /// A line that begins with a dot or an apostrophe would be a request.
    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            // Else it is a hyphen, which is another character than what people must type.
            case "-": "\\-"
            case "\"": "\\(dq"
            case "`": "\\(ga"
            case "^": "\\(ha"
            case "~": "\\(ti"
            case _ where scalar.isASCII: String(scalar)
            default: "\\[u" + String(format: "%04X", scalar.value) + "]"
            }
        }.joined()
    }
}

extension Substring {
    /// Without those characters at its end.
    fileprivate func trimming(_ isDropped: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}
