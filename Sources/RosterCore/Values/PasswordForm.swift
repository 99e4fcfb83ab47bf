/// The form in which passwords are hashed, bounded and compared with each other: the profile
/// OpaqueString (RFC 8265 §4.2). Spaces outside ASCII become U+0020, and the text is composed (NFC).
/// One password then has one form, whichever keyboard it is typed on. Case and width stay, and nothing
/// is refused here: what an old system took may log in.
package enum PasswordForm {
    /// `text` in that form.
    package static func prepared(_ text: String) -> String {
        // Of ASCII nothing changes.
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var spaced = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.generalCategory == .spaceSeparator
            spaced.append(isSpace ? " " : scalar)
        }
        return Normalization.composed(String(spaced))
    }

    /// What is compared with a stored hash, in this order: the text as it was typed, as hashes of other
    /// systems were made of it, then its form if that has other bytes. How many there are depends on
    /// the typed text alone, never on the account (THREATS 9).
    static func candidates(for typed: String) -> [String] {
        guard typed.utf8.count <= Limits.typedPasswordBytesMax else { return [typed] }
        let form = prepared(typed)
        return form.utf8.elementsEqual(typed.utf8) ? [typed] : [typed, form]
    }
}
