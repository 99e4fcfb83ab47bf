extension Directory {
    /// Logs a person in: a new session and its first access token.
    /// - Parameter target: Who it is when `login` is nobody's login id: a surface's own id.
    /// - Parameter withRefreshToken: Whether the session also gets an opaque refresh token.
    /// - Throws: as ``matchPassword(login:orAccount:password:origin:)``.
    package func logIn(
        login: String, orAccount target: Target? = nil, password: String,
        withRefreshToken: Bool = false, origin: RequestOrigin
    ) async throws(DirectoryError) -> IssuedToken {
        let refreshToken = withRefreshToken ? makeRefreshToken() : nil
        let match = try await matchPassword(
            login: login, orAccount: target, password: password, origin: origin)
        let now = self.now
        return try await openSession(
            refreshToken: refreshToken, origin: origin
        ) { storage throws(DirectoryError) in
            // Whose login it is is known; the session is not there yet.
            let principal = Principal(account: match.account, credential: .password)
            return try settle(
                match, actor: Actor(principal: principal, origin: origin), at: now, in: storage)
        }
    }

    /// Begins a session of the account that `admit` lets in, in one transaction with what `admit`
    /// does, and signs its first access token.
    func openSession(
        refreshToken: String? = nil, origin: RequestOrigin,
        _ admit: @escaping @Sendable (any DirectoryWriting) throws(DirectoryError) -> Account
    ) async throws(DirectoryError) -> IssuedToken {
        let now = self.now
        let refreshHash = refreshToken.map(environment.hash)
        let id = SessionID(environment.randomHex(bytes: 12))
        let opened = try await store.write { storage throws(DirectoryError) -> SessionOwner in
            var account = try admit(storage)
            let session = Session(
                id: id, accountID: account.id, surface: origin.surface, generation: 0,
                createdAt: now, lastUsedAt: now,
                expiresAt: now.adding(seconds: policy.sessionTTLSeconds), address: origin.address,
                userAgent: origin.userAgent)
            try storage.setLastLogin(account.id, at: now)
            try noteLogin(of: account.id, from: origin, at: now, in: storage)
            account.lastLoginAt = now
            try makeRoomForSession(of: account.id, in: storage)
            try storage.insert(session, refreshHash: refreshHash)
            let principal = Principal(account: account, credential: .session(session))
            try record(
                .sessionStarted, about: account, by: Actor(principal: principal, origin: origin),
                at: now, in: storage)
            return SessionOwner(session: session, account: account)
        }
        return try await issueToken(
            for: opened.session, of: opened.account, refreshToken: refreshToken, now: now)
    }

    /// A new access token for the live session of an opaque refresh token, which stays the same.
    /// - Parameter surface: Which asks; a session of another one is not refreshed.
    /// - Throws: ``DirectoryError/unauthenticated(_:)``.
    package func refresh(
        refreshToken: String, on surface: SurfaceName
    ) async throws(DirectoryError) -> IssuedToken {
        guard refreshToken.starts(withText: Session.refreshTokenPrefix) else {
            throw .unauthenticated(.malformed)
        }
        let hash = environment.hash(refreshToken)
        let owner = try await store.read { storage throws(DirectoryError) in
            try storage.session(refreshHash: hash)
        }
        let now = self.now
        guard let owner, !isOver(owner.session), owner.account.status == .active else {
            throw .unauthenticated(.sessionEnded)
        }
        try requireOwn(owner.session, of: surface)
        journal.note(owner.session, at: now)
        return try await issueToken(for: owner.session, of: owner.account, now: now)
    }

    /// Ends the session that the caller came by; of a caller without one, nothing.
    package func logOut(_ actor: Actor) async throws(DirectoryError) {
        guard let session = actor.principal.session, let account = actor.principal.account else {
            return
        }
        let now = self.now
        try await store.write { storage throws(DirectoryError) in
            if try storage.endSession(session.id) {
                try record(.sessionEnded, about: account, by: actor, at: now, in: storage)
            }
        }
    }

    /// Ends the session of a token. An expired one ends a session of the surface that asks alone: on
    /// others it is worth nothing.
    /// - Throws: ``DirectoryError/unauthenticated(_:)`` when it has no live session.
    package func logOut(token: String, origin: RequestOrigin) async throws(DirectoryError) {
        let owner = try await sessionOwner(ofToken: token, acceptsExpired: true)
        if owner.session.surface != origin.surface {
            _ = try await sessionOwner(ofToken: token, acceptsExpired: false)
        }
        let principal = Principal(account: owner.account, credential: .session(owner.session))
        try await logOut(Actor(principal: principal, origin: origin))
    }

    /// Keeps the number of sessions of one account bounded: the oldest go first.
    private func makeRoomForSession(
        of id: AccountID, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        let sessions = try storage.sessions(of: id)
        let surplus = sessions.count - Limits.sessionsPerAccountMax + 1
        for session in sessions.prefix(max(0, surplus)) {
            _ = try storage.endSession(session.id)
        }
    }

    /// About 230 random bits: nobody guesses it, so that a plain hash of it is enough to store.
    private func makeRefreshToken() -> String {
        Session.refreshTokenPrefix
            + environment.randomText(
                of: "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", count: 40)
    }

    func issueToken(
        for session: Session, of account: Account, refreshToken: String? = nil, now: Timestamp
    ) async throws(DirectoryError) -> IssuedToken {
        guard let keyring = keyrings.current else { throw .storage(.unavailable) }
        // Tokens count whole seconds; what the caller is told must be what the token says.
        let issuedAt = Timestamp(milliseconds: now.milliseconds / 1000 * 1000)
        var expiresAt = issuedAt.adding(seconds: policy.tokenTTLSeconds)
        // A session that only a clock too far ahead calls over has tokens of the usual life.
        if session.expiresAt > now || !clockIsHeld {
            expiresAt = min(
                expiresAt, Timestamp(milliseconds: session.expiresAt.milliseconds / 1000 * 1000))
        }
        let claims = AccessClaims(
            accountID: account.id, sessionID: session.id, generation: session.generation,
            issuedAt: issuedAt, expiresAt: expiresAt)
        let token = try await keyring.sign(claims, role: account.role)
        return IssuedToken(
            token: token, refreshToken: refreshToken, issuedAt: issuedAt, expiresAt: expiresAt,
            session: session, account: account)
    }
}
