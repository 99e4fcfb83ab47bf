/// One sending of a verification code, or what stands for one: destinations that got nothing, or a
/// notice, are throttled like those that got a code (THREATS 9).
package struct VerificationCode: Sendable, Equatable {
    /// 24 lower-case hex digits, random.
    package let id: String
    package let purpose: CodePurpose
    /// A keyed hash of kind and folded address: the database does not tell what people typed.
    package let destination: String
    /// A keyed hash of what shares its budget of sendings.
    package let mailbox: String
    /// A keyed hash of the block of addresses that asked.
    package let asker: String
    package let channel: OutgoingMessage.Channel
    /// For whom alone the code counts; nil for whoever has it.
    package let accountID: AccountID?
    /// A keyed hash of the code with ``id``; of one that was never sent, of what nobody can type. Nil
    /// for one that is spent, replaced by a later one, or killed by wrong tries.
    package let codeHash: String?
    /// Wrong tries that are left.
    package let triesLeft: Int
    package let sentAt: Timestamp
    package let expiresAt: Timestamp

    package init(
        id: String, purpose: CodePurpose, destination: String, mailbox: String, asker: String,
        channel: OutgoingMessage.Channel, accountID: AccountID?,
        codeHash: String?, triesLeft: Int, sentAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.purpose = purpose
        self.destination = destination
        self.mailbox = mailbox
        self.asker = asker
        self.channel = channel
        self.accountID = accountID
        self.codeHash = codeHash
        self.triesLeft = triesLeft
        self.sentAt = sentAt
        self.expiresAt = expiresAt
    }
}
