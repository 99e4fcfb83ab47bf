/// The one permission policy of all surfaces: administrators may do everything, a person may read
/// and change itself, nobody else may do anything. Surfaces add nothing to it; what they show
/// of a refusal is theirs.
package enum AccessPolicy {
    /// May list or search accounts, create, delete, disable, and change others.
    package static func requireAdministrator(_ caller: Principal) throws(DirectoryError) {
        guard caller.isAdministrator else { throw .forbidden(.notAdministrator) }
    }

    /// May read the account.
    package static func requireReader(
        _ caller: Principal, of id: AccountID
    ) throws(DirectoryError) {
        guard caller.isAdministrator || caller.isSelf(id) else {
            throw .forbidden(.notAdministrator)
        }
    }

    /// May read what is called `name`; decided without looking at whether it exists.
    package static func requireReader(
        _ caller: Principal, named name: FoldedKey
    ) throws(DirectoryError) {
        if caller.isAdministrator { return }
        guard let account = caller.account, account.name.key == name, caller.isSelf(account.id)
        else { throw .forbidden(.notAdministrator) }
    }

    /// May learn whether the account is there: a person only of itself (THREATS 11).
    static func requireMayKnow(
        _ caller: Principal, of account: Account?
    ) throws(DirectoryError) {
        if caller.isAdministrator { return }
        guard let account, caller.isSelf(account.id) else { throw .forbidden(.notAdministrator) }
    }

    /// The account whose cards the caller reads and changes; nobody sees another one's.
    package static func cardOwner(_ caller: Principal) throws(DirectoryError) -> AccountID {
        guard let account = caller.account else { throw .unauthenticated(.missing) }
        return account.id
    }

    /// May change `account`: administrators all, people themselves; an administrator's account
    /// only by a caller who may change administrators, or by that person itself.
    package static func requireWriter(
        _ caller: Principal, of account: Account
    ) throws(DirectoryError) {
        if caller.isAdministrator {
            guard account.role != .admin || caller.mayChangeAdministrators else {
                throw .forbidden(.scopedKey)
            }
            return
        }
        guard caller.isSelf(account.id) else { throw .forbidden(.notAdministrator) }
        // A key of role user that an administrator made for a script is not the administrator.
        guard account.role != .admin || caller.isItself else { throw .forbidden(.scopedKey) }
    }

    /// May set what logs in to or recovers the account `id`: its name, e-mail, phone, password, codes
    /// and keys, and whether its login ids are its own or free. An API key never may of the account
    /// that it belongs to, whatever its scope and role: who finds a key must not own the person
    /// (THREATS 28). What an administrator's key may do to other accounts is not decided here.
    static func requireCredentialWriter(
        _ caller: Principal, of id: AccountID
    ) throws(DirectoryError) {
        guard case .apiKey(let key) = caller.credential, key.accountID == id else { return }
        throw .forbidden(.keyOfOwnAccount)
    }
}

extension Principal {
    /// The person itself, by session or password, and no key on its behalf.
    var isItself: Bool {
        switch credential {
        case .session, .password: true
        case .apiKey, .local, .operator, .none: false
        }
    }
}
