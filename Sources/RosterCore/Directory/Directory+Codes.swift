extension Directory {
    /// Sends a verification code. Whether anything goes out - a code, a notice to the owner of an
    /// address that somebody else wants to claim, or nothing - the caller cannot tell: known and
    /// unknown destinations are answered and throttled alike (THREATS 9).
    ///
    /// A code to prove an address goes to the stored address of an active account that has proven
    /// it, and counts for that account alone. A code to claim one goes to what was typed, and counts
    /// for the caller's account, or for whoever has it when the caller is nobody.
    /// - Throws: ``DirectoryError/throttled(retryAfterSeconds:)``; ``DirectoryError/invalid(_:)`` for
    ///   an address that cannot be claimed.
    package func sendCode(
        _ purpose: CodePurpose, to destination: Destination, by actor: Actor
    ) async throws(DirectoryError) {
        if purpose == .claim, !destination.isClaimable {
            throw .invalid([InvalidField(destination.field, .malformed)])
        }
        let now = self.now
        let digits = makeCode()
        let codeID = environment.randomHex(bytes: 12)
        let messageID = environment.randomHex(bytes: 12)
        let hashed = hashed(destination)
        try await store.write { storage throws(DirectoryError) in
            try refuseTooManyCodes(purpose, destination: hashed, at: now, in: storage)
            let letter = try letter(purpose, to: destination, by: actor.principal, in: storage)
            let hasCode = letter?.hasCode == true
            try storage.insert(
                VerificationCode(
                    id: codeID, purpose: purpose, destination: hashed,
                    accountID: letter?.accountID,
                    codeHash: hasCode ? hash(ofCode: digits, id: codeID) : nil,
                    triesLeft: Limits.codeTriesMax, sentAt: now,
                    expiresAt: now.adding(seconds: Limits.codeSeconds)))
            if let letter {
                let code = hasCode ? environment.seal(digits, messageID) : nil
                try storage.insert(
                    StoredMessage(
                        id: messageID, channel: letter.destination.channel,
                        recipient: letter.destination.text, purpose: hasCode ? purpose : nil,
                        sealedCode: code, createdAt: now,
                        expiresAt: now.adding(
                            seconds: hasCode ? Limits.codeSeconds : Limits.noticeSeconds),
                        attempts: 0), dueAt: now)
            }
            try record(
                .codeSent, about: letter?.owner, by: actor, at: now,
                fields: [purpose.rawValue, destination.channel.rawValue], in: storage)
        }
        messageBell.ring()
    }

    /// A right code that is not spent yet.
    struct CodeMatch: Sendable {
        let id: String
    }

    /// Compares a typed code under the failure counter of `subject` (DESIGN §6), all in one
    /// transaction: of many parallel guesses each is counted before the next one is compared. Five
    /// wrong ones kill the code. A right one is spent by ``spend(_:in:)``, in the transaction of
    /// what it was typed for.
    /// - Parameter account: Whose code it must be; nil accepts one that is for nobody in particular
    ///   only.
    /// - Throws: ``DirectoryError/wrongCode``, ``DirectoryError/throttled(retryAfterSeconds:)``.
    func matchCode(
        _ typed: String, _ purpose: CodePurpose, of destination: Destination,
        for account: AccountID?, counting subject: FailureSubject
    ) async throws(DirectoryError) -> CodeMatch {
        let now = self.now
        let hashed = hashed(destination)
        let match = try await store.write { storage throws(DirectoryError) -> CodeMatch? in
            let counter = try storage.failureCounter(subject)
            try refuseWhileDelayed(counter, now: now)
            let code = try storage.openCode(purpose, destination: hashed)
            if let code, isRight(typed, code, for: account, purpose: purpose, at: now) {
                // A claim proves nothing of the account whose tries these are: whoever took over
                // its session could else forget its wrong passwords by claiming an address.
                if purpose == .prove { try clearFailures(subject, in: storage) }
                return CodeMatch(id: code.id)
            }
            try countFailure(counter, of: subject, at: now, in: storage)
            if let code {
                try storage.setTriesLeft(code.triesLeft - 1, of: code.id)
                if code.triesLeft <= 1 { _ = try storage.closeCode(code.id) }
            }
            return nil
        }
        guard let match else { throw .wrongCode }
        return match
    }

    /// Spends a code, as part of what it was typed for: of two that use the same code at once one
    /// goes through.
    func spend(
        _ match: CodeMatch, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        guard try storage.closeCode(match.id) else { throw .wrongCode }
    }

    /// Whose failures the tries at a destination's codes are: its owner's, or nobody's.
    func subject(of destination: Destination, owner: Account?) -> FailureSubject {
        owner.map { .account($0.id) } ?? unknownSubject(destination.key.rawValue)
    }

    /// The active account that has proven the destination.
    func activeOwner(
        of destination: Destination, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Account? {
        guard let owner = try owner(of: destination, in: storage), owner.status == .active else {
            return nil
        }
        return owner
    }

    /// The account that has proven the destination.
    func owner(
        of destination: Destination, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Account? {
        guard let owner = try storage.owner(of: destination.key),
            destination.isProven(by: owner.entry)
        else { return nil }
        return try storage.account(owner.accountID)
    }

    /// What goes out, and for whom a code in it counts.
    private struct Letter {
        let destination: Destination
        let hasCode: Bool
        let accountID: AccountID?
        let owner: Account?
    }

    private func letter(
        _ purpose: CodePurpose, to typed: Destination, by caller: Principal,
        in storage: any DirectoryReading
    ) throws(DirectoryError) -> Letter? {
        let owner = try owner(of: typed, in: storage)
        // What is stored is what was proven: never the spelling that somebody typed (DESIGN §2).
        let stored = owner?.provenDestination(typed.kind)
        switch purpose {
        case .prove:
            guard let owner, let stored, owner.status == .active else { return nil }
            return Letter(destination: stored, hasCode: true, accountID: owner.id, owner: owner)
        case .claim:
            if let owner, let stored {
                return Letter(destination: stored, hasCode: false, accountID: nil, owner: owner)
            }
            return Letter(
                destination: typed, hasCode: true, accountID: caller.account?.id,
                owner: caller.account)
        }
    }

    private func refuseTooManyCodes(
        _ purpose: CodePurpose, destination: String, at now: Timestamp,
        in storage: any DirectoryReading
    ) throws(DirectoryError) {
        // What was sent before the clock was set back is left out: no wait is measured from it.
        let latest = now.adding(seconds: Limits.waitSkewSeconds)
        if let last = try storage.lastSending(
            purpose, destination: destination, upTo: latest),
            let next = now.end(
                ofWait: last.adding(seconds: Limits.codeResendSeconds),
                atMost: Limits.codeResendSeconds)
        {
            throw .throttled(retryAfterSeconds: now.retrySeconds(until: next))
        }
        let day = now.adding(seconds: -Limits.codeDaySeconds)
        let sent = try storage.sendings(
            destination: destination, after: day, upTo: latest, limit: Limits.codesPerDayMax)
        if sent.count >= Limits.codesPerDayMax, let oldest = sent.first,
            let next = now.end(
                ofWait: oldest.adding(seconds: Limits.codeDaySeconds),
                atMost: Limits.codeDaySeconds)
        {
            throw .throttled(retryAfterSeconds: now.retrySeconds(until: next))
        }
    }

    private func isRight(
        _ typed: String, _ code: VerificationCode, for account: AccountID?, purpose: CodePurpose,
        at now: Timestamp
    ) -> Bool {
        // A claim made by nobody in particular is anybody's who has the code; one made by an
        // account, and every proof, is that account's.
        let isTheirs =
            code.accountID == account || (purpose == .claim && code.accountID == nil)
        guard isTheirs, code.expiresAt > now, !now.isBehind(code.sentAt), code.triesLeft > 0,
            let stored = code.codeHash
        else {
            return false
        }
        // Both are keyed hashes: how many of their first letters are equal says nothing.
        return stored == hash(ofCode: typed, id: code.id)
    }

    func hashed(_ destination: Destination) -> String {
        environment.keyedHash("\(destination.kind.rawValue)\0\(destination.key.rawValue)")
    }

    private func hash(ofCode digits: String, id: String) -> String {
        environment.keyedHash("code\0\(id)\0\(digits)")
    }

    /// Never with a zero first: clients may send it back as a number.
    private func makeCode() -> String {
        environment.randomText(of: "123456789", count: 1)
            + environment.randomText(of: "0123456789", count: Limits.codeDigits - 1)
    }
}

extension Destination {
    var field: Field {
        switch self {
        case .email: .email
        case .phone: .phone
        }
    }
}
