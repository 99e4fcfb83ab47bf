extension Directory {
    /// Makes an API key; the secret is handed out here and nowhere else.
    /// - Parameter owner: the account whose rights it borrows; nil for the bootstrap administrator.
    /// - Throws: ``DirectoryError/notFound`` without such an active account,
    ///   ``DirectoryError/invalid(_:)``, ``DirectoryError/forbidden(_:)``.
    package func createKey(
        name: String, owner: Target?, role: Role?, scopes: [SurfaceName]?, by actor: Actor
    ) async throws(DirectoryError) -> (key: APIKey, secret: String) {
        try AccessPolicy.requireAdministrator(actor.principal)
        guard actor.principal.mayChangeAdministrators else { throw .forbidden(.scopedKey) }
        // Its name is how a start finds the key of the setting: no other may have it.
        guard FoldedKey(folding: name) != FoldedKey(folding: Self.configuredKeyName) else {
            throw .invalid([InvalidField(.keyName, .reservedForm)])
        }
        let secret =
            APIKey.prefix
            + environment.randomText(
                of: "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", count: 40)
        let hash = environment.hash(secret)
        let now = self.now
        let key = try await write(by: actor) { storage throws(DirectoryError) in
            try insertKey(
                name: name, owner: owner, role: role, scopes: scopes, secretHash: hash, by: actor,
                at: now, in: storage)
        }
        return (key, secret)
    }

    /// The name of the key that the setting of the same name gives.
    package static let configuredKeyName = "bitanswer.key"

    /// All keys by number.
    package func keys(by caller: Principal) async throws(DirectoryError) -> [APIKey] {
        try AccessPolicy.requireAdministrator(caller)
        return try await store.read { storage throws(DirectoryError) in try storage.apiKeys() }
    }

    /// Revokes a key: its next request is refused.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/forbidden(_:)``.
    package func revokeKey(_ id: APIKeyID, by actor: Actor) async throws(DirectoryError) {
        try AccessPolicy.requireAdministrator(actor.principal)
        guard actor.principal.mayChangeAdministrators else { throw .forbidden(.scopedKey) }
        let now = self.now
        try await write(by: actor) { storage throws(DirectoryError) in
            guard let key = try storage.apiKey(id), try storage.deleteAPIKey(id) else {
                throw .notFound
            }
            let owner = try storage.account(key.accountID)
            try record(
                .keyRevoked, about: owner, by: actor, at: now, fields: [key.name], in: storage)
        }
    }

    /// Makes a key whose secret a setting gives authoritative: there afterwards if `secret` is
    /// given, gone if it is nil, and any earlier secret of that setting is void (DESIGN §2).
    package func setConfiguredKey(
        _ secret: String?, scope: SurfaceName
    ) async throws(DirectoryError) {
        let name = Self.configuredKeyName
        let hash = secret.map(environment.hash)
        let now = self.now
        try await store.write { storage throws(DirectoryError) in
            let named = try storage.apiKeys().filter { $0.name == name }
            var same: APIKeyOwner?
            if let hash { same = try storage.apiKey(secretHash: hash) }
            if let same, named == [same.key], same.account.isActiveAdministrator,
                same.key.role == .admin, same.key.scopes == [scope]
            {
                return
            }
            // A key of this secret under another name gives way too: the setting decides.
            let others = same.map { named.contains($0.key) ? [] : [$0.key] } ?? []
            for stale in named + others {
                _ = try storage.deleteAPIKey(stale.id)
                let owner = try storage.account(stale.accountID)
                try record(
                    .keyRevoked, about: owner, by: .system, at: now, fields: [stale.name],
                    in: storage)
            }
            guard let hash else { return }
            _ = try insertKey(
                name: name, owner: nil, role: .admin, scopes: [scope], secretHash: hash,
                by: .system, at: now, in: storage)
        }
    }

    private func insertKey(
        name: String, owner: Target?, role: Role?, scopes: [SurfaceName]?, secretHash: String,
        by actor: Actor, at now: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) -> APIKey {
        try DirectoryError.refuse([
            FoldedKey(folding: name).isEmpty ? InvalidField(.keyName, .missing) : nil,
            BoundedText.problem(of: name, .keyName, codePointsMax: Limits.keyNameCodePointsMax),
        ])
        guard let account = try keyOwner(owner, in: storage) else { throw .notFound }
        try AccessPolicy.requireCredentialWriter(actor.principal, of: account.id)
        // A key never has more rights than its account; unasked, it has the account's own.
        let granted = role ?? account.role
        guard granted == .user || account.role == .admin else {
            throw .invalid([InvalidField(.role, .beyondOwner)])
        }
        let held = try storage.apiKeys().filter { $0.accountID == account.id }.count
        try refuse(beyond: .keys, Int64(held) + 1, at: now)
        let key = try storage.insert(
            NewAPIKey(
                accountID: account.id, name: name, role: granted, scopes: scopes,
                secretHash: secretHash, createdAt: now))
        try record(.keyCreated, about: account, by: actor, at: now, fields: [name], in: storage)
        // The key of the setting is told by whoever sets it.
        if actor != .system { try notifyOfKey(of: account, by: actor, at: now, in: storage) }
        return key
    }

    /// The active account that a key shall belong to.
    private func keyOwner(
        _ target: Target?, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Account? {
        if let target {
            let account = try target.find(in: storage)
            return account?.status == .active ? account : nil
        }
        // The first administrator ever made may be gone; then the first of those there are.
        let first = try storage.bootstrapAccountID().map { Target.id($0) }?.find(in: storage)
        if let first, first.isActiveAdministrator { return first }
        return try storage.firstActiveAdministrator()
    }
}
