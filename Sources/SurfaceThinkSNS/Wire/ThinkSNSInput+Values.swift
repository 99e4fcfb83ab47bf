import RosterCore
import SurfaceKit

/// Texts as the typed values of the directory, by the rules of this surface.
extension ThinkSNSInput {
    /// A user name; nil with every failed rule noted.
    mutating func validName(_ text: String) -> AccountName? {
        var isFit = true
        // As it is typed, and as it is looked up: `１a` would be a number's beginning, and letters that
        // cannot be seen no part of a name.
        let folded = FoldedKey(folding: text).rawValue
        if ![text, folded].allSatisfy(ThinkSNSRules.hasNameCharacters) {
            note("name", ThinkSNSText.badNameCharacters)
            isFit = false
        }
        if !ThinkSNSRules.hasNameLength(text) || ThinkSNSRules.isTooShortName(folded) {
            note("name", ThinkSNSText.badNameLength)
            isFit = false
        }
        guard isFit else { return nil }
        return parse { () throws(InvalidField) in try AccountName(parsing: text) }
    }

    mutating func validEmail(_ text: String) -> EmailAddress? {
        guard text.utf8.count <= ThinkSNSRules.emailBytesMax,
            let email = try? EmailAddress(parsing: text)
        else {
            note("email", ThinkSNSText.badEmail)
            return nil
        }
        return email
    }

    mutating func validPhone(_ text: String, in region: PhoneRegion) -> PhoneNumber? {
        // Wide digits are digits; what is kept is what a gateway can dial.
        let folded = FoldedKey(folding: text).rawValue
        guard let phone = ThinkSNSRules.phone(folded, in: region) else {
            note("phone", ThinkSNSText.badPhone)
            return nil
        }
        return phone
    }

    /// A new password in the form that is hashed, which the bounds are about.
    /// - Parameter bytesMax: What the configured algorithm looks at, if that is bounded.
    mutating func validPassword(_ typed: String, bytesMax: Int?) -> String? {
        let text = PasswordForm.prepared(typed)
        guard ThinkSNSRules.passwordCharacters.contains(text.unicodeScalars.count) else {
            note("password", ThinkSNSText.badPasswordLength)
            return nil
        }
        if let bytesMax, text.utf8.count > bytesMax {
            note("password", "密码不能超过 \(bytesMax) 字节")
            return nil
        }
        guard !text.utf8.contains(0) else {
            note("password", "包含不允许的字符")
            return nil
        }
        return text
    }

    private mutating func parse<Value>(_ parse: () throws(InvalidField) -> Value) -> Value? {
        do throws(InvalidField) {
            return try parse()
        } catch {
            note(ThinkSNSRefusal.FieldProblem(error))
            return nil
        }
    }
}
