/// An account by name as a bulk change wants it: changed in what is set, or made.
package struct AccountUpsert: Sendable, Equatable {
    package let name: AccountName
    /// `.set(nil)` makes it the name again.
    package var displayName: FieldChange<String?> = .keep
    package var status: FieldChange<AccountStatus> = .keep
    /// In the clear; nil leaves it alone.
    package var password: String?

    package init(name: AccountName) { self.name = name }

    /// What becomes of an account that has the name.
    func change(of account: Account) -> AccountChange {
        var change = AccountChange()
        if case .set(let text) = displayName {
            change.displayName = .set(text ?? account.name.rawValue)
        }
        change.status = status
        return change
    }

    /// The account to make where nobody has the name.
    var draft: AccountDraft {
        var draft = AccountDraft(name: name)
        draft.displayName = displayName.value(from: nil)
        draft.status = status.value(from: .active)
        return draft
    }
}
