extension Directory {
    /// Asks again, within the transaction, whether the caller still is who it was: hashing takes
    /// its time, a batch of passwords half a minute, and whatever ends a session or a key in the
    /// meantime ends what it asked for, too (THREATS 13).
    /// - Throws: ``DirectoryError/unauthenticated(_:)``; ``DirectoryError/forbidden(_:)`` when the
    ///   caller is no administrator any more.
    func requireStanding(
        _ caller: Principal, in storage: any DirectoryReading
    ) throws(DirectoryError) {
        guard let known = caller.account else { return }
        guard let account = try storage.account(known.id), account.deletedAt == nil,
            account.status == .active, try isAlive(caller.credential, in: storage)
        else { throw .unauthenticated(.sessionEnded) }
        if caller.isAdministrator, account.role != .admin { throw .forbidden(.notAdministrator) }
    }

    private func isAlive(
        _ credential: Principal.Credential, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Bool {
        switch credential {
        case .session(let session):
            return try storage.session(session.id)?.session.generation == session.generation
        case .apiKey(let key): return try storage.apiKey(key.id) != nil
        case .password, .local, .none, .operator: return true
        }
    }
}
