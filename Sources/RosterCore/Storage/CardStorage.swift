/// Finding out about one card.
package protocol CardLookup {
    /// Whose card it is, in any status.
    func owner(of id: CardID) throws(DirectoryError) -> AccountID?
    /// Whether the account has a card of this name, in any status.
    func holds(cardNamed name: CardName, of owner: AccountID) throws(DirectoryError) -> Bool
}

/// Reading cards. The verbs that say "of" see the cards of one account only.
package protocol CardReading: CardLookup {
    /// The cards of all live accounts, in any status, by id.
    func cards(after id: CardID?, limit: Int) throws(DirectoryError) -> [Card]
    /// The card of this id, in any status.
    func card(_ id: CardID, of owner: AccountID) throws(DirectoryError) -> Card?
    /// One page of an account's cards.
    func cards(_ query: CardQuery, of owner: AccountID) throws(DirectoryError) -> CardPage
}

/// Changing cards.
package protocol CardWriting {
    /// Stores a new card.
    /// - Throws: ``DirectoryError/cardNameTaken`` when the account has a card of the name, in any
    ///   status.
    func insert(_ card: Card) throws(DirectoryError)
    /// Stores every field of `card` if the row still has `revision`; false otherwise.
    /// - Throws: ``DirectoryError/cardNameTaken``.
    func update(_ card: Card, from revision: Int64) throws(DirectoryError) -> Bool
    /// Removes up to `limit` cards of accounts deleted before `time`; how many.
    func removeCards(
        ofAccountsDeletedBefore time: Timestamp, limit: Int
    ) throws(DirectoryError) -> Int
}

/// Which cards a list shows, and in what order.
package struct CardQuery: Sendable, Equatable {
    /// The columns that order a list.
    package enum SortKey: String, Sendable, CaseIterable {
        case updatedAt = "updated_at"
        case createdAt = "created_at"
        case name
    }

    /// Text that the name must contain; folded before comparing, `%` and `_` literal.
    package var contains: String?
    package var statuses: Set<CardStatus> = [.active, .disabled]
    package var sortKey = SortKey.updatedAt
    /// Ties go by id, in the same direction.
    package var isAscending = false
    /// Rows to pass over, at least 0.
    package var offset = 0
    package var limit = 50

    package init() {}
}

/// A part of a list.
package struct CardPage: Sendable, Equatable {
    package let cards: [Card]
    /// All that match, whatever the page.
    package let total: Int

    package init(cards: [Card], total: Int) {
        self.cards = cards
        self.total = total
    }
}
