extension Directory {
    /// An upsert with its password hashed and the ids of the account that it may make.
    private struct ReadyUpsert: Sendable {
        let upsert: AccountUpsert
        let passwordHash: String?
        /// Nil when a missing account is not to be made.
        let new: NewAccount?
    }

    /// Changes the account of a name in what is set, or makes it.
    /// - Throws: ``DirectoryError/notFound`` when it is missing and not to be made, and as
    ///   ``create(_:by:)`` and ``update(_:_:if:where:by:)`` do.
    package func preparedUpsert(
        _ upsert: AccountUpsert, makingMissing: Bool, by actor: Actor
    ) async throws(DirectoryError) -> PreparedChange<Account> {
        try AccessPolicy.requireAdministrator(actor.principal)
        try check(upsert)
        let start = self.now
        try await store.read { storage throws(DirectoryError) in
            try refuse(upsert, makingMissing: makingMissing, by: actor, at: start, in: storage)
        }
        var hash: String?
        if let password = upsert.password {
            hash = try await passwords.hash(password, priority: .interactive)
        }
        let ready = ready(upsert, hash: hash, makingMissing: makingMissing)
        let now = self.now
        return prepared(by: actor) { storage throws(DirectoryError) in
            return try apply(ready, by: actor, at: now, in: storage)
        }
    }

    /// Many upserts as one change, all or none. Passwords are hashed before the transaction, on at
    /// most half of the pool and behind every login (DESIGN §6).
    /// - Throws: ``DirectoryError/inBatch(index:_:)`` for the first element that is refused.
    package func preparedUpserts(
        _ upserts: [AccountUpsert], makingMissing: Bool, by actor: Actor
    ) async throws(DirectoryError) -> PreparedChange<[Account]> {
        try AccessPolicy.requireAdministrator(actor.principal)
        for (index, upsert) in upserts.enumerated() {
            do throws(DirectoryError) {
                try check(upsert)
            } catch {
                throw error.ofElement(index)
            }
        }
        let start = self.now
        // Hashing is dear: what will be refused anyway is refused first.
        try await scan { storage throws(DirectoryError) in
            for (index, upsert) in upserts.enumerated() {
                do throws(DirectoryError) {
                    try refuse(
                        upsert, makingMissing: makingMissing, by: actor, at: start, in: storage)
                } catch {
                    throw error.ofElement(index)
                }
            }
        }
        let hashes = try await hashes(of: upserts.map(\.password))
        let now = self.now
        let elements = zip(upserts, hashes).map {
            ready($0, hash: $1, makingMissing: makingMissing)
        }
        return prepared(by: actor) { storage throws(DirectoryError) in
            var accounts: [Account] = []
            for (index, element) in elements.enumerated() {
                do throws(DirectoryError) {
                    accounts.append(try apply(element, by: actor, at: now, in: storage))
                } catch {
                    throw error.ofElement(index)
                }
            }
            return accounts
        }
    }

    private func check(_ upsert: AccountUpsert) throws(DirectoryError) {
        try upsert.draft.check()
        if let password = upsert.password { try checkNewPassword(password) }
    }

    private func refuse(
        _ upsert: AccountUpsert, makingMissing: Bool, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryReading
    ) throws(DirectoryError) {
        if let account = try storage.account(named: upsert.name.key) {
            try AccessPolicy.requireWriter(actor.principal, of: account)
            if upsert.password != nil {
                try AccessPolicy.requireCredentialWriter(actor.principal, of: account.id)
            }
        } else {
            guard makingMissing else { throw .notFound }
            try refuseTaken(upsert.draft, isAdministrative: true, at: time, in: storage)
        }
    }

    private func ready(
        _ upsert: AccountUpsert, hash: String?, makingMissing: Bool
    ) -> ReadyUpsert {
        ReadyUpsert(
            upsert: upsert, passwordHash: hash,
            new: makingMissing
                ? newAccount(upsert.draft, passwordHash: hash, isAdministrative: true) : nil)
    }

    private func apply(
        _ ready: ReadyUpsert, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) -> Account {
        guard let account = try storage.account(named: ready.upsert.name.key) else {
            guard let new = ready.new else { throw .notFound }
            try refuseTaken(ready.upsert.draft, isAdministrative: true, at: time, in: storage)
            return try insert(new, displacesUnproven: true, by: actor, in: storage)
        }
        try AccessPolicy.requireWriter(actor.principal, of: account)
        let change = ready.upsert.change(of: account)
        guard !change.isEmpty || ready.passwordHash != nil else { return account }
        var new = change.applied(to: account, provesEmail: true)
        try refuseUnfit(new, from: account, by: actor, at: time, in: storage)
        var fields = change.fieldNames
        if let hash = ready.passwordHash {
            new.passwordHash = hash
            fields.append(Field.password.rawValue)
            try forgetTries(of: account.id, by: actor, at: time, in: storage)
        }
        let stored = try store(
            new, replacing: account, as: change.isEmpty ? .passwordChanged : .accountUpdated,
            fields: fields, by: actor, at: time, in: storage)
        if ready.passwordHash != nil {
            _ = try storage.endSessions(of: account.id, except: nil)
        }
        return stored
    }

    /// Hashes what is there, in order. All are handed to the pool at once: it decides how many run.
    func hashes(of passwords: [String?]) async throws(DirectoryError) -> [String?] {
        let pool = self.passwords
        let results = await withTaskGroup(of: HashedElement.self) { group in
            for (index, password) in passwords.enumerated() {
                guard let password else { continue }
                group.addTask { await HashedElement(index, password, by: pool) }
            }
            var results: [HashedElement] = []
            for await result in group {
                results.append(result)
                // The batch will fail: what of it still waits would be hashed for nothing.
                if result.error != nil { group.cancelAll() }
            }
            return results
        }
        // Those that only gave up their place say that the pool was busy.
        let failed = results.filter { $0.error != nil }.sorted { $0.index < $1.index }
        let reason = failed.first { !$0.wasRefusedAsBusy } ?? failed.first
        if let reason, let error = reason.error { throw error.ofElement(reason.index) }
        var hashes = [String?](repeating: nil, count: passwords.count)
        for result in results { hashes[result.index] = result.hash }
        return hashes
    }
}

/// What became of one element's password.
private struct HashedElement: Sendable {
    let index: Int
    var hash: String?
    var error: DirectoryError?

    var wasRefusedAsBusy: Bool {
        if case .busy = error { return true }
        return false
    }

    init(_ index: Int, _ password: String, by pool: any PasswordHashing) async {
        self.index = index
        do throws(DirectoryError) {
            hash = try await pool.hash(password, priority: .bulk)
        } catch {
            self.error = error
        }
    }
}
