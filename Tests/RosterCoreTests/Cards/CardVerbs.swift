import RosterCore
import RosterTestSupport

/// The verbs of cards, prepared and committed as a surface does without an idempotency key.
extension DirectoryFixture {
    @discardableResult
    func createCard(
        _ name: String, by actor: Actor, snapshot: String = "{}"
    ) async throws -> Card {
        let content = CardContent(name: try CardName(parsing: name), snapshot: snapshot)
        return try await createCard(content, by: actor)
    }

    func createCard(_ content: CardContent, by actor: Actor) async throws(DirectoryError) -> Card {
        try await directory.commit(try directory.preparedCardCreate(content, by: actor))
    }

    @discardableResult
    func updateCard(
        _ id: CardID, by actor: Actor, if condition: CardCondition = CardCondition(),
        _ edit: (inout CardChange) -> Void = { _ in }
    ) async throws(DirectoryError) -> Card {
        var change = CardChange()
        edit(&change)
        return try await directory.commit(
            try directory.preparedCardUpdate(id, change, if: condition, by: actor))
    }

    @discardableResult
    func deleteCard(
        _ id: CardID, by actor: Actor, if condition: CardCondition = CardCondition()
    ) async throws(DirectoryError) -> Card {
        try await directory.commit(
            try directory.preparedCardDelete(id, if: condition, by: actor))
    }

    @discardableResult
    func setStatuses(
        of ids: [CardID], to status: CardStatus, by actor: Actor
    ) async throws(DirectoryError) -> [Bool] {
        try await directory.commit(try directory.preparedCardStatuses(ids, status, by: actor))
    }

    func card(_ id: CardID, by actor: Actor) async throws(DirectoryError) -> Card {
        try await directory.card(id, by: actor.principal)
    }

    /// All cards of the actor, the deleted ones too, by name.
    func cards(of actor: Actor) async throws(DirectoryError) -> [Card] {
        var query = CardQuery()
        query.statuses = Set(CardStatus.allCases)
        query.sortKey = .name
        query.isAscending = true
        return try await directory.cards(query, by: actor.principal).cards
    }
}

extension CardContent {
    /// A content that a test knows to be fit.
    init(_ name: String, snapshot: String = "{}") {
        self.init(name: CardName(stored: name), snapshot: snapshot)
    }
}

extension CardCondition {
    /// Each list is a condition of its own.
    init(_ conditions: Set<Int64>...) {
        self.init()
        for revisions in conditions { require(anyOf: revisions) }
    }
}
