/// Which of an account's ids a login id is.
package enum LoginIDKind: String, Sendable, Equatable {
    case name, email, phone
}

/// One entry of the namespace that names, e-mails and proven phones of all accounts share
/// (DESIGN §2): a key belongs to one account at most, whichever of its ids it is.
package struct LoginID: Sendable, Equatable {
    package let key: FoldedKey
    /// The key is the account's name.
    package var isName = false
    /// The key is the account's e-mail.
    package var isEmail = false
    /// The key is the account's e-mail and the address has been proven.
    package var isProvenEmail = false
    /// The key is the account's proven phone.
    package var isPhone = false

    package init(
        key: FoldedKey, isName: Bool = false, isEmail: Bool = false, isProvenEmail: Bool = false,
        isPhone: Bool = false
    ) {
        self.key = key
        self.isName = isName
        self.isEmail = isEmail
        self.isProvenEmail = isProvenEmail
        self.isPhone = isPhone
    }

    /// Whether its owner may log in with it: an unproven e-mail reserves the address, no more.
    package var givesLogin: Bool { isName || isProvenEmail || isPhone }

    /// Whether the entry is nothing but an address that nobody proved, and so yields to who does.
    package var isOnlyUnprovenEmail: Bool { isEmail && !isProvenEmail && !isName && !isPhone }

    /// The kind to name in a conflict: what the key is to its owner.
    package var kind: LoginIDKind { isName ? .name : isEmail ? .email : .phone }

    /// The entries of one account, none twice.
    static func entries(
        name: FoldedKey, email: FoldedKey?, emailIsProven: Bool, phone: FoldedKey?
    ) -> [LoginID] {
        var entries = [LoginID(key: name, isName: true)]
        func add(_ key: FoldedKey, _ change: (inout LoginID) -> Void) {
            if let index = entries.firstIndex(where: { $0.key == key }) {
                change(&entries[index])
            } else {
                var entry = LoginID(key: key)
                change(&entry)
                entries.append(entry)
            }
        }
        if let email {
            add(email) {
                $0.isEmail = true
                $0.isProvenEmail = emailIsProven
            }
        }
        if let phone { add(phone) { $0.isPhone = true } }
        return entries
    }
}

extension Account {
    /// The entries that this account holds in the namespace, none twice.
    package var loginIDs: [LoginID] {
        LoginID.entries(
            name: name.key, email: email?.key, emailIsProven: emailIsProven,
            phone: phoneIsProven ? phone?.key : nil)
    }
}
