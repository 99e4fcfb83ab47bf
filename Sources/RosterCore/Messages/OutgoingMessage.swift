/// A message to a person, waiting in the outbox until it is delivered or has lost its use.
package struct OutgoingMessage: Sendable, Equatable {
    /// The way by which it goes.
    package enum Channel: String, Sendable, CaseIterable {
        case mail, sms
    }

    /// What it says.
    package enum Content: Sendable, Equatable {
        /// Six digits and what they are for.
        case code(String, purpose: CodePurpose)
        /// Somebody asked for a code to claim an address that is the reader's already.
        case addressInUse
    }

    /// 24 lower-case hex digits, random; the same at every try, so that a gateway can tell repeats.
    package let id: String
    package let channel: Channel
    /// The address or phone as the directory stores it, or as it was typed where it is not stored.
    package let recipient: String
    package let content: Content
    package let createdAt: Timestamp
    /// When there is no more use in delivering it: a code's end.
    package let expiresAt: Timestamp

    package init(
        id: String, channel: Channel, recipient: String, content: Content, createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.channel = channel
        self.recipient = recipient
        self.content = content
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// A message as the outbox keeps it: its code is sealed with `secret.file`.
package struct StoredMessage: Sendable, Equatable {
    package let id: String
    package let channel: OutgoingMessage.Channel
    package let recipient: String
    /// Nil for a notice without code.
    package let purpose: CodePurpose?
    package let sealedCode: String?
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    /// How often a delivery was begun.
    package var attempts: Int

    /// The domain that a mail's recipient has its mailbox at, with A-labels; nil for what is no mail.
    package var mailboxHost: String? {
        channel == .mail ? DomainName.ofMailbox(recipient) : nil
    }

    package init(
        id: String, channel: OutgoingMessage.Channel, recipient: String, purpose: CodePurpose?,
        sealedCode: String?, createdAt: Timestamp, expiresAt: Timestamp, attempts: Int
    ) {
        self.id = id
        self.channel = channel
        self.recipient = recipient
        self.purpose = purpose
        self.sealedCode = sealedCode
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.attempts = attempts
    }
}
