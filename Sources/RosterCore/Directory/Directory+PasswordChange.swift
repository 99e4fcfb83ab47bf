extension Directory {
    /// Changes a password with the old one as proof, and ends every session of the account, but
    /// for `keeping`.
    /// - Parameter isVisible: which accounts the surface knows of; others are not found.
    /// - Throws: ``DirectoryError/wrongCredentials`` for a wrong old password,
    ///   ``DirectoryError/throttled(retryAfterSeconds:)``, ``DirectoryError/notFound``,
    ///   ``DirectoryError/forbidden(_:)``, ``DirectoryError/invalid(_:)``.
    package func changePassword(
        of target: Target, old: String, new: String, keeping session: SessionID? = nil,
        where isVisible: @escaping @Sendable (Account) -> Bool = { _ in true }, by actor: Actor
    ) async throws(DirectoryError) {
        let account = try await writable(target, where: isVisible, by: actor)
        // Before the old one is compared: a key is no way to guess at it.
        try AccessPolicy.requireCredentialWriter(actor.principal, of: account.id)
        try checkNewPassword(new)
        let match = try await matchPassword(old, of: account, origin: actor.origin)
        let hash = try await passwords.hash(new, priority: .interactive)
        try await storePassword(
            hash, of: account.id, expecting: match, keeping: keptSession(session, of: actor),
            by: actor)
    }

    /// Gives the caller's account the first password it ever has, and ends its other sessions but
    /// for `keeping`.
    /// - Throws: ``DirectoryError/wrongCredentials`` when it has one by now;
    ///   ``DirectoryError/forbidden(_:)``, ``DirectoryError/invalid(_:)``.
    package func setFirstPassword(
        _ new: String, keeping session: SessionID? = nil, by actor: Actor
    ) async throws(DirectoryError) {
        let caller = try ownCredentials(of: actor.principal)
        try checkNewPassword(new)
        guard caller.passwordHash == nil else { throw .wrongCredentials }
        let hash = try await passwords.hash(new, priority: .interactive)
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            guard let account = try Target.id(caller.id).find(in: storage) else { throw .notFound }
            guard account.passwordHash == nil else { throw .wrongCredentials }
            try storePassword(
                hash, of: account, keeping: keptSession(session, of: actor), by: actor, at: now,
                in: storage)
        }
    }

    /// The session that a surface lets live on: one of its own. A password change through it ends
    /// those of other surfaces by their rule (THREATS 35).
    private func keptSession(_ id: SessionID?, of actor: Actor) -> SessionID? {
        guard let session = actor.principal.session, session.id == id else { return id }
        return session.surface == actor.origin.surface ? id : nil
    }

    /// Sets a password without the old one: for administrators and the command line.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``,
    ///   ``DirectoryError/invalid(_:)``.
    package func setPassword(
        of target: Target, to new: String, by actor: Actor
    ) async throws(DirectoryError) {
        try AccessPolicy.requireAdministrator(actor.principal)
        let account = try await writable(target, where: { _ in true }, by: actor)
        try AccessPolicy.requireCredentialWriter(actor.principal, of: account.id)
        try checkNewPassword(new)
        let hash = try await passwords.hash(new, priority: .interactive)
        try await storePassword(hash, of: account.id, expecting: nil, keeping: nil, by: actor)
    }

    /// Forgets the failures of an account, so that its owner need not wait out the delay.
    package func unlock(_ target: Target, by actor: Actor) async throws(DirectoryError) {
        try AccessPolicy.requireAdministrator(actor.principal)
        let account = try await writable(target, where: { _ in true }, by: actor)
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            try storage.removeFailureCounters(of: .account(account.id))
            try record(.accountUnlocked, about: account, by: actor, at: now, in: storage)
        }
    }

    /// The account, if it is there, visible, and the caller may change it.
    private func writable(
        _ target: Target, where isVisible: @Sendable (Account) -> Bool, by actor: Actor
    ) async throws(DirectoryError) -> Account {
        let found = try await store.read { storage throws(DirectoryError) in
            try target.find(in: storage)
        }
        try AccessPolicy.requireMayKnow(actor.principal, of: found)
        guard let account = found, isVisible(account) else { throw .notFound }
        try AccessPolicy.requireWriter(actor.principal, of: account)
        return account
    }

    private func storePassword(
        _ hash: String, of id: AccountID, expecting match: PasswordMatch?,
        keeping session: SessionID?, by actor: Actor
    ) async throws(DirectoryError) {
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            guard let account = try Target.id(id).find(in: storage) else { throw .notFound }
            // Two changes that both proved the old password: the second one's proof is void.
            if let match, !match.isStillRight(for: account) {
                throw .wrongCredentials
            }
            try AccessPolicy.requireWriter(actor.principal, of: account)
            try storePassword(
                hash, of: account, keeping: session, by: actor, at: now, in: storage)
        }
    }

    /// Stores a password and ends the account's sessions but for one.
    func storePassword(
        _ hash: String, of account: Account, keeping session: SessionID?, isRecovery: Bool = false,
        by actor: Actor, at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        var new = account
        new.passwordHash = hash
        try store(
            new, replacing: account, as: .passwordChanged, fields: [Field.password.rawValue],
            isRecovery: isRecovery, by: actor, at: time, in: storage)
        try forgetTries(of: account.id, by: actor, at: time, in: storage)
        _ = try storage.endSessions(of: account.id, except: session)
    }

    /// A password beyond the limit would be stored and never compared.
    func checkNewPassword(_ text: String) throws(DirectoryError) {
        guard PasswordForm.prepared(text).utf8.count <= Limits.passwordBytesMax else {
            throw .invalid([InvalidField(.password, .tooLong(maximum: Limits.passwordBytesMax))])
        }
    }
}
