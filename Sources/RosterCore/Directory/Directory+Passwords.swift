extension Directory {
    /// A login id and password that were right, with what the success still has to write.
    struct PasswordMatch: Sendable {
        let account: Account
        /// Whose failures a success forgets.
        let source: TrySource
        /// The password in the configured form, when the stored one was older.
        let newHash: String?

        /// Whether the password that was compared is the account's still. Another login may have
        /// stored it in a newer form meanwhile, which moves no revision; a change of it does.
        func isStillRight(for account: Account) -> Bool {
            account.passwordHash == self.account.passwordHash
                || account.revision == self.account.revision
        }
    }

    /// Compares a typed password. Everything that a caller could tell apart from outside - unknown,
    /// disabled, locked, passwordless, wrong, the form of the hash - takes the same way and the same
    /// time (THREATS 9).
    /// - Throws: ``DirectoryError/wrongCredentials``, ``DirectoryError/accountDisabled`` (right
    ///   password), ``DirectoryError/throttled(retryAfterSeconds:)``, ``DirectoryError/busy(retryAfterSeconds:)``.
    func matchPassword(
        login: String, orAccount target: Target? = nil, password: String, origin: RequestOrigin
    ) async throws(DirectoryError) -> PasswordMatch {
        let account = try await accountForLogin(login, orAccount: target)
        let subject = account.map { FailureSubject.account($0.id) } ?? unknownSubject(login)
        return try await inTurn(
            source(subject, origin), password: password
        ) { source, slot throws(DirectoryError) in
            try await matchPassword(password, of: account, from: source, in: slot)
        }
    }

    /// As ``matchPassword(login:orAccount:password:origin:)``, for an account that is known already.
    func matchPassword(
        _ password: String, of account: Account, origin: RequestOrigin
    ) async throws(DirectoryError) -> PasswordMatch {
        try await inTurn(
            source(.account(account.id), origin), password: password
        ) { source, slot throws(DirectoryError) in
            try await matchPassword(password, of: account, from: source, in: slot)
        }
    }

    /// Runs `body` when no other try of `source` does: the one before it ended with a slot, and tells
    /// nothing of what was compared.
    func inTurn<Value: Sendable>(
        _ source: TrySource, password: String,
        _ body: (TrySource, AnswerSlots.Slot) async throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let slots = environment.slots
        return try await tryGate.pass { () async throws(DirectoryError) in
            try await tries.alone(source) { () async throws(DirectoryError) in
                try await body(source, slots.slot(password: password))
            }
        }
    }

    /// As the two above, by a caller whose turn it is already.
    /// - Parameter isWhole: Whether the password is all that is asked for. Where a code is, too, a
    ///   right password forgives no wrong codes: else whoever knows it could guess at codes freely.
    func matchPassword(
        _ password: String, of account: Account?, from source: TrySource, in slot: AnswerSlots.Slot,
        isWhole: Bool = true
    ) async throws(DirectoryError) -> PasswordMatch {
        var needsRehash = false
        var isDisabled = false
        let counted: CountedTry
        do throws(DirectoryError) {
            counted = try await tryOnce(source, in: slot) { () async throws(DirectoryError) in
                let verdicts = try await passwords.compare(
                    [password], with: account?.passwordHash, priority: .interactive,
                    begins: slot.begins)
                guard case .right(let rehash) = verdicts.first, let account else { return false }
                needsRehash = rehash
                // A disabled account keeps its failures even for the right password, and answers as
                // late: else whoever guesses could see that the guess was right.
                isDisabled = account.status != .active
                return !isDisabled
            }
        } catch {
            throw isDisabled && error == .wrongCredentials ? .accountDisabled : error
        }
        guard let account else { throw .wrongCredentials }
        // Before the next in line is counted: else the fifth of right passwords that arrive
        // together would begin a delay.
        if isWhole {
            try await clearFailures(source, after: counted)
        } else {
            try await takeBack(counted)
        }
        return PasswordMatch(
            account: account, source: source, newHash: needsRehash ? await rehash(password) : nil)
    }

    /// The password in the configured form; nil when the pool is busy, as the old form still
    /// serves and the next login tries again.
    private func rehash(_ password: String) async -> String? {
        try? await passwords.hash(password, priority: .interactive)
    }

    /// What a success writes besides its own: the counter goes, the new form comes, and the
    /// last login moves. Refuses when the account was changed while the hash was computed.
    func settle(
        _ match: PasswordMatch, actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) -> Account {
        let id = match.account.id
        guard var account = try storage.account(id), account.deletedAt == nil,
            account.status == .active, match.isStillRight(for: account)
        else { throw .wrongCredentials }
        try clearFailures(match.source, in: storage)
        if let newHash = match.newHash, let old = match.account.passwordHash,
            try storage.replacePasswordHash(id, old: old, new: newHash)
        {
            account.passwordHash = newHash
            try record(.passwordRehashed, about: account, by: actor, at: time, in: storage)
        }
        return account
    }

    /// Resolves a typed login id as stored: a name, a proven e-mail or a proven phone. No rule of
    /// form applies: what was stored may log in.
    private func accountForLogin(
        _ login: String, orAccount target: Target?
    ) async throws(DirectoryError) -> Account? {
        guard login.utf8.count <= Limits.loginBytesMax else { return nil }
        let keys = [FoldedKey(folding: login), PhoneNumber.key(of: login, in: policy.phoneRegion)]
        return try await store.read { storage throws(DirectoryError) in
            for key in keys {
                // Only phones are compared without their spaces and dashes.
                if let owner = try storage.owner(of: key), owner.entry.givesLogin,
                    key == keys[0] || owner.entry.isPhone
                {
                    return try storage.account(owner.accountID)
                }
            }
            return try target?.find(in: storage)
        }
    }

    /// Whose failures tries at a login id that is nobody's are: all spellings of a phone are one, as
    /// they are where it is somebody's.
    func unknownSubject(_ login: String) -> FailureSubject {
        let prefix = String(decoding: login.utf8.prefix(Limits.loginBytesMax), as: UTF8.self)
        let (folded, phone) = (
            FoldedKey(folding: prefix), PhoneNumber.key(of: prefix, in: policy.phoneRegion)
        )
        let isPhone =
            PhoneNumber.isNumber(phone) || PhoneNumber.looksLikePhone(folded.rawValue)
        return .unknown(hash: environment.keyedHash((isPhone ? phone : folded).rawValue))
    }
}
