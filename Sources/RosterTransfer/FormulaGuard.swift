import RosterCore

/// Cells that a spreadsheet would run as a formula are written with an apostrophe before them, and
/// read without it (THREATS 19). One that begins with apostrophes and then such a character gets one
/// more, so that each text comes back as it was.
package enum FormulaGuard {
    package static func guarded(_ text: String) -> String {
        isDangerous(text) ? "'" + text : text
    }

    package static func unguarded(_ text: String) -> String {
        guard isDangerous(text), let rest = text.after(prefix: "'") else { return text }
        return String(rest)
    }

    /// Whether `=`, `+`, `-`, `@`, a tab or a carriage return follows the apostrophes, if any.
    private static func isDangerous(_ text: String) -> Bool {
        switch text.unicodeScalars.first(where: { $0 != "'" }) {
        case "=", "+", "-", "@", "\t", "\r": true
        default: false
        }
    }
}
