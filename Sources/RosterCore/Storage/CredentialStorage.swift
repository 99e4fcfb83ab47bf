/// Reading sessions, keys and counters.
package protocol CredentialReading {
    /// A live session with its live account, whatever the account's status.
    func session(_ id: SessionID) throws(DirectoryError) -> SessionOwner?
    /// As ``session(_:)``, by the hash of its refresh token.
    func session(refreshHash: String) throws(DirectoryError) -> SessionOwner?
    /// The sealed token that the session's last refresh gave out, until it is forgotten.
    func keptToken(of id: SessionID) throws(DirectoryError) -> String?
    /// The sessions of an account, oldest first.
    func sessions(of id: AccountID) throws(DirectoryError) -> [Session]
    /// The key with this secret and its live account, whatever the account's status.
    func apiKey(secretHash: String) throws(DirectoryError) -> APIKeyOwner?
    func apiKey(_ id: APIKeyID) throws(DirectoryError) -> APIKey?
    /// All keys by number.
    func apiKeys() throws(DirectoryError) -> [APIKey]
    /// Failures at a subject from one block of addresses; nil names all blocks together.
    func failureCounter(
        _ subject: FailureSubject, block: String?
    ) throws(DirectoryError) -> FailureCounter?
    /// All counters of a subject, that of all blocks among them.
    func failureCounters(of subject: FailureSubject) throws(DirectoryError) -> [FailureCounter]
    /// Whether the account logged in from the block after `time`.
    func isKnownBlock(
        _ block: String, of id: AccountID, seenAfter time: Timestamp
    ) throws(DirectoryError) -> Bool
    /// All signing keys, newest first.
    func signingKeys() throws(DirectoryError) -> [SigningKeyRecord]
}

/// Changing sessions, keys and counters.
package protocol CredentialWriting {
    /// Stores a new session, with the hash of its refresh token if it has one.
    func insert(_ session: Session, refreshHash: String?) throws(DirectoryError)
    /// Moves the last use of a session forward, and back only from where no clock has come by `now`
    /// (``Timestamp/isBehind(_:)``).
    func setLastUse(
        of id: SessionID, at time: Timestamp, now: Timestamp
    ) throws(DirectoryError)
    /// False if it was over already.
    func endSession(_ id: SessionID) throws(DirectoryError) -> Bool
    /// Ends the sessions of an account, but for one; how many.
    func endSessions(of id: AccountID, except: SessionID?) throws(DirectoryError) -> Int
    /// Ends up to `limit` sessions that expired before `time`; how many.
    func endSessions(expiredBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int
    /// Raises the generation by one if it still is `generation`, and keeps the sealed token of the new
    /// one for who asks again; false otherwise.
    func raiseGeneration(
        of id: SessionID, from generation: Int64, keeping sealedToken: String, at time: Timestamp
    ) throws(DirectoryError) -> Bool
    /// Forgets the sealed token of the session's generation, if it is still `generation`.
    func forgetKeptToken(of id: SessionID, generation: Int64) throws(DirectoryError)

    func insert(_ key: NewAPIKey) throws(DirectoryError) -> APIKey
    /// False if there is no such key.
    func deleteAPIKey(_ id: APIKeyID) throws(DirectoryError) -> Bool
    /// Deletes the keys of an account; how many.
    func deleteAPIKeys(of id: AccountID) throws(DirectoryError) -> Int
    func setLastUse(of id: APIKeyID, at time: Timestamp) throws(DirectoryError)

    /// - Parameter block: nil for the counter of all blocks together.
    func set(
        _ counter: FailureCounter, of subject: FailureSubject, block: String?
    ) throws(DirectoryError)
    func removeFailureCounter(
        _ subject: FailureSubject, block: String?
    ) throws(DirectoryError)
    /// Forgets the failures at a subject from everywhere.
    func removeFailureCounters(of subject: FailureSubject) throws(DirectoryError)
    /// Keeps the counters of the blocks that tried last, `maximum` of them.
    func boundFailureBlocks(
        of subject: FailureSubject, to maximum: Int
    ) throws(DirectoryError)
    /// Forgets up to `limit` counters, of accounts and of unknown login ids alike: those untouched
    /// since `time`, then beyond `maximum` those of the fewest failures, the oldest first; how many.
    func removeFailureCounters(
        untouchedSince time: Timestamp, beyond maximum: Int, limit: Int
    ) throws(DirectoryError) -> Int

    /// Notes that the account logged in from the block, and keeps the last `maximum` of them.
    func noteBlock(
        _ block: String, of id: AccountID, at time: Timestamp, atMost maximum: Int
    ) throws(DirectoryError)
    func forgetBlocks(of id: AccountID) throws(DirectoryError)
    /// Forgets up to `limit` blocks that nobody logged in from since `time`; how many.
    func forgetBlocks(seenBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int

    func insert(_ key: SigningKeyRecord) throws(DirectoryError)
    /// Lets signing keys made after `time` count as made at `now`.
    func redateSigningKeys(madeAfter time: Timestamp, to now: Timestamp) throws(DirectoryError)
    /// Removes signing keys made before `time`; how many.
    func removeSigningKeys(madeBefore time: Timestamp) throws(DirectoryError) -> Int
}

/// A session with the account that logged in.
package struct SessionOwner: Sendable, Equatable {
    package let session: Session
    package let account: Account

    package init(session: Session, account: Account) {
        self.session = session
        self.account = account
    }
}

/// A key with the account whose rights it borrows.
package struct APIKeyOwner: Sendable, Equatable {
    package let key: APIKey
    package let account: Account

    package init(key: APIKey, account: Account) {
        self.key = key
        self.account = account
    }
}
