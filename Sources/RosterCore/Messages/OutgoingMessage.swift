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
        /// What logs in to the reader's account, or recovers it, was changed.
        case changed(AccountNotice)
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
    /// What its row is for.
    package enum Kind: Sendable, Equatable {
        case code
        /// As ``OutgoingMessage/Content/addressInUse``. It has a purpose and a sealed text, too, so
        /// that its row is as large as that of a code.
        case addressInUse
        /// Goes nowhere: it stands for the message that an unknown address does not get, so that known
        /// and unknown ones make the same writes (THREATS 9).
        case silent
        /// A notice, with its text as the outbox keeps it (``AccountNotice``).
        case notice(String)
    }

    package let id: String
    package let channel: OutgoingMessage.Channel
    package let recipient: String
    package let kind: Kind
    /// Nil for a notice.
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

    package var isNotice: Bool {
        if case .notice = kind { return true }
        return false
    }

    package init(
        id: String, channel: OutgoingMessage.Channel, recipient: String, kind: Kind,
        purpose: CodePurpose? = nil, sealedCode: String? = nil, createdAt: Timestamp,
        expiresAt: Timestamp, attempts: Int = 0
    ) {
        self.id = id
        self.channel = channel
        self.recipient = recipient
        self.kind = kind
        self.purpose = purpose
        self.sealedCode = sealedCode
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.attempts = attempts
    }
}
