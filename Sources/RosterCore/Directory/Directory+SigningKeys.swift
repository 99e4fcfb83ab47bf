extension Directory {
    /// Makes a signing key when there is none or the newest is due for rotation, drops those that
    /// no live token can carry, and installs the keyring. Called at start and from housekeeping.
    package func rotateSigningKeys() async throws(DirectoryError) {
        let clock = try await readClock()
        let now = clock.now
        let records = try await store.read { storage throws(DirectoryError) in
            try storage.signingKeys()
        }
        // A clock that is ahead would make a key that signs until the clock comes to it.
        let isDue =
            records.first.map {
                !clock.isHeld && $0.createdAt.adding(days: Limits.signingKeyDays) <= now
            } ?? true
        // Before anything is stored: a key under the wrong secret would lock out the right one.
        if isDue, !records.isEmpty { _ = try signingKeys.keyring(of: records) }
        let fresh = isDue ? try signingKeys.makeKey(createdAt: now) : nil
        // A token refreshes until its session ends, so a key outlives its use by a session.
        let oldest = clock.expiryTime.adding(days: -Limits.signingKeyDays)
            .adding(seconds: -(policy.sessionTTLSeconds + policy.tokenTTLSeconds))
        // One that a clock ahead made, now that another time is believed, counts as made now.
        let latest = now.adding(seconds: Limits.clockLeapSeconds)
        let isRedated = !clock.isInDoubt && records.contains { $0.createdAt > latest }
        if fresh != nil || isRedated || records.contains(where: { $0.createdAt < oldest }) {
            try await store.write { storage throws(DirectoryError) in
                if let fresh, try storage.signingKeys().first?.keyID == records.first?.keyID {
                    try storage.insert(fresh)
                    try record(
                        .signingKeyCreated, about: nil, by: .system, at: now,
                        fields: [fresh.keyID], in: storage)
                }
                if isRedated { try storage.redateSigningKeys(madeAfter: latest, to: now) }
                _ = try storage.removeSigningKeys(madeBefore: oldest)
            }
        }
        _ = try await reloadKeyring()
    }

    /// Loads the keys again if the database knows others than this node. True if it does.
    func reloadKeyring() async throws(DirectoryError) -> Bool {
        let known = keyrings.current?.publicKeys.map(\.keyID)
        let stored = try await store.read { storage throws(DirectoryError) in
            try storage.signingKeys().map(\.keyID)
        }
        guard known != stored else { return false }
        try await installKeyring()
        return true
    }

    private func installKeyring() async throws(DirectoryError) {
        let records = try await store.read { storage throws(DirectoryError) in
            try storage.signingKeys()
        }
        keyrings.replace(with: try signingKeys.keyring(of: records))
    }
}
