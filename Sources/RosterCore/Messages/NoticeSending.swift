/// That a notice was written, remembered for a day to bound those that follow.
package struct NoticeSending: Sendable, Equatable {
    package let id: String
    package let channel: OutgoingMessage.Channel
    /// A keyed hash of what shares its budget.
    package let mailbox: String
    /// The account and what was changed of it.
    package let subject: String
    /// When it goes out, which may be later than when it was written.
    package let sentAt: Timestamp

    package init(
        id: String, channel: OutgoingMessage.Channel, mailbox: String, subject: String,
        sentAt: Timestamp
    ) {
        self.id = id
        self.channel = channel
        self.mailbox = mailbox
        self.subject = subject
        self.sentAt = sentAt
    }
}
