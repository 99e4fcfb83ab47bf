/// A code that is to be sent, with everything that needs neither storage nor chance any more.
struct CodeSending: Sendable {
    let purpose: CodePurpose
    let typed: Destination
    let hashed: String
    let mailbox: String
    let asker: String
    let digits: String
    let codeID: String
    let messageID: String
    let at: Timestamp
}

/// Bounds and rows of what ``Directory/sendCode(_:to:by:)`` sends.
extension Directory {
    /// When the hour's budget has room again; nil when it has.
    /// - Throws: ``DirectoryError/throttled(retryAfterSeconds:)`` for the bounds of a mailbox and of who
    ///   asks.
    func budgetEnd(
        _ sending: CodeSending, by actor: Actor, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Timestamp? {
        let channel = sending.typed.channel
        let perHour = policy.messagesPerHour(channel)
        var rules = SendingRule.ofCode(
            sending.purpose, mailbox: sending.mailbox, asker: sending.asker)
        if !actor.origin.isLoopback {
            rules.append(
                SendingRule(
                    scope: .share(channel, asker: sending.asker),
                    count: max(1, perHour / Limits.messageShareDivisor),
                    seconds: Limits.hourSeconds))
        }
        for rule in rules {
            if let end = try rule.end(at: sending.at, in: storage) {
                throw .throttled(retryAfterSeconds: sending.at.retrySeconds(until: end))
            }
        }
        let hour = SendingRule(
            scope: .channel(channel), count: perHour, seconds: Limits.hourSeconds)
        return try hour.end(at: sending.at, in: storage)
    }

    /// Writes the same rows whatever goes out: the code - of what nobody can type where there is none -
    /// and the message that carries it, or goes nowhere.
    func write(
        _ sending: CodeSending, by actor: Actor, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        let letter = try letter(sending, to: actor.principal, in: storage)
        let code = letter.kind == .code ? sending.digits : "\0\(sending.messageID)"
        let expiresAt = sending.at.adding(seconds: Limits.codeSeconds)
        try storage.insert(
            VerificationCode(
                id: sending.codeID, purpose: sending.purpose, destination: sending.hashed,
                mailbox: sending.mailbox, asker: sending.asker, channel: sending.typed.channel,
                accountID: letter.accountID, codeHash: hash(ofCode: code, id: sending.codeID),
                triesLeft: Limits.codeTriesMax, sentAt: sending.at, expiresAt: expiresAt))
        try storage.insert(
            StoredMessage(
                id: sending.messageID, channel: letter.destination.channel,
                recipient: letter.destination.text, kind: letter.kind, purpose: sending.purpose,
                sealedCode: environment.seal(sending.digits, sending.messageID),
                createdAt: sending.at, expiresAt: expiresAt), dueAt: sending.at)
        try record(
            .codeSent, about: letter.subject, by: actor, at: sending.at,
            fields: [sending.purpose.rawValue, sending.typed.channel.rawValue], in: storage)
    }

    /// What goes out, for whom a code in it counts, and whom the trail names.
    private struct Letter {
        let destination: Destination
        let kind: StoredMessage.Kind
        let accountID: AccountID?
        let subject: Account?
    }

    private func letter(
        _ sending: CodeSending, to caller: Principal, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Letter {
        let typed = sending.typed
        let owner = try owner(of: typed, in: storage)
        // What is stored is what was proven: never the spelling that somebody typed (DESIGN §2).
        let stored = owner?.provenDestination(typed.kind)
        switch sending.purpose {
        case .prove:
            guard let owner, let stored, owner.status == .active else {
                return Letter(
                    destination: typed, kind: .silent, accountID: owner?.id, subject: nil)
            }
            return Letter(
                destination: stored, kind: .code, accountID: owner.id, subject: owner)
        case .claim:
            guard caller.account != nil || policy.isRegistrationOpen else {
                return Letter(destination: typed, kind: .silent, accountID: nil, subject: nil)
            }
            if let owner, let stored {
                return Letter(
                    destination: stored, kind: .addressInUse, accountID: nil, subject: owner)
            }
            return Letter(
                destination: typed, kind: .code, accountID: caller.account?.id,
                subject: caller.account)
        }
    }
}

extension DirectoryPolicy {
    func messagesPerHour(_ channel: OutgoingMessage.Channel) -> Int {
        switch channel {
        case .mail: mailsPerHour
        case .sms: textsPerHour
        }
    }
}

extension RequestOrigin {
    /// Whether the call came from this machine, where a proxy that is not trusted may stand for all.
    fileprivate var isLoopback: Bool {
        guard let address else { return false }
        return address == "::1" || address.starts(withText: "127.")
    }
}
