/// A field of a partial change: left alone, or set.
package enum FieldChange<Value: Sendable & Equatable>: Sendable, Equatable {
    case keep
    case set(Value)

    /// The value to store.
    func value(from current: Value) -> Value {
        switch self {
        case .keep: current
        case .set(let value): value
        }
    }

    var isSet: Bool { self != .keep }
}

/// What somebody asks to change of an account; the rest stays.
package struct AccountChange: Sendable, Equatable {
    package var name: FieldChange<AccountName> = .keep
    package var displayName: FieldChange<String> = .keep
    package var email: FieldChange<EmailAddress?> = .keep
    package var phone: FieldChange<PhoneNumber?> = .keep
    package var avatar: FieldChange<String?> = .keep
    package var background: FieldChange<String?> = .keep
    package var bio: FieldChange<String?> = .keep
    package var sex: FieldChange<Sex> = .keep
    package var location: FieldChange<String?> = .keep
    /// Takes effect for administrators alone.
    package var role: FieldChange<Role> = .keep
    /// Takes effect for administrators alone.
    package var status: FieldChange<AccountStatus> = .keep
    package var extend: FieldChange<String?> = .keep

    package init() {}

    /// The names of the fields that are set, for the audit trail.
    package var fieldNames: [String] {
        let set: [(Field, Bool)] = [
            (.name, name.isSet), (.displayName, displayName.isSet), (.email, email.isSet),
            (.phone, phone.isSet), (.avatar, avatar.isSet), (.background, background.isSet),
            (.bio, bio.isSet), (.sex, sex.isSet), (.location, location.isSet), (.role, role.isSet),
            (.status, status.isSet), (.extend, extend.isSet),
        ]
        return set.filter(\.1).map(\.0.rawValue)
    }

    /// Whether nothing at all is set.
    var isEmpty: Bool { self == AccountChange() }

    /// The change without what only administrators may do.
    func forNonAdministrator() -> AccountChange {
        var change = self
        change.role = .keep
        change.status = .keep
        return change
    }

    /// - Throws: ``DirectoryError/invalid(_:)`` naming every failing field.
    func check() throws(DirectoryError) {
        try DirectoryError.refuse([
            AccountRules.displayName(displayName.value(from: "")),
            AccountRules.avatar(avatar.value(from: nil)),
            AccountRules.background(background.value(from: nil)),
            AccountRules.bio(bio.value(from: nil)),
            AccountRules.location(location.value(from: nil)),
            AccountRules.extend(extend.value(from: nil)),
        ])
    }

    /// `account` with the change made. A new e-mail counts as proven when `provesEmail`. An address
    /// whose folded key stays is the same address, and keeps what was proven of it; so does a phone.
    func applied(to account: Account, provesEmail: Bool) -> Account {
        var new = account
        // One that is sent along unchanged keeps its key, too: that of an account that yielded the
        // login id to another one (``LoginIDClash``) is not the one that its text has now.
        if case .set(let name) = name, name.rawValue != account.name.rawValue { new.name = name }
        new.displayName = displayName.value(from: account.displayName)
        if case .set(let email) = email { new.setEmail(email, proves: provesEmail) }
        // One that is sent along unchanged keeps its key, as a name and an e-mail do.
        if case .set(let phone) = phone, phone?.rawValue != account.phone?.rawValue {
            new.phoneIsProven = account.phoneIsProven && phone?.key == account.phone?.key
            new.phone = phone
        }
        new.avatar = avatar.value(from: account.avatar)
        new.background = background.value(from: account.background)
        new.bio = bio.value(from: account.bio)
        new.sex = sex.value(from: account.sex)
        new.location = location.value(from: account.location)
        new.role = role.value(from: account.role)
        new.status = status.value(from: account.status)
        new.extend = extend.value(from: account.extend)
        return new
    }
}

extension Account {
    /// Sets the e-mail, or clears it.
    fileprivate mutating func setEmail(_ new: EmailAddress?, proves: Bool) {
        // One that is sent along unchanged keeps its key, too: that of an account that yielded the
        // login id to another one (``LoginIDClash``) is not the one that its text has now.
        if let new, new.rawValue == email?.rawValue { return }
        guard let new, new.key == email?.key else {
            email = new
            emailIsProven = new != nil && proves
            return
        }
        // One that is sent along is not set by anybody: an administrator who corrects a nickname
        // vouches for no address that the user only claimed (THREATS 5). Codes go to the stored
        // spelling: who proves nothing may change its case, and not make it another mailbox that
        // folds to the same key (THREATS 29).
        if !emailIsProven || proves || Destination.email(new).isClaimable { email = new }
    }
}
