import RosterCore

/// A user as a create or update sends it (contracts/iam.md §6).
struct IAMUserInput {
    private let name: String?
    private let extend: String?
    private let nickname: String?
    private let password: String?
    private let email: String?
    private let phone: String?
    private let isAdmin: Int64?

    /// - Throws: ``IAMCode/bind``.
    init(binding body: [UInt8]) throws(IAMRefusal) {
        let binding = try IAMBinding(body)
        let metadata = try binding.nested("metadata")
        self.name = try metadata.text("name")
        self.extend = try metadata.objectText("extend")
        self.nickname = try binding.text("nickname")
        self.password = try binding.text("password")
        self.email = try binding.text("email")
        self.phone = try binding.text("phone")
        self.isAdmin = try binding.integer("isAdmin")
    }

    /// The account to create. `isAdmin` counts from administrators alone; id, status and times from
    /// nobody (THREATS 10).
    /// - Throws: ``IAMCode/validation``.
    func draft(
        isAdministrative: Bool, phonesIn region: PhoneRegion
    ) throws(IAMRefusal) -> AccountDraft {
        guard let name, IAMRules.isName(name) else { throw invalid("metadata.name") }
        guard let password, IAMRules.isStrongPassword(password) else { throw invalid("password") }
        var draft = AccountDraft(
            name: try parsing("metadata.name") { () throws(InvalidField) in
                try AccountName(parsing: name)
            })
        draft.displayName = try validNickname()
        draft.email = try validEmail()
        draft.phone = try validPhone(region)
        draft.extend = extend
        draft.password = password
        if isAdministrative, let isAdmin {
            guard isAdmin == 0 || isAdmin == 1 else { throw invalid("isAdmin") }
            draft.role = isAdmin == 1 ? .admin : .user
        }
        return draft
    }

    /// The full replacement of nickname, email, phone and extend.
    /// - Throws: ``IAMCode/validation``.
    func change(phonesIn region: PhoneRegion) throws(IAMRefusal) -> AccountChange {
        var change = AccountChange()
        change.displayName = .set(try validNickname())
        change.email = .set(try validEmail())
        change.phone = .set(try validPhone(region))
        change.extend = .set(extend)
        return change
    }

    private func validNickname() throws(IAMRefusal) -> String {
        guard let nickname, IAMRules.isNickname(nickname) else { throw invalid("nickname") }
        return nickname
    }

    private func validEmail() throws(IAMRefusal) -> EmailAddress {
        guard let email, email.unicodeScalars.count <= IAMRules.emailCodePointsMax else {
            throw invalid("email")
        }
        return try parsing("email") { () throws(InvalidField) in try EmailAddress(parsing: email) }
    }

    private func validPhone(_ region: PhoneRegion) throws(IAMRefusal) -> PhoneNumber? {
        guard let phone, !phone.isEmpty else { return nil }
        guard phone.unicodeScalars.count <= IAMRules.phoneCodePointsMax else {
            throw invalid("phone")
        }
        return try parsing("phone") { () throws(InvalidField) in
            try PhoneNumber(parsing: phone, in: region)
        }
    }

    private func parsing<Value>(
        _ field: String, _ parse: () throws(InvalidField) -> Value
    ) throws(IAMRefusal) -> Value {
        do throws(InvalidField) {
            return try parse()
        } catch {
            throw IAMRefusal(.validation, note: "\(field): \(error.reason)")
        }
    }

    private func invalid(_ field: String) -> IAMRefusal {
        IAMRefusal(.validation, note: "\(field) is missing or breaks its rule")
    }
}

/// A change of password; its policy is checked while binding, hence its code.
struct IAMPasswordInput {
    /// Empty when it is missing: then it is simply wrong.
    let old: String
    let new: String

    /// - Throws: ``IAMCode/bind``.
    init(binding body: [UInt8]) throws(IAMRefusal) {
        let binding = try IAMBinding(body)
        self.old = try binding.text("oldPassword") ?? ""
        guard let new = try binding.text("newPassword"), IAMRules.isStrongPassword(new) else {
            throw IAMRefusal(.bind, note: "newPassword breaks the policy")
        }
        self.new = new
    }
}
