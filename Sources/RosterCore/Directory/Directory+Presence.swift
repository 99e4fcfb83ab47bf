extension Directory {
    /// Writes noted uses of sessions to the database.
    /// - Parameter all: Also those written a moment ago: at shutdown.
    package func writePresence(all: Bool = false) async throws(DirectoryError) {
        let now = self.now
        var due = journal.due(at: now, all: all)[...]
        while !due.isEmpty {
            let batch = Array(due.prefix(Limits.sessionUseBatchRows))
            due = due.dropFirst(Limits.sessionUseBatchRows)
            try await store.write { storage throws(DirectoryError) in
                for use in batch {
                    try storage.setLastUse(of: use.session, at: use.time, now: now)
                }
            }
            journal.wrote(batch)
        }
        journal.forgetIdle(at: now)
    }

    /// An account and whether somebody is online with it: a live session that was used within
    /// `presence.window`. Nobody is with a disabled one.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``.
    package func presence(
        of target: Target, on surface: SurfaceName, by caller: Principal
    ) async throws(DirectoryError) -> (account: SurfaceAccount, isOnline: Bool) {
        try AccessPolicy.requireAdministrator(caller)
        let now = self.now
        let found = try await store.read { storage throws(DirectoryError) -> Found? in
            guard let account = try target.find(in: storage) else { return nil }
            let key = try storage.surfaceKey(surface, of: account.id)
            return Found(
                account: SurfaceAccount(account: account, key: key),
                sessions: try storage.sessions(of: account.id))
        }
        guard let found else { throw .notFound }
        let isOnline = found.sessions.contains { isInUse($0, at: now) }
        return (found.account, isOnline && found.account.account.status == .active)
    }

    /// Ends every session of the accounts, all or none; the accounts stay as they are.
    /// - Returns: The accounts, in the order asked for, as `surface` knows them.
    /// - Throws: ``DirectoryError/inBatch(index:_:)`` with ``DirectoryError/notFound``, or with
    ///   ``DirectoryError/forbidden(_:)`` for a scoped key and an administrator.
    package func preparedSessionsEnd(
        of targets: [Target], on surface: SurfaceName, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<[SurfaceAccount]> {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        return prepared(by: actor) { storage throws(DirectoryError) in
            var accounts: [SurfaceAccount] = []
            for (index, target) in targets.enumerated() {
                do throws(DirectoryError) {
                    let account = try endSessions(of: target, by: actor, at: now, in: storage)
                    let key = try storage.surfaceKey(surface, of: account.id)
                    accounts.append(SurfaceAccount(account: account, key: key))
                } catch {
                    throw error.ofElement(index)
                }
            }
            return accounts
        }
    }

    private func endSessions(
        of target: Target, by actor: Actor, at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) -> Account {
        try endAllSessions(of: target, by: actor, at: time, in: storage).account
    }

    private struct Found: Sendable {
        let account: SurfaceAccount
        let sessions: [Session]
    }

    private func isInUse(_ session: Session, at now: Timestamp) -> Bool {
        let window = policy.presenceWindowSeconds
        let end = lastUse(of: session, at: now).adding(seconds: window)
        return !isOver(session) && now.end(ofWait: end, atMost: window) != nil
    }

    /// The last use of a session that the row or the journal knows; a use noted before the clock was
    /// set back counts only where no other is known.
    func lastUse(of session: Session, at now: Timestamp) -> Timestamp {
        guard let noted = journal.lastUse(of: session.id) else { return session.lastUsedAt }
        if now.isBehind(session.lastUsedAt) { return noted }
        return now.isBehind(noted) ? session.lastUsedAt : max(session.lastUsedAt, noted)
    }
}
