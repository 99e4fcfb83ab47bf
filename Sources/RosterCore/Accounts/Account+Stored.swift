extension Account {
    /// An account with every field, as a row or a new account has them. Spelt out because a
    /// struct's own initialiser does not reach beyond its module.
    package init(
        stored id: AccountID, guid: String, instanceID: String, name: AccountName,
        displayName: String, email: EmailAddress?, emailIsProven: Bool, phone: PhoneNumber?,
        phoneIsProven: Bool, avatar: String?, background: String?, bio: String?, sex: Sex,
        location: String?, role: Role, status: AccountStatus, extend: String?,
        passwordHash: String?, revision: Int64, createdAt: Timestamp, updatedAt: Timestamp,
        lastLoginAt: Timestamp?, deletedAt: Timestamp?
    ) {
        self.init(
            id: id, guid: guid, instanceID: instanceID, name: name, displayName: displayName,
            email: email, emailIsProven: emailIsProven, phone: phone,
            phoneIsProven: phoneIsProven, avatar: avatar, background: background, bio: bio,
            sex: sex, location: location, role: role, status: status, extend: extend,
            passwordHash: passwordHash, revision: revision, createdAt: createdAt,
            updatedAt: updatedAt, lastLoginAt: lastLoginAt, deletedAt: deletedAt)
    }
}
