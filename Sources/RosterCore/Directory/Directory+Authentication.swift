extension Directory {
    /// Who sends this access token or API key. Asks the session's and the account's rows each
    /// time, so that whatever ended a session ends it for the next request.
    /// - Throws: ``DirectoryError/unauthenticated(_:)``, or ``DirectoryError/forbidden(_:)`` with
    ///   ``Refusal/outOfScope`` for a key that does not open `surface`.
    package func authenticate(
        bearer text: String, on surface: SurfaceName
    ) async throws(DirectoryError) -> Principal {
        if text.starts(withText: APIKey.prefix) {
            return try await authenticate(key: text, on: surface)
        }
        do {
            let owner = try await sessionOwner(ofToken: text, acceptsExpired: false)
            journal.note(owner.session, at: now)
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
        guard let found else {
            let isOurs = secret.starts(withText: APIKey.prefix)
            throw .unauthenticated(isOurs ? .invalid : .malformed)
        }
        guard found.account.status == .active else { throw .unauthenticated(.accountDisabled) }
        guard found.key.opens(surface) else { throw .forbidden(.outOfScope) }
        await noteUse(of: found.key)
        return Principal(account: found.account, credential: .apiKey(found.key))
    }

    /// Who sends this name and password with the request itself (RFC 7617). Makes no session and
    /// moves nothing but the last login.
    package func authenticate(
        login: String, password: String, origin: RequestOrigin
    ) async throws(DirectoryError) -> Principal {
        let match = try await matchPassword(
            login: login, password: password, origin: origin)
        let now = self.now
        return try await store.write { storage throws(DirectoryError) in
            let principal = Principal(account: match.account, credential: .password)
            let actor = Actor(principal: principal, origin: origin)
            var account = try settle(match, actor: actor, at: now, in: storage)
            try storage.setLastLogin(account.id, at: now)
            try noteLogin(of: account.id, from: origin, at: now, in: storage)
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
        // One from before the clock was set back counts on: nobody is logged out for it. It cannot
        // outlive its session, which housekeeping keeps to its own time.
        guard acceptsExpired || claims.expiresAt > now else { throw .unauthenticated(.expired) }
        let found = try await liveSession(of: claims)
        guard found.session.generation == claims.generation else {
            throw .unauthenticated(try await endOfSession(claims))
        }
        await noteFirstUse(of: found.session)
        return found
    }

    /// The live session and active account that a token names, whatever its generation.
    func liveSession(of claims: AccessClaims) async throws(DirectoryError) -> SessionOwner {
        let found = try await store.read { storage throws(DirectoryError) in
            try storage.session(claims.sessionID)
        }
        guard let found, found.session.accountID == claims.accountID,
            !isOver(found.session), found.account.status == .active
        else { throw .unauthenticated(try await endOfSession(claims)) }
        return found
    }

    /// Why the session of a right token is over, as far as its holder may know.
    func endOfSession(
        _ claims: AccessClaims
    ) async throws(DirectoryError) -> AuthenticationFailure {
        let account = try await store.read { storage throws(DirectoryError) in
            try storage.account(claims.accountID)
        }
        let isDisabled = account?.status == .disabled && account?.deletedAt == nil
        return isDisabled ? .accountDisabled : .sessionEnded
    }

    /// This machine's own user, for surfaces that serve it without a credential: the account of
    /// the first administrator ever made, without an administrator's rights.
    /// - Throws: ``DirectoryError/unauthenticated(_:)`` when that account is disabled or deleted.
    package func localPrincipal() async throws(DirectoryError) -> Principal {
        let account = try await store.read { storage throws(DirectoryError) -> Account? in
            guard let id = try storage.bootstrapAccountID() else { return nil }
            return try Target.id(id).find(in: storage)
        }
        guard let account, account.status == .active else {
            throw .unauthenticated(.accountDisabled)
        }
        return Principal(account: account, credential: .local)
    }

    func verifiedClaims(_ token: String) async throws(DirectoryError) -> AccessClaims {
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
        if let last = key.lastUsedAt,
            now.end(
                ofWait: last.adding(seconds: Limits.keyUseSeconds), atMost: Limits.keyUseSeconds)
                != nil
        {
            return
        }
        _ = try? await store.write { storage throws(DirectoryError) in
            try storage.setLastUse(of: key.id, at: now)
        }
    }
}
