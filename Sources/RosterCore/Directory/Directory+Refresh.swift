/// A new access token for the old one (DESIGN §6).
extension Directory {
    /// A new access token for the session of `token`, which may be expired but must be one of a
    /// live session within `session.ttl`, that began on the surface that asks: each session lives by
    /// its own surface's rule, and one whose surface refreshes in another way, or not at all, does
    /// not do so here (THREATS 35).
    ///
    /// Where older tokens die with it, the answer may be lost on its way: the token that was just
    /// replaced is answered again with the very token that took its place, for
    /// ``Limits/tokenRepeatSeconds`` and until that one is used. After that it is dead.
    /// - Parameter pace: How many seconds an account has to wait before it may write again, if it must:
    ///   a token in the place of another is written.
    /// - Throws: ``DirectoryError/unauthenticated(_:)``, ``DirectoryError/throttled(retryAfterSeconds:)``.
    package func refresh(
        token: String, keepsOlderTokens: Bool, origin: RequestOrigin,
        pace: (Account) -> Int? = { _ in nil }
    ) async throws(DirectoryError) -> IssuedToken {
        guard keepsOlderTokens else {
            return try await replace(token, origin: origin, pace: pace)
        }
        let owner = try await sessionOwner(ofToken: token, acceptsExpired: true)
        try requireOwn(owner.session, of: origin.surface)
        let now = self.now
        journal.note(owner.session, at: now)
        return try await issueToken(for: owner.session, of: owner.account, now: now)
    }

    private func replace(
        _ token: String, origin: RequestOrigin, pace: (Account) -> Int?
    ) async throws(DirectoryError) -> IssuedToken {
        let claims = try await verifiedClaims(token)
        var found = try await liveSession(of: claims)
        try requireOwn(found.session, of: origin.surface)
        if found.session.generation == claims.generation {
            if let seconds = pace(found.account) { throw .throttled(retryAfterSeconds: seconds) }
            if let issued = try await replaceToken(of: found, origin: origin) {
                return issued
            }
            // Another request with the same token was faster, here or on another node.
            found = try await liveSession(of: claims)
        }
        guard let issued = try await replacement(for: claims, in: found) else {
            throw .unauthenticated(try await endOfSession(claims))
        }
        return issued
    }

    /// Raises the generation, and keeps the token of the new one, sealed under `secret.file`: signatures
    /// are made with chance, so that the same token could not be made again. Nil when the session is of
    /// another generation by now.
    private func replaceToken(
        of owner: SessionOwner, origin: RequestOrigin
    ) async throws(DirectoryError) -> IssuedToken? {
        let now = self.now
        let old = owner.session
        var session = old
        session.generation += 1
        session.replacedAt = now
        let issued = try await issueToken(for: session, of: owner.account, now: now)
        let sealed = environment.seal(issued.token, Self.context(of: session))
        let principal = Principal(account: owner.account, credential: .session(session))
        let isReplaced = try await store.write { storage throws(DirectoryError) in
            guard
                try storage.raiseGeneration(
                    of: old.id, from: old.generation, keeping: sealed, at: now)
            else { return false }
            try record(
                .sessionRefreshed, about: owner.account,
                by: Actor(principal: principal, origin: origin), at: now, in: storage)
            return true
        }
        guard isReplaced else { return nil }
        journal.note(session, at: now)
        return issued
    }

    /// The token that took the place of one of `claims`, as long as it may be told again.
    private func replacement(
        for claims: AccessClaims, in owner: SessionOwner
    ) async throws(DirectoryError) -> IssuedToken? {
        let session = owner.session
        let now = self.now
        guard session.generation == claims.generation + 1, let replacedAt = session.replacedAt,
            mayRepeat(tokenReplacedAt: replacedAt)
        else { return nil }
        let sealed = try await store.read { storage throws(DirectoryError) in
            try storage.keptToken(of: session.id)
        }
        guard let sealed, let token = environment.unseal(sealed, Self.context(of: session)) else {
            return nil
        }
        let kept = try await verifiedClaims(token)
        // Another refresh may have come between the two reads.
        guard kept.sessionID == session.id, kept.generation == session.generation else {
            return nil
        }
        journal.note(session, at: now)
        return IssuedToken(
            token: token, refreshToken: nil, issuedAt: kept.issuedAt, expiresAt: kept.expiresAt,
            session: session, account: owner.account)
    }

    /// Forgets the kept token of a session whose caller has shown it: the answer was not lost, and the
    /// token before it is dead from here on. Once its time is over nobody is given it, and there is
    /// nothing to note; nor must a caller who only reads fail for a database that cannot be
    /// written, as the kept token dies with its time.
    func noteFirstUse(of session: Session) async {
        guard let replacedAt = session.replacedAt, mayRepeat(tokenReplacedAt: replacedAt) else {
            return
        }
        try? await store.write { storage throws(DirectoryError) in
            try storage.forgetKeptToken(of: session.id, generation: session.generation)
        }
    }

    /// Refuses a session of another surface.
    func requireOwn(
        _ session: Session, of surface: SurfaceName
    ) throws(DirectoryError) {
        guard session.surface == surface else { throw .unauthenticated(.otherSurface) }
    }

    private func mayRepeat(tokenReplacedAt time: Timestamp) -> Bool {
        now.end(
            ofWait: time.adding(seconds: Limits.tokenRepeatSeconds),
            atMost: Limits.tokenRepeatSeconds) != nil
    }

    private static func context(of session: Session) -> String {
        "token\0\(session.id)\0\(session.generation)"
    }
}
