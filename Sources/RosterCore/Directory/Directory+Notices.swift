/// Notices of changes to what logs in to an account or recovers it (THREATS 36). Each is a row of the
/// change's own transaction. They go to what was proven of the account before the change, and to the
/// new address where it is proven; an address that nobody proved may be anybody's. Nothing wakes up
/// whoever delivers: a code goes first, and a notice within seconds.
extension Directory {
    /// Tells of the difference between two states of an account.
    func notify(
        of new: Account, replacing old: Account, isRecovery: Bool = false, by actor: Actor,
        at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        guard old.deletedAt == nil, new.deletedAt == nil else { return }
        for (change, kind) in Self.changes(from: old, to: new, isRecovery: isRecovery) {
            let address = kind.flatMap { new.destination($0) }
            var recipients = old.provenDestinations
            if let kind, let proven = new.provenDestination(kind) { recipients.append(proven) }
            try notify(
                recipients, of: change, to: address, about: new, by: actor, at: time, in: storage)
        }
    }

    /// Tells of a new API key of the account.
    func notifyOfKey(
        of account: Account, by actor: Actor, at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        try notify(
            account.provenDestinations, of: .keyCreated, to: nil, about: account, by: actor,
            at: time, in: storage)
    }

    /// What became different, and the address that it is about.
    private static func changes(
        from old: Account, to new: Account, isRecovery: Bool
    ) -> [(AccountNotice.Change, LoginIDKind?)] {
        var changes: [(AccountNotice.Change, LoginIDKind?)] = []
        if old.email?.key != new.email?.key || old.emailIsProven != new.emailIsProven {
            changes.append((new.email == nil ? .emailRemoved : .emailChanged, .email))
        }
        if old.phone?.key != new.phone?.key || old.phoneIsProven != new.phoneIsProven {
            changes.append((new.phone == nil ? .phoneRemoved : .phoneChanged, .phone))
        }
        if old.passwordHash != new.passwordHash {
            let change: AccountNotice.Change =
                isRecovery
                ? .passwordRecovered
                : old.passwordHash == nil ? .passwordSet : .passwordChanged
            changes.append((change, nil))
        }
        return changes
    }

    private func notify(
        _ recipients: [Destination], of change: AccountNotice.Change, to address: Destination?,
        about account: Account, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        let notice = AccountNotice(
            change: change, time: environment.localTime(time),
            surface: actor.origin.surface.rawValue, address: actor.origin.address,
            newAddress: address?.masked)
        var told: Set<FoldedKey> = []
        for recipient in recipients where told.insert(recipient.key).inserted {
            let mailbox = hashedMailbox(of: recipient)
            let subject = "\(account.id) \(change.rawValue)"
            guard
                let due = try noticeDue(
                    recipient.channel, mailbox: mailbox, subject: subject, at: time, in: storage)
            else { continue }
            let id = environment.randomHex(bytes: 12)
            try storage.insert(
                StoredMessage(
                    id: id, channel: recipient.channel, recipient: recipient.text,
                    kind: .notice(notice.stored), createdAt: time,
                    expiresAt: due.adding(seconds: Limits.noticeSeconds)), dueAt: due)
            try storage.insert(
                NoticeSending(
                    id: id, channel: recipient.channel, mailbox: mailbox, subject: subject,
                    sentAt: due))
        }
    }

    /// When a notice goes out: now, or when the hour's budget has room for it. Nil for one that
    /// repeats what was told a moment ago, or has no room within a day.
    ///
    /// Codes take no room from notices: who asks for as many as there may be would else silence them.
    private func noticeDue(
        _ channel: OutgoingMessage.Channel, mailbox: String, subject: String, at now: Timestamp,
        in storage: any DirectoryReading
    ) throws(DirectoryError) -> Timestamp? {
        let repeats = SendingRule(
            scope: .repeats(mailbox: mailbox, subject: subject), count: 1,
            seconds: Limits.noticeRepeatSeconds)
        let day = SendingRule(
            scope: .noticesTo(mailbox: mailbox), count: Limits.noticesPerMailboxMax,
            seconds: Limits.codeDaySeconds)
        for rule in [repeats, day] where try rule.end(at: now, in: storage) != nil { return nil }
        let longest = Limits.noticeSeconds
        let last = try storage.sending(
            numbered: policy.messagesPerHour(channel), in: .notices(channel),
            after: now.adding(seconds: -Limits.hourSeconds),
            upTo: now.adding(seconds: longest + Limits.hourSeconds))
        guard let last else { return now }
        // For metrics and log alone: no harm if the transaction runs again.
        messageTally.countRefused(channel)
        let due = max(now, last.adding(seconds: Limits.hourSeconds))
        return due <= now.adding(seconds: longest) ? due : nil
    }
}

extension Account {
    /// What the account has proven, in one order.
    var provenDestinations: [Destination] {
        [.email, .phone].compactMap { provenDestination($0) }
    }

    /// Its e-mail or phone, proven or not.
    func destination(_ kind: LoginIDKind) -> Destination? {
        switch kind {
        case .name: nil
        case .email: email.map(Destination.email)
        case .phone: phone.map(Destination.phone)
        }
    }
}
