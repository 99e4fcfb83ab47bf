import RosterCore
import SurfaceKit

/// Reads users as creates and updates send them (contracts/management.md §0, §4).
struct ManagementUserInput {
    private var body: ManagementBody
    private let passwordBytesMax: Int?
    private let phoneRegion: PhoneRegion

    /// - Parameter passwordBytesMax: What the configured algorithm looks at, if that is bounded.
    /// - Throws: 400 when the body is no JSON object.
    init(
        _ bytes: [UInt8], passwordBytesMax: Int?, phonesIn region: PhoneRegion
    ) throws(ManagementRefusal) {
        self.body = try ManagementBody(bytes)
        self.passwordBytesMax = passwordBytesMax
        self.phoneRegion = region
    }

    /// The account to create. Status, id and flags count from nobody (THREATS 10).
    /// - Throws: 400 naming every failing field.
    mutating func draft() throws(ManagementRefusal) -> AccountDraft {
        let name = body.required("username").flatMap { validUsername($0) }
        let email = body.required("email").flatMap { validEmail($0) }
        let password = body.required("password").flatMap { validPassword($0) }
        let phone = body.optional("phone").flatMap { validPhone($0) }
        let role = validRole()
        try body.refuseProblems()
        guard let name else { throw ManagementRefusal(.badRequest) }
        var draft = AccountDraft(name: name)
        draft.email = email
        draft.password = password
        draft.phone = phone
        draft.role = role
        return draft
    }

    /// A partial change: absent keys stay, null clears what may be unset.
    /// - Throws: 400 naming every failing field.
    mutating func change() throws(ManagementRefusal) -> AccountChange {
        var change = AccountChange()
        if body.has("username"), let name = body.required("username").flatMap({ validUsername($0) })
        {
            change.name = .set(name)
        }
        if body.has("email"), let email = body.required("email").flatMap({ validEmail($0) }) {
            change.email = .set(email)
        }
        if body.has("phone") {
            change.phone = .set(body.optional("phone").flatMap { validPhone($0) })
        }
        if body.has("avatar") {
            change.avatar = .set(body.optional("avatar").flatMap { validAvatar($0) })
        }
        try body.refuseProblems()
        return change
    }

    private mutating func validUsername(_ text: String) -> AccountName? {
        guard ManagementRules.isUsername(text) else {
            body.note("username", "应为 3-20 个字符的字母、数字、下划线、连字符或点，且不能全为数字")
            return nil
        }
        return parse { () throws(InvalidField) in try AccountName(parsing: text) }
    }

    private mutating func validEmail(_ text: String) -> EmailAddress? {
        parse { () throws(InvalidField) in try EmailAddress(parsing: text) }
    }

    private mutating func validPhone(_ text: String) -> PhoneNumber? {
        let region = phoneRegion
        return parse { () throws(InvalidField) in try PhoneNumber(parsing: text, in: region) }
    }

    private mutating func validAvatar(_ text: String) -> String? {
        guard ManagementRules.isAvatar(text) else {
            body.note("avatar", "应为 2048 个字符以内的 http(s) 地址")
            return nil
        }
        return text
    }

    /// A password in the form that is hashed, which the bounds are about.
    private mutating func validPassword(_ typed: String) -> String? {
        let text = PasswordForm.prepared(typed)
        guard ManagementRules.passwordLength.contains(text.unicodeScalars.count) else {
            body.note("password", "应为 8-128 个字符")
            return nil
        }
        if let passwordBytesMax, text.utf8.count > passwordBytesMax {
            body.note("password", "不能超过 \(passwordBytesMax) 字节")
            return nil
        }
        guard !text.utf8.contains(0) else {
            body.note("password", "包含不允许的字符")
            return nil
        }
        return text
    }

    private mutating func validRole() -> Role {
        guard let text = body.optional("role") else { return .user }
        guard let role = Role(rawValue: text) else {
            body.note("role", "应为 user 或 admin")
            return .user
        }
        return role
    }

    private mutating func parse<Value>(_ parse: () throws(InvalidField) -> Value) -> Value? {
        do throws(InvalidField) {
            return try parse()
        } catch {
            body.note(ManagementRefusal.FieldProblem(error))
            return nil
        }
    }
}
