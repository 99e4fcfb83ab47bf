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
        try checkNewPassword(new)
        let match = try await matchPassword(old, of: account)
        let hash = try await passwords.hash(new, priority: .interactive)
        try await storePassword(
            hash, of: account.id, expecting: match, keeping: session, by: actor)
    }

    /// Sets a password without the old one: for administrators and the command line.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``,
    ///   ``DirectoryError/invalid(_:)``.
    package func setPassword(
        of target: Target, to new: String, by actor: Actor
    ) async throws(DirectoryError) {
        try AccessPolicy.requireAdministrator(actor.principal)
        let account = try await writable(target, where: { _ in true }, by: actor)
        try checkNewPassword(new)
        let hash = try await passwords.hash(new, priority: .interactive)
        try await storePassword(hash, of: account.id, expecting: nil, keeping: nil, by: actor)
    }

    /// Forgets the failures of an account, so that its owner need not wait out the delay.
    package func unlock(_ target: Target, by actor: Actor) async throws(DirectoryError) {
        try AccessPolicy.requireAdministrator(actor.principal)
        let account = try await writable(target, where: { _ in true }, by: actor)
        let now = self.now
        try await store.write { storage throws(DirectoryError) in
            try clearFailures(.account(account.id), in: storage)
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
        try await store.write { storage throws(DirectoryError) in
            guard let account = try Target.id(id).find(in: storage) else { throw .notFound }
            // Two changes that both proved the old password: the second one's proof is void.
            if let match, !match.isStillRight(for: account) {
                throw .wrongCredentials
            }
            try AccessPolicy.requireWriter(actor.principal, of: account)
            var new = account
            new.passwordHash = hash
            try clearFailures(.account(id), in: storage)
            try store(
                new, replacing: account, as: .passwordChanged, fields: [Field.password.rawValue],
                by: actor, at: now, in: storage)
            _ = try storage.endSessions(of: id, except: session)
        }
    }

    /// A password beyond the limit would be stored and never compared.
    func checkNewPassword(_ text: String) throws(DirectoryError) {
        guard text.utf8.count <= Limits.passwordBytesMax else {
            throw .invalid([InvalidField(.password, .tooLong(maximum: Limits.passwordBytesMax))])
        }
    }
}
