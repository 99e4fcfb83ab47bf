extension Directory {
    /// Sends a verification code. Whether anything goes out - a code, a notice to the owner of an
    /// address that somebody else wants to claim, or nothing - the caller cannot tell: known and
    /// unknown destinations are answered, throttled and written alike, down to a message that goes
    /// nowhere (THREATS 9).
    ///
    /// A code to prove an address goes to the stored address of an active account that has proven
    /// it, and counts for that account alone. A code to claim one goes to what was typed, and counts
    /// for the caller's account, or for whoever has it when the caller is nobody. While registration
    /// is closed, nobody could use one that a caller without an account asked for: none goes out.
    /// - Throws: ``DirectoryError/throttled(retryAfterSeconds:)``; ``DirectoryError/invalid(_:)`` for
    ///   an address that cannot be claimed; ``DirectoryError/busy(retryAfterSeconds:)`` when an hour's
    ///   messages are out.
    package func sendCode(
        _ purpose: CodePurpose, to destination: Destination, by actor: Actor
    ) async throws(DirectoryError) {
        try await refuseOwnCode(purpose, to: destination, by: actor.principal)
        if purpose == .claim, !destination.isClaimable {
            throw .invalid([InvalidField(destination.field, .malformed)])
        }
        let sending = CodeSending(
            purpose: purpose, typed: destination, hashed: hashed(destination),
            mailbox: hashedMailbox(of: destination), asker: hashedAsker(actor.origin),
            digits: makeCode(), codeID: environment.randomHex(bytes: 12),
            messageID: environment.randomHex(bytes: 12), at: now)
        let full = try await store.write { storage throws(DirectoryError) -> Timestamp? in
            if let end = try budgetEnd(sending, by: actor, in: storage) { return end }
            try write(sending, by: actor, in: storage)
            return nil
        }
        let channel = destination.channel
        if let full {
            messageTally.countRefused(channel)
            messageBell.ring()
            throw .busy(retryAfterSeconds: sending.at.retrySeconds(until: full))
        }
        messageTally.countSent(channel)
        messageBell.ring()
    }

    /// A right code that is not spent yet.
    struct CodeMatch: Sendable {
        let id: String
        fileprivate let purpose: CodePurpose
        fileprivate let destination: String
    }

    /// Compares a typed code under the failure counters of `source` (DESIGN §6), all in one
    /// transaction: of many parallel guesses each is counted before the next one is compared. There
    /// may be a code for each who asked; a wrong guess counts for each code that it was compared with,
    /// and five kill one. A right one is spent by ``spend(_:in:)``, in the transaction of
    /// what it was typed for.
    /// - Parameter account: Whose code it must be; nil accepts one that is for nobody in particular
    ///   only.
    /// - Throws: ``DirectoryError/wrongCode``, ``DirectoryError/throttled(retryAfterSeconds:)``.
    func matchCode(
        _ typed: String, _ purpose: CodePurpose, of destination: Destination,
        for account: AccountID?, counting source: TrySource
    ) async throws(DirectoryError) -> CodeMatch {
        let now = self.now
        let hashed = hashed(destination)
        let match = try await store.write { storage throws(DirectoryError) -> CodeMatch? in
            let standing = try standing(of: source, at: now, in: storage)
            try refuseWhileDelayed(standing, now: now)
            let codes = try storage.openCodes(purpose, destination: hashed)
                .filter { isTheirs($0, account, purpose) }
            if let code = codes.first(where: { isRight(typed, $0, at: now) }) {
                // A claim proves nothing of the account whose tries these are: whoever took over
                // its session could else forget its wrong passwords by claiming an address.
                if purpose == .prove { try clearFailures(source, in: storage) }
                return CodeMatch(id: code.id, purpose: purpose, destination: hashed)
            }
            try countFailure(standing, of: source, at: now, in: storage)
            for code in codes {
                try storage.setTriesLeft(code.triesLeft - 1, of: code.id)
                if code.triesLeft <= 1 { _ = try storage.closeCode(code.id) }
            }
            return nil
        }
        guard let match else { throw .wrongCode }
        return match
    }

    /// Spends a code, as part of what it was typed for: of two that use the same code at once one
    /// goes through. The other codes of its purpose and destination go with it.
    func spend(
        _ match: CodeMatch, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        guard try storage.closeCode(match.id) else { throw .wrongCode }
        // What others asked for meanwhile has lost its use.
        for code in try storage.openCodes(match.purpose, destination: match.destination) {
            _ = try storage.closeCode(code.id)
        }
    }

    /// Whose failures the tries at a destination's codes are: its owner's, or nobody's.
    func source(
        of destination: Destination, owner: Account?, origin: RequestOrigin
    ) -> TrySource {
        source(
            owner.map { .account($0.id) } ?? unknownSubject(destination.key.rawValue), origin)
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

    /// A claim made by nobody in particular is anybody's who has the code; one made by an account, and
    /// every proof, is that account's.
    private func isTheirs(
        _ code: VerificationCode, _ account: AccountID?, _ purpose: CodePurpose
    ) -> Bool {
        code.accountID == account || (purpose == .claim && code.accountID == nil)
    }

    private func isRight(_ typed: String, _ code: VerificationCode, at now: Timestamp) -> Bool {
        guard code.expiresAt > now, !now.isBehind(code.sentAt), code.triesLeft > 0,
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

    /// Of what shares its budget of sendings with the destination.
    func hashedMailbox(of destination: Destination) -> String {
        environment.keyedHash("\(destination.kind.rawValue)\0\(destination.mailboxKey.rawValue)")
    }

    /// Of the block of addresses that a request came from.
    private func hashedAsker(_ origin: RequestOrigin) -> String {
        environment.keyedHash("asker\0\(origin.addressBlock ?? "")")
    }

    func hash(ofCode digits: String, id: String) -> String {
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
