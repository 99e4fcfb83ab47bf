/// A clock that jumped ahead must not empty the recycle bin or end every session (THREATS 39): the
/// database remembers the latest time that it has seen, and a clock far ahead of it waits to be believed.
extension Directory {
    /// What may be made of the clock now, by what this process knows.
    package func judgeClock() -> ClockJudgement {
        clockWatch.judge(now: now, steady: environment.steadyMilliseconds())
    }

    /// Whether purges and expiries wait for the clock to be believed.
    package var clockIsHeld: Bool { judgeClock().isHeld }

    /// The time by which what has a life of its own - a session, a kept answer - is over.
    var expiryTime: Timestamp { judgeClock().expiryTime }

    /// Whether the life of a session is over, also by the time that is believed. A live one is told by
    /// the clock alone.
    func isOver(_ session: Session) -> Bool {
        session.expiresAt <= now && session.expiresAt <= expiryTime
    }

    /// Compares the clock with the latest time that the database has seen.
    func readClock() async throws(DirectoryError) -> ClockJudgement {
        let stored = try await store.read { storage throws(DirectoryError) in
            try storage.latestTime()
        }
        clockWatch.take(stored: stored, now: now, steady: environment.steadyMilliseconds())
        return judgeClock()
    }

    /// Compares the clock with the latest time that the database has seen, and lets the database know
    /// a later one, at most about once a minute. Called every few seconds while a server runs.
    @discardableResult
    package func watchClock() async throws(DirectoryError) -> ClockJudgement {
        let judgement = try await readClock()
        guard judgement.isWorthNoting else { return judgement }
        try await store.write { storage throws(DirectoryError) in
            try storage.setLatestTime(judgement.now)
        }
        clockWatch.noted(judgement.now)
        return judgement
    }

    /// Believes the clock as it is, by the word of an operator: what waited goes on.
    /// - Returns: What was made of the clock before.
    /// - Throws: ``DirectoryError/forbidden(_:)``.
    @discardableResult
    package func acceptClock(by actor: Actor) async throws(DirectoryError) -> ClockJudgement {
        try AccessPolicy.requireAdministrator(actor.principal)
        let judgement = try await readClock()
        let now = judgement.now
        try await store.write { storage throws(DirectoryError) in
            try storage.setLatestTime(now)
            try record(.clockAccepted, about: nil, by: actor, at: now, in: storage)
        }
        clockWatch.accept(now, steady: environment.steadyMilliseconds())
        return judgement
    }
}
