/// The outbox of messages to people. Sending never runs inside a transaction and nobody waits for
/// it: a message is written with the change that causes it, and delivered from here until it is
/// taken over or has lost its use.
extension Directory {
    /// What became of a message that was taken for delivery. No reason tells a secret.
    package enum DeliveryOutcome: Sendable, Equatable {
        /// The next hop has it.
        case delivered
        /// It was made to go nowhere.
        case pretended
        /// It waits for another try.
        case postponed(reason: String)
        /// It will not be tried again.
        case dropped(reason: String)
    }

    /// Takes messages that are due, so that nobody else does for ``Limits/deliverySeconds``.
    package func takeMessages(
        _ selection: OutboxSelection = OutboxSelection(), limit: Int
    ) async throws(DirectoryError) -> [StoredMessage] {
        let now = self.now
        return try await store.write { storage throws(DirectoryError) in
            try storage.takeMessages(
                selection, dueBy: now,
                orAfter: now.adding(seconds: Self.waitSecondsMax + Limits.waitSkewSeconds),
                again: now.adding(seconds: Limits.deliverySeconds), limit: limit)
        }
    }

    /// Keeps messages whose delivery runs longer than ``Limits/deliverySeconds`` from being taken a
    /// second time. A caller whose deliveries are slow does this every
    /// ``Limits/deliveryRenewalSeconds``.
    package func keepMessages(_ ids: [String]) async throws(DirectoryError) {
        guard !ids.isEmpty else { return }
        let again = now.adding(seconds: Limits.deliverySeconds)
        try await store.write { storage throws(DirectoryError) in
            try storage.postponeMessages(ids, to: again)
        }
    }

    /// Gives back messages that were taken and cannot be delivered now: they are due at once,
    /// and the try does not count.
    package func returnMessages(_ ids: [String]) async throws(DirectoryError) {
        guard !ids.isEmpty else { return }
        let now = self.now
        try await store.write { storage throws(DirectoryError) in
            try storage.returnMessages(ids, dueAt: now)
        }
    }

    /// Tries to deliver a message that was taken, and notes how it went.
    package func deliver(
        _ stored: StoredMessage, by deliverer: any MessageDelivering
    ) async throws(DirectoryError) -> DeliveryOutcome {
        let stored = try await redated(stored)
        // A code that the clock calls over opens nothing; a notice tells the same on a later day.
        guard stored.expiresAt > (stored.purpose == nil ? expiryTime : now) else {
            return try await drop(stored, reason: "it has lost its use")
        }
        guard let message = opened(stored) else {
            return try await drop(stored, reason: "secret.file does not open its code")
        }
        do throws(DeliveryFailure) {
            if stored.kind == .silent {
                try await deliverer.pretend(message)
            } else {
                try await deliverer.deliver(message)
            }
        } catch {
            switch error {
            case .permanent(let reason): return try await drop(stored, reason: reason)
            case .temporary(let reason): return try await postpone(stored, reason: reason)
            }
        }
        try await remove(stored)
        return stored.kind == .silent ? .pretended : .delivered
    }

    /// A message as it is; one of before the clock was set back as if it were written now. Its code
    /// would have expired, and counts from now on: who gets it can use it.
    private func redated(_ message: StoredMessage) async throws(DirectoryError) -> StoredMessage {
        let now = self.now
        guard now.isBehind(message.createdAt) else { return message }
        if let purpose = message.purpose,
            let destination = message.destination(in: policy.phoneRegion)
        {
            let hashed = hashed(destination)
            try await store.write { storage throws(DirectoryError) in
                for code in try storage.openCodes(purpose, destination: hashed)
                where now.isBehind(code.sentAt) {
                    try storage.redateCode(
                        code.id, sentAt: now, expiresAt: now.adding(seconds: Limits.codeSeconds))
                }
            }
        }
        let life = message.expiresAt.milliseconds - message.createdAt.milliseconds
        return StoredMessage(
            id: message.id, channel: message.channel, recipient: message.recipient,
            kind: message.kind, purpose: message.purpose, sealedCode: message.sealedCode,
            createdAt: now,
            expiresAt: Timestamp(milliseconds: now.milliseconds + life),
            attempts: message.attempts)
    }

    /// When the next message is due, now for one that is; nil when none waits.
    package func nextMessageDue(
        _ selection: OutboxSelection = OutboxSelection()
    ) async throws(DirectoryError) -> Timestamp? {
        var codes = selection
        codes.noticesMax = 0
        let (code, first) = try await store.read { [codes] storage throws(DirectoryError) in
            (try storage.nextMessageDue(codes), try storage.nextMessageDue(selection))
        }
        // One that waits for longer than any may was put off before the clock was set back.
        return [(code, Self.waitSecondsMax), (first, Limits.noticeWaitSecondsMax)]
            .compactMap { due, longest in
                due.map { now.end(ofWait: $0, atMost: longest) ?? now }
            }.min()
    }

    /// The longest that a message waits for its next try, in seconds.
    private static var waitSecondsMax: Int64 {
        max(Limits.deliverySeconds, Limits.deliveryDelaySecondsMax)
    }

    /// A second after the first try, then twice as long after each.
    static func delaySeconds(after attempts: Int) -> Int64 {
        min(Int64(1) << Int64(min(max(attempts, 1) - 1, 32)), Limits.deliveryDelaySecondsMax)
    }

    private func opened(_ stored: StoredMessage) -> OutgoingMessage? {
        let content: OutgoingMessage.Content
        switch stored.kind {
        case .code, .silent:
            guard let purpose = stored.purpose, let sealed = stored.sealedCode,
                let code = environment.unseal(sealed, stored.id)
            else { return nil }
            content = .code(code, purpose: purpose)
        case .addressInUse: content = .addressInUse
        case .notice(let text):
            guard let notice = AccountNotice(stored: text) else { return nil }
            content = .changed(notice)
        }
        return OutgoingMessage(
            id: stored.id, channel: stored.channel, recipient: stored.recipient, content: content,
            createdAt: stored.createdAt, expiresAt: stored.expiresAt)
    }

    private func postpone(
        _ message: StoredMessage, reason: String
    ) async throws(DirectoryError) -> DeliveryOutcome {
        let next = now.adding(seconds: Self.delaySeconds(after: message.attempts))
        try await store.write { storage throws(DirectoryError) in
            try storage.postponeMessages([message.id], to: next)
        }
        return .postponed(reason: reason)
    }

    private func drop(
        _ message: StoredMessage, reason: String
    ) async throws(DirectoryError) -> DeliveryOutcome {
        try await remove(message)
        return .dropped(reason: reason)
    }

    private func remove(_ message: StoredMessage) async throws(DirectoryError) {
        try await store.write { storage throws(DirectoryError) in
            try storage.removeMessage(message.id)
        }
    }
}

extension StoredMessage {
    /// Where it goes, if that is an address as people can prove it.
    fileprivate func destination(in region: PhoneRegion) -> Destination? {
        switch channel {
        case .mail: (try? EmailAddress(parsing: recipient)).map(Destination.email)
        case .sms: (try? PhoneNumber(parsing: recipient, in: region)).map(Destination.phone)
        }
    }
}
