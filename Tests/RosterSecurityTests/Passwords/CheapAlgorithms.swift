import RosterSecurity

extension PasswordAlgorithm {
    /// The least that the libraries compute: tests check rules, not strength.
    static let cheapArgon2id = PasswordAlgorithm.argon2id(memoryKiB: 8, passes: 1, lanes: 1)
    static let cheapBcrypt = PasswordAlgorithm.bcrypt(cost: 4)
}
