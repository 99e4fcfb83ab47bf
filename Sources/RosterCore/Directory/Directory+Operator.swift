/// What only the operator asks for.
package struct AccountDossier: Sendable, Equatable {
    package let account: Account
    /// Imported ids, by surface.
    package let keys: [SurfaceName: String]
    /// Live ones.
    package let sessions: Int
    package let failures: Int
    /// Until when logins are refused for too many failures, at least from one block of addresses.
    package let lockedUntil: Timestamp?
}

extension Directory {
    /// Everything about one account that an operator wants to see at once.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``.
    package func dossier(
        of target: Target, by caller: Principal
    ) async throws(DirectoryError) -> AccountDossier {
        try AccessPolicy.requireAdministrator(caller)
        let now = self.now
        return try await store.read { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage) else { throw .notFound }
            let all = try storage.failureCounter(.account(account.id), block: nil)
            let counters = try storage.failureCounters(of: .account(account.id))
            return AccountDossier(
                account: account,
                keys: try storage.surfaceKeys(account.id...account.id)[account.id] ?? [:],
                sessions: try storage.sessions(of: account.id).filter { !isOver($0) }.count,
                failures: all?.liveFailures(at: now) ?? 0,
                lockedUntil: counters.compactMap { $0.delayEnd(at: now) }.max())
        }
    }

    /// The recycle bin, newest number first, below a number if one is given.
    /// - Throws: ``DirectoryError/forbidden(_:)``.
    package func deletedAccounts(
        below id: AccountID?, limit: Int, by caller: Principal
    ) async throws(DirectoryError) -> [Account] {
        try AccessPolicy.requireAdministrator(caller)
        return try await scan { storage throws(DirectoryError) in
            try storage.deletedAccounts(below: id, limit: limit)
        }
    }

    /// The live sessions of an account, oldest first, each with its last use as far as it is known
    /// here.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``.
    package func sessions(
        of target: Target, by caller: Principal
    ) async throws(DirectoryError) -> [Session] {
        try AccessPolicy.requireAdministrator(caller)
        let now = self.now
        let sessions = try await store.read { storage throws(DirectoryError) -> [Session] in
            guard let account = try target.find(in: storage) else { throw .notFound }
            return try storage.sessions(of: account.id)
        }
        return sessions.filter { !isOver($0) }.map { session in
            var session = session
            session.lastUsedAt = lastUse(of: session, at: now)
            return session
        }
    }

    /// Ends the sessions of an account; how many there were.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``.
    package func endSessions(of target: Target, by actor: Actor) async throws(DirectoryError) -> Int
    {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        return try await write(by: actor) { storage throws(DirectoryError) in
            try endAllSessions(of: target, by: actor, at: now, in: storage).count
        }
    }

    /// Ends every session of an account, within a transaction.
    func endAllSessions(
        of target: Target, by actor: Actor, at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) -> (account: Account, count: Int) {
        guard let account = try target.find(in: storage) else { throw .notFound }
        try AccessPolicy.requireWriter(actor.principal, of: account)
        let count = try storage.endSessions(of: account.id, except: nil)
        if count > 0 {
            try record(.sessionEnded, about: account, by: actor, at: time, in: storage)
        }
        return (account, count)
    }

    /// Ends one session.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``.
    package func endSession(_ id: SessionID, by actor: Actor) async throws(DirectoryError) {
        try AccessPolicy.requireAdministrator(actor.principal)
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            guard let owner = try storage.session(id), try storage.endSession(id) else {
                throw .notFound
            }
            try record(.sessionEnded, about: owner.account, by: actor, at: now, in: storage)
        }
    }
}
