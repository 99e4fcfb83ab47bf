extension Directory {
    /// Who sends this access token or API key. Asks the session's and the account's rows each
    /// time, so that whatever ended a session ends it for the next request.
    /// - Throws: ``DirectoryError/unauthenticated(_:)``, or ``DirectoryError/forbidden(_:)`` with
    ///   ``Refusal/outOfScope`` for a key that does not open `surface`.
    package func authenticate(
        bearer text: String, on surface: SurfaceName
    ) async throws(DirectoryError) -> Principal {
        if text.hasPrefix(APIKey.prefix) { return try await authenticate(key: text, on: surface) }
        do {
            let owner = try await sessionOwner(ofToken: text, acceptsExpired: false)
            return Principal(account: owner.account, credential: .session(owner.session))
        } catch .unauthenticated(.malformed) {
            // A configured key has no prefix of ours.
            return try await authenticate(key: text, on: surface)
        }
    }

    /// Who sends this API key.
    package func authenticate(
        key secret: String, on surface: SurfaceName
    ) async throws(DirectoryError) -> Principal {
        let hash = environment.hash(secret)
        let found = try await store.read { storage throws(DirectoryError) in
            try storage.apiKey(secretHash: hash)
        }
        guard let found, found.account.status == .active else {
            let isOurs = secret.hasPrefix(APIKey.prefix)
            throw .unauthenticated(isOurs ? .invalid : .malformed)
        }
        guard found.key.opens(surface) else { throw .forbidden(.outOfScope) }
        await noteUse(of: found.key)
        return Principal(account: found.account, credential: .apiKey(found.key))
    }

    /// Who sends this name and password with the request itself (RFC 7617). Makes no session and
    /// moves nothing but the last login.
    package func authenticate(
        login: String, password: String, origin: RequestOrigin
    ) async throws(DirectoryError) -> Principal {
        let match = try await matchPassword(login: login, password: password)
        let now = self.now
        return try await settling(match) { storage throws(DirectoryError) in
            let principal = Principal(account: match.account, credential: .password)
            let actor = Actor(principal: principal, origin: origin)
            var account = try settle(match, actor: actor, at: now, in: storage)
            try storage.setLastLogin(account.id, at: now)
            account.lastLoginAt = now
            return Principal(account: account, credential: .password)
        }
    }

    /// The live session and active account that a token stands for.
    func sessionOwner(
        ofToken token: String, acceptsExpired: Bool
    ) async throws(DirectoryError) -> SessionOwner {
        let claims = try await verifiedClaims(token)
        let now = self.now
        guard acceptsExpired || claims.expiresAt > now else { throw .unauthenticated(.expired) }
        let found = try await store.read { storage throws(DirectoryError) in
            try storage.session(claims.sessionID)
        }
        guard let found, found.session.accountID == claims.accountID,
            found.session.generation == claims.generation, found.session.expiresAt > now,
            found.account.status == .active
        else { throw .unauthenticated(.sessionEnded) }
        return found
    }

    private func verifiedClaims(_ token: String) async throws(DirectoryError) -> AccessClaims {
        guard let keyring = keyrings.current else { throw .storage(.unavailable) }
        do {
            return try await keyring.verify(token)
        } catch {
            switch error {
            case .malformed: throw .unauthenticated(.malformed)
            case .invalid: throw .unauthenticated(.invalid)
            case .unknownKey: break
            }
        }
        // Another node may have made a new key; ask the database before refusing.
        guard try await reloadKeyring(), let keyring = keyrings.current,
            let claims = try? await keyring.verify(token)
        else { throw .unauthenticated(.invalid) }
        return claims
    }

    /// Notes a key's use once a minute; a failure to note it must not fail the request.
    private func noteUse(of key: APIKey) async {
        let now = self.now
        if let last = key.lastUsedAt, last.adding(seconds: Limits.keyUseSeconds) > now { return }
        _ = try? await store.write { storage throws(DirectoryError) in
            try storage.setLastUse(of: key.id, at: now)
        }
    }
}
