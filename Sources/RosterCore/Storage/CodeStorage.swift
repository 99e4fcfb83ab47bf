/// Reading verification codes and the outbox of messages.
package protocol CodeReading {
    /// The codes of the purpose and destination that can still be typed, one for each who asked, the
    /// newest first; perhaps too old.
    func openCodes(
        _ purpose: CodePurpose, destination: String
    ) throws(DirectoryError) -> [VerificationCode]
    /// When the sending was that is the `number`th, counted back from the newest, of those in a scope
    /// later than `time` and up to `latest`; nil when there are fewer.
    func sending(
        numbered number: Int, in scope: SendingRule.Scope, after time: Timestamp,
        upTo latest: Timestamp
    ) throws(DirectoryError) -> Timestamp?
    /// When the next message is due; nil when none waits.
    func nextMessageDue(_ selection: OutboxSelection) throws(DirectoryError) -> Timestamp?
}

/// Changing verification codes and the outbox of messages.
package protocol CodeWriting {
    /// Stores a sending and closes the code that was open for its purpose, destination and asker.
    func insert(_ code: VerificationCode) throws(DirectoryError)
    /// Closes a code; false if it was closed already.
    func closeCode(_ id: String) throws(DirectoryError) -> Bool
    /// Moves a code's sending and end.
    func redateCode(
        _ id: String, sentAt: Timestamp, expiresAt: Timestamp
    ) throws(DirectoryError)
    func setTriesLeft(_ count: Int, of id: String) throws(DirectoryError)
    /// Removes up to `limit` sendings before `time`; how many.
    func removeCodes(sentBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int

    func insert(_ message: StoredMessage, dueAt time: Timestamp) throws(DirectoryError)
    /// Takes up to `limit` messages that are due by `time`, or only after `latest`, for a try of
    /// delivery: counts it, and makes them due again at `again`, in case that whoever took them does
    /// not come back.
    func takeMessages(
        _ selection: OutboxSelection, dueBy time: Timestamp, orAfter latest: Timestamp,
        again: Timestamp, limit: Int
    ) throws(DirectoryError) -> [StoredMessage]
    func postponeMessages(_ ids: [String], to time: Timestamp) throws(DirectoryError)
    /// Makes messages due that were taken and not tried; the try does not count.
    func returnMessages(_ ids: [String], dueAt time: Timestamp) throws(DirectoryError)
    func removeMessage(_ id: String) throws(DirectoryError)
    func insert(_ notice: NoticeSending) throws(DirectoryError)
    /// Removes up to `limit` notices' traces of before `time`; how many.
    func removeNotices(sentBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int
}
