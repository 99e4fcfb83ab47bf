/// Blocks of addresses that an account logged in from: the failures of others do not hold them.
extension Directory {
    /// Notes that an account logged in from where `origin` is, at most once a day for each block.
    func noteLogin(
        of id: AccountID, from origin: RequestOrigin, at now: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        let block = block(of: origin, at: .account(id))
        // What a clock ahead wrote would outlive its time.
        let now = min(now, expiryTime)
        let day = now.adding(days: -1)
        guard try !storage.isKnownBlock(block, of: id, seenAfter: day) else { return }
        try storage.noteBlock(block, of: id, at: now, atMost: Limits.knownBlocksPerAccountMax)
    }

    /// Forgets what belonged to the password that an account had: its failures from everywhere, so
    /// that the new one is tried at once, and the blocks that it logged in from, as whoever knew the
    /// old one is among them. The block of a person who gives itself the new one stays known.
    func forgetTries(
        of id: AccountID, by actor: Actor, at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        try storage.removeFailureCounters(of: .account(id))
        try storage.forgetBlocks(of: id)
        let isItsOwn: Bool
        switch actor.principal.credential {
        case .session, .password: isItsOwn = actor.principal.isSelf(id)
        // Who recovers a password has shown a code, and is nobody until it logs in.
        case .none: isItsOwn = true
        case .apiKey, .local, .operator: isItsOwn = false
        }
        if isItsOwn { try noteLogin(of: id, from: actor.origin, at: time, in: storage) }
    }
}
