import RosterCore
import SurfaceKit

/// Texts as the typed values of the directory, by the rules of this surface.
extension ThinkSNSInput {
    /// A user name; nil with every failed rule noted.
    mutating func validName(_ text: String) -> AccountName? {
        var isFit = true
        if !ThinkSNSRules.hasNameCharacters(text) {
            note("name", ThinkSNSText.badNameCharacters)
            isFit = false
        }
        if !ThinkSNSRules.hasNameLength(text) {
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

    mutating func validPhone(_ text: String) -> PhoneNumber? {
        guard ThinkSNSRules.isPhone(text), let phone = try? PhoneNumber(parsing: text) else {
            note("phone", ThinkSNSText.badPhone)
            return nil
        }
        return phone
    }

    /// - Parameter bytesMax: What the configured algorithm looks at, if that is bounded.
    mutating func validPassword(_ text: String, bytesMax: Int?) -> String? {
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
