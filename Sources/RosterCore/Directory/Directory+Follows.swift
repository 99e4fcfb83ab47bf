extension Directory {
    /// Lets the caller follow an account.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/ownFollow``,
    ///   ``DirectoryError/alreadyFollowing``,
    ///   ``DirectoryError/quotaExceeded(_:retryAfterSeconds:)``.
    package func follow(_ target: Target, by actor: Actor) async throws(DirectoryError) {
        let caller = try ownAccount(of: actor.principal).id
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage) else { throw .notFound }
            guard account.id != caller else { throw .ownFollow }
            guard try storage.insertFollow(of: account.id, by: caller, at: now) else {
                throw .alreadyFollowing
            }
            try storage.count(.followers, of: account.id, by: 1, at: now)
            try storage.count(.followings, of: caller, by: 1, at: now)
            let followings = try storage.counters(of: [caller])[caller]?.followings ?? 0
            try refuse(beyond: .follows, followings, at: now)
            try record(.followAdded, undoing: .followRemoved, account, by: actor, at: now, storage)
        }
    }

    /// Lets the caller follow an account no more. Not to have followed it is no error.
    /// - Throws: ``DirectoryError/notFound``.
    package func unfollow(_ target: Target, by actor: Actor) async throws(DirectoryError) {
        let caller = try ownAccount(of: actor.principal).id
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage) else { throw .notFound }
            guard try storage.removeFollow(of: account.id, by: caller) else { return }
            try storage.count(.followers, of: account.id, by: -1, at: now)
            try storage.count(.followings, of: caller, by: -1, at: now)
            try record(.followRemoved, undoing: .followAdded, account, by: actor, at: now, storage)
        }
    }

    /// A follow and its end within a minute mean nothing: neither stays in the trail.
    private func record(
        _ action: AuditAction, undoing opposite: AuditAction, _ account: Account,
        by actor: Actor, at time: Timestamp, _ storage: any DirectoryWriting
    ) throws(DirectoryError) {
        let since = time.adding(seconds: -Limits.undoneFollowSeconds)
        if let caller = actor.principal.account?.id,
            try storage.removeEntry(opposite, about: account.id, by: caller, after: since)
        {
            return
        }
        try record(action, about: account, by: actor, at: time, in: storage)
    }

    /// Sets what a neighbouring service counts for an account. Moves no revision.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators;
    ///   ``DirectoryError/notFound``, ``DirectoryError/invalid(_:)``.
    package func setCounters(
        of target: Target, _ change: CounterChange, by actor: Actor
    ) async throws(DirectoryError) {
        try AccessPolicy.requireAdministrator(actor.principal)
        try change.check()
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            guard let account = try target.find(in: storage) else { throw .notFound }
            try AccessPolicy.requireWriter(actor.principal, of: account)
            let counters = try storage.counters(of: [account.id])[account.id] ?? Counters()
            let new = change.applied(to: counters)
            guard new != counters else { return }
            try storage.setCounters(new, of: account.id, at: now)
            try record(.countersSet, about: account, by: actor, at: now, in: storage)
        }
    }
}
