/// One sending of a verification code, or what stands for one: destinations that got nothing, or a
/// notice, are throttled like those that got a code (THREATS 9).
package struct VerificationCode: Sendable, Equatable {
    /// 24 lower-case hex digits, random.
    package let id: String
    package let purpose: CodePurpose
    /// A keyed hash of kind and folded address: the database does not tell what people typed.
    package let destination: String
    /// For whom alone the code counts; nil for whoever has it.
    package let accountID: AccountID?
    /// A keyed hash of the code with ``id``; nil when there is nothing that could be typed: never
    /// sent, spent, replaced by a later one, or killed by wrong tries.
    package let codeHash: String?
    /// Wrong tries that are left.
    package let triesLeft: Int
    package let sentAt: Timestamp
    package let expiresAt: Timestamp

    package init(
        id: String, purpose: CodePurpose, destination: String, accountID: AccountID?,
        codeHash: String?, triesLeft: Int, sentAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.purpose = purpose
        self.destination = destination
        self.accountID = accountID
        self.codeHash = codeHash
        self.triesLeft = triesLeft
        self.sentAt = sentAt
        self.expiresAt = expiresAt
    }
}
