/// Reading follows, counters and ledgers.
package protocol SocialReading {
    /// Whether `follower` follows `followee`.
    func follows(_ follower: AccountID, _ followee: AccountID) throws(DirectoryError) -> Bool
    /// Those of `ids` that follow `id`.
    func followers(
        of id: AccountID, among ids: [AccountID]
    ) throws(DirectoryError) -> Set<AccountID>
    /// Those of `ids` that `id` follows.
    func followees(
        of id: AccountID, among ids: [AccountID]
    ) throws(DirectoryError) -> Set<AccountID>
    /// Live accounts at the other end of an account's follows, newest follow first.
    func accounts(
        _ side: FollowSide, of id: AccountID, offset: Int, limit: Int
    ) throws(DirectoryError) -> [Account]
    /// Live active accounts, those with the most followers first, of equally many the highest number
    /// first.
    func mostFollowedAccounts(offset: Int, limit: Int) throws(DirectoryError) -> [Account]
    /// Live active accounts that an account follows and that follow it back, its newest follow first.
    /// - Parameter text: A part of the name, folded before comparing, `%` and `_` literal; nil for
    ///   all.
    func mutualAccounts(
        of id: AccountID, nameContaining text: String?, offset: Int, limit: Int
    ) throws(DirectoryError) -> [Account]
    /// How many live accounts the account follows that follow it back.
    func friendsCount(of id: AccountID) throws(DirectoryError) -> Int64
    /// The counters of those of the accounts that have any.
    func counters(of ids: [AccountID]) throws(DirectoryError) -> [AccountID: Counters]
    /// The newest entry of an account's ledger.
    func lastEntry(
        _ currency: Currency, of id: AccountID
    ) throws(DirectoryError) -> LedgerEntry?
    /// The newest entries of an account's ledger, newest first.
    func ledgerEntries(
        _ currency: Currency, of id: AccountID, limit: Int
    ) throws(DirectoryError) -> [LedgerEntry]
}

/// Changing follows, counters and ledgers.
package protocol SocialWriting {
    /// False if it was there already.
    func insertFollow(
        of followee: AccountID, by follower: AccountID, at time: Timestamp
    ) throws(DirectoryError) -> Bool
    /// False if there was none.
    func removeFollow(
        of followee: AccountID, by follower: AccountID
    ) throws(DirectoryError) -> Bool
    /// Moves how many follow, or are followed by, an account.
    func count(
        _ side: FollowSide, of id: AccountID, by difference: Int64, at time: Timestamp
    ) throws(DirectoryError)
    /// Takes an account out of the counters of all whom it follows or who follow it, or, with 1 for
    /// -1, puts it back.
    func countNeighbours(
        of id: AccountID, by difference: Int64, at time: Timestamp
    ) throws(DirectoryError)
    /// Stores what neighbouring services count: likes, comments and feeds.
    func setCounters(
        _ counters: Counters, of id: AccountID, at time: Timestamp
    ) throws(DirectoryError)
    /// - Throws: ``DirectoryError/storage(_:)`` for a number that is there already.
    func append(_ entry: LedgerEntry) throws(DirectoryError)
}

/// One of the two ends of a follow.
package enum FollowSide: Sendable, Equatable, CaseIterable {
    /// Those who follow the account.
    case followers
    /// Those whom the account follows.
    case followings
}
