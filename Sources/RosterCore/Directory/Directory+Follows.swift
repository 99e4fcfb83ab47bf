extension Directory {
    /// Lets the caller follow an account.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/ownFollow``,
    ///   ``DirectoryError/alreadyFollowing``.
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
            try record(.followAdded, about: account, by: actor, at: now, in: storage)
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
            try record(.followRemoved, about: account, by: actor, at: now, in: storage)
        }
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
