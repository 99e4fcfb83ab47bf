/// What somebody asks a new account to be. Values are parsed; which of them take effect depends
/// on the caller (THREATS 10).
package struct AccountDraft: Sendable, Equatable {
    package var name: AccountName
    /// The name itself when nil.
    package var displayName: String?
    package var email: EmailAddress?
    package var phone: PhoneNumber?
    package var avatar: String?
    /// Takes effect for administrators alone.
    package var role: Role = .user
    /// Takes effect for administrators alone.
    package var status: AccountStatus = .active
    /// A JSON object as text.
    package var extend: String?
    /// In the clear; nil makes an account that cannot log in by password.
    package var password: String?

    package init(name: AccountName) { self.name = name }

    /// The rules of texts that have no type of their own.
    /// - Throws: ``DirectoryError/invalid(_:)`` naming every failing field.
    func check() throws(DirectoryError) {
        try DirectoryError.refuse([
            AccountRules.displayName(displayName), AccountRules.avatar(avatar),
            AccountRules.extend(extend),
        ])
    }
}
