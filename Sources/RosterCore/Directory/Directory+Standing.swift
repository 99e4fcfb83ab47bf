extension Directory {
    /// A change that is made only if its caller still stands in its transaction.
    func prepared<Value: Sendable>(
        by actor: Actor,
        _ apply: @escaping @Sendable (any DirectoryWriting) throws(DirectoryError) -> Value
    ) -> PreparedChange<Value> {
        PreparedChange { storage throws(DirectoryError) in
            try requireStanding(actor.principal, in: storage)
            return try apply(storage)
        }
    }

    /// A transaction of a caller who still stands in it.
    func write<Value: Sendable>(
        by actor: Actor,
        _ body: @escaping @Sendable (any DirectoryWriting) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        try await commit(prepared(by: actor, body))
    }

    /// Asks again, within the transaction, whether the caller still is who it was: a body may take
    /// half a minute to arrive, a batch of passwords as long to hash, and whatever ends a session or
    /// a key in the meantime ends what it asked for, too (THREATS 13).
    /// - Throws: ``DirectoryError/unauthenticated(_:)``; ``DirectoryError/forbidden(_:)`` when the
    ///   caller is no administrator any more.
    private func requireStanding(
        _ caller: Principal, in storage: any DirectoryReading
    ) throws(DirectoryError) {
        guard let known = caller.account else { return }
        guard let account = try storage.account(known.id), account.deletedAt == nil,
            account.status == .active, try isAlive(caller, of: account, in: storage)
        else { throw .unauthenticated(.sessionEnded) }
        if caller.isAdministrator, account.role != .admin { throw .forbidden(.notAdministrator) }
    }

    private func isAlive(
        _ caller: Principal, of account: Account, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Bool {
        switch caller.credential {
        case .session(let session):
            return try storage.session(session.id)?.session.generation == session.generation
        case .apiKey(let key): return try storage.apiKey(key.id) != nil
        case .password:
            // Another login may have stored the password in a newer form, which moves no revision.
            return account.passwordHash == caller.account?.passwordHash
                || account.revision == caller.account?.revision
        case .local, .none, .operator: return true
        }
    }
}
