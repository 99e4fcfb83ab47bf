import RosterCore

/// `user list`
package struct UserListVerb: ControlVerb {
    package static let name = "user.list"

    package var contains: String?
    package var status: String?
    package var limit: Int
    package var offset: Int
    /// The recycle bin instead.
    package var deleted: Bool

    package init(contains: String?, status: String?, limit: Int, offset: Int, deleted: Bool) {
        self.contains = contains
        self.status = status
        self.limit = limit
        self.offset = offset
        self.deleted = deleted
    }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> AccountListView {
        guard !deleted else {
            let accounts = try await desk.ask { [limit] directory throws(DirectoryError) in
                try await directory.deletedAccounts(below: nil, limit: limit, by: .operator)
            }
            return AccountListView(total: nil, users: accounts.map(AccountView.init))
        }
        var query = AccountQuery()
        query.contains = contains
        query.searched = [.name, .displayName, .email, .phone]
        query.status = try status.map(Parsed.status)
        query.limit = limit
        query.offset = offset
        let page = try await desk.ask { [query] directory throws(DirectoryError) in
            try await directory.accounts(query, by: .operator)
        }
        return AccountListView(total: page.total, users: page.accounts.map(AccountView.init))
    }
}

/// `user show`
package struct UserShowVerb: ControlVerb {
    package static let name = "user.show"

    package let user: String

    package init(user: String) { self.user = user }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> AccountView {
        let target = try await desk.target(user)
        return AccountView(
            try await desk.ask { directory throws(DirectoryError) in
                try await directory.dossier(of: target, by: .operator)
            })
    }
}

/// `user create`
package struct UserCreateVerb: ControlVerb {
    package static let name = "user.create"
    package static let makesDirectory = true

    package let user: String
    package var displayName: String?
    package var email: String?
    package var phone: String?
    package var role: String?
    /// In the clear; none makes an account that cannot log in by password.
    package var password: String?
    package var generatesPassword = false
    /// Whether ``password`` may be shorter or longer than one that is given to somebody should be.
    package var allowsWeak: Bool?

    package init(user: String) { self.user = user }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> AccountView {
        var draft = AccountDraft(name: try Parsed.name(user))
        draft.displayName = displayName
        draft.email = try email.map(Parsed.email)
        if let phone {
            draft.phone = try Parsed.phone(phone, in: desk.directory.policy.phoneRegion)
        }
        draft.role = try role.map(Parsed.role) ?? .user
        if let password, allowsWeak != true { try GivenPassword.check(password) }
        let generated = generatesPassword ? desk.directory.makePassword() : nil
        draft.password = generated ?? password
        let account = try await desk.ask { [draft] directory throws(DirectoryError) in
            try await directory.create(draft, by: ControlDesk.actor)
        }
        var view = AccountView(account)
        view.password = generated
        return view
    }
}

/// `user update`, `user enable`, `user disable`
package struct UserUpdateVerb: ControlVerb {
    /// The fields that can be changed this way.
    package enum FieldName: String, Codable, Sendable, CaseIterable {
        case name, displayName, email, phone, avatar, background, bio, sex, location, role, status
    }

    package static let name = "user.update"

    package let user: String
    package var values: [String: String] = [:]
    /// Fields to empty.
    package var cleared: [String] = []

    package init(user: String) { self.user = user }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> AccountView {
        let target = try await desk.target(user)
        let change = try change(phonesIn: desk.directory.policy.phoneRegion)
        return AccountView(
            try await desk.ask { directory throws(DirectoryError) in
                try await directory.update(target, change, by: ControlDesk.actor)
            })
    }

    private func change(
        phonesIn region: PhoneRegion
    ) throws(ControlFailure) -> AccountChange {
        var change = AccountChange()
        for (word, text) in values {
            guard let field = FieldName(rawValue: word) else { throw Self.unchangeable(word) }
            switch field {
            case .name: change.name = .set(try Parsed.name(text))
            case .displayName: change.displayName = .set(text)
            case .email: change.email = .set(try Parsed.email(text))
            case .phone: change.phone = .set(try Parsed.phone(text, in: region))
            case .avatar: change.avatar = .set(try Parsed.link(text, word))
            case .background: change.background = .set(try Parsed.link(text, word))
            case .bio: change.bio = .set(text)
            case .sex: change.sex = .set(try Parsed.sex(text))
            case .location: change.location = .set(text)
            case .role: change.role = .set(try Parsed.role(text))
            case .status: change.status = .set(try Parsed.status(text))
            }
        }
        for word in cleared {
            switch FieldName(rawValue: word) {
            case .email: change.email = .set(nil)
            case .phone: change.phone = .set(nil)
            case .avatar: change.avatar = .set(nil)
            case .background: change.background = .set(nil)
            case .bio: change.bio = .set(nil)
            case .location: change.location = .set(nil)
            case .sex: change.sex = .set(.unknown)
            case .name, .displayName, .role, .status, nil: throw Self.unchangeable(word)
            }
        }
        return change
    }

    private static func unchangeable(_ word: String) -> ControlFailure {
        ControlFailure(.usage, "\(word) cannot be changed that way")
    }
}

