/// Reading the audit trail, the outbox and what the directory remembers of itself.
package protocol RecordReading {
    /// The first administrator ever made: owner of keys and cards that name no other. It may be
    /// deleted by now.
    func bootstrapAccountID() throws(DirectoryError) -> AccountID?
    /// The latest time that the directory has seen; nil where it has seen none.
    func latestTime() throws(DirectoryError) -> Timestamp?
    /// The newest entries about an account, or all, newest first.
    func auditEntries(
        about id: AccountID?, limit: Int
    ) throws(DirectoryError) -> [AuditEntry]
    /// The answer kept under an idempotency key's id after `time`, with what was asked.
    func keptAnswer(
        _ id: String, keptAfter time: Timestamp
    ) throws(DirectoryError) -> (content: String, answer: KeptAnswer)?
    /// The oldest events that wait for delivery, with their numbers.
    func waitingEvents(
        limit: Int
    ) throws(DirectoryError) -> [(number: Int64, event: OutboxEvent)]
}

/// Writing the audit trail, the outbox and what the directory remembers of itself.
package protocol RecordWriting {
    func setBootstrapAccountID(_ id: AccountID) throws(DirectoryError)
    func setLatestTime(_ time: Timestamp) throws(DirectoryError)
    /// Changes a row that says nothing, to find out whether one can be changed.
    func tryWriting(at time: Timestamp) throws(DirectoryError)
    /// Keeps an answer, in the place of an older one of the key.
    func keep(
        _ answer: KeptAnswer, under key: IdempotencyKey, at time: Timestamp
    ) throws(DirectoryError)
    /// Removes up to `limit` answers kept before `time`; how many.
    func removeAnswers(keptBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int
    func append(_ entry: AuditEntry) throws(DirectoryError)
    /// Removes the newest entry of a follow or its end that was written after `time`; whether there
    /// was one.
    func removeEntry(
        _ action: AuditAction, about subject: AccountID, by actor: AccountID,
        after time: Timestamp
    ) throws(DirectoryError) -> Bool
    /// Removes up to `limit` of the oldest entries, those written before `time`; how many.
    func removeEntries(writtenBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int
    /// Removes the addresses of up to `limit` entries written before `time`; how many it looked at.
    func removeAddresses(writtenBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int
    func append(_ event: OutboxEvent) throws(DirectoryError)
    /// Removes up to `limit` events made before `time`; how many.
    func removeEvents(madeBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int
}