/// `user delete`
package struct UserDeleteVerb: ControlVerb {
    package static let name = "user.delete"

    package let user: String

    package init(user: String) { self.user = user }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> AccountView {
        let target = try await desk.target(user)
        let deleted = try await desk.ask { directory throws(DirectoryError) in
            try await directory.delete([target], by: ControlDesk.actor)
        }
        guard let account = deleted.first else { throw .unknown("user", user) }
        return AccountView(account)
    }
}

/// `user restore`
package struct UserRestoreVerb: ControlVerb {
    package static let name = "user.restore"

    /// A name, or the number of a deleted account.
    package let user: String

    package init(user: String) { self.user = user }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> AccountView {
        let key = FoldedKey(folding: user)
        var targets = [Directory.Target.name(key)]
        if let number = Int64(key.rawValue) { targets.append(.id(AccountID(number))) }
        for target in targets {
            do throws(DirectoryError) {
                return AccountView(
                    try await desk.directory.restore(target, by: ControlDesk.actor))
            } catch .notFound {
                continue
            } catch {
                throw ControlFailure(error)
            }
        }
        throw .unknown("deleted user", user)
    }
}

/// `user password`
package struct UserPasswordVerb: ControlVerb {
    package static let name = "user.password"

    package let user: String
    /// In the clear; nil to have one generated.
    package let password: String?
    /// As in ``UserCreateVerb``.
    package var allowsWeak: Bool?

    package init(user: String, password: String?) {
        self.user = user
        self.password = password
    }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> AccountView {
        if let password, allowsWeak != true { try GivenPassword.check(password) }
        let target = try await desk.target(user)
        let new = password ?? desk.directory.makePassword()
        let account = try await desk.ask { directory throws(DirectoryError) in
            try await directory.setPassword(of: target, to: new, by: ControlDesk.actor)
            return try await directory.account(target, by: .operator)
        }
        var view = AccountView(account)
        view.password = password == nil ? new : nil
        return view
    }
}

/// `user unlock`
package struct UserUnlockVerb: ControlVerb {
    package static let name = "user.unlock"

    package let user: String

    package init(user: String) { self.user = user }

    package func perform(on desk: ControlDesk) async throws(ControlFailure) -> AccountView {
        let target = try await desk.target(user)
        return AccountView(
            try await desk.ask { directory throws(DirectoryError) in
                try await directory.unlock(target, by: ControlDesk.actor)
                return try await directory.dossier(of: target, by: .operator)
            })
    }
}

/// A password that an operator types for somebody.
enum GivenPassword {
    /// - Throws: ``ControlFailure`` for one outside ``Limits/givenPasswordCodePoints``. What no
    ///   account may have, the directory refuses by itself.
    static func check(_ password: String) throws(ControlFailure) {
        let bounds = Limits.givenPasswordCodePoints
        let count = PasswordForm.prepared(password).unicodeScalars.count
        guard !bounds.contains(count) else { return }
        throw ControlFailure(
            .refused,
            "password: must have \(bounds.lowerBound) to \(bounds.upperBound) characters; --weak "
                + "takes another one all the same")
    }
}

/// Words of the command line as values of the directory.
enum Parsed {
    /// What a browser may be sent to.
    static func link(_ text: String, _ field: String) throws(ControlFailure) -> String {
        let lower = text.lowercased()
        let rest = lower.after(prefix: "http://") ?? lower.after(prefix: "https://")
        guard rest?.isEmpty == false else {
            throw ControlFailure(.refused, "\(field): must be an absolute http(s) URL")
        }
        return text
    }

    static func name(_ text: String) throws(ControlFailure) -> AccountName {
        do throws(InvalidField) {
            return try AccountName(parsing: text)
        } catch {
            throw ControlFailure(.invalid([error]))
        }
    }

    static func email(_ text: String) throws(ControlFailure) -> EmailAddress {
        do throws(InvalidField) {
            return try EmailAddress(parsing: text)
        } catch {
            throw ControlFailure(.invalid([error]))
        }
    }

    static func phone(
        _ text: String, in region: PhoneRegion
    ) throws(ControlFailure) -> PhoneNumber {
        do throws(InvalidField) {
            return try PhoneNumber(parsing: text, in: region)
        } catch {
            throw ControlFailure(.invalid([error]))
        }
    }

    static func role(_ text: String) throws(ControlFailure) -> Role {
        guard let role = Role(rawValue: text) else { throw malformed(.role) }
        return role
    }

    static func status(_ text: String) throws(ControlFailure) -> AccountStatus {
        guard let status = AccountStatus(rawValue: text) else { throw malformed(.status) }
        return status
    }

    static func sex(_ text: String) throws(ControlFailure) -> Sex {
        guard let sex = Int64(text).flatMap(Sex.init(rawValue:)) else { throw malformed(.sex) }
        return sex
    }

    private static func malformed(_ field: Field) -> ControlFailure {
        ControlFailure(.invalid([InvalidField(field, .malformed)]))
    }
}
