/// An account with the ids under which surfaces know it.
package struct ExportedPerson: Sendable, Equatable {
    package let account: Account
    /// Imported ones only; elsewhere it is known by its own.
    package let keys: [SurfaceName: String]
}

/// A card with the name of its account.
package struct ExportedCard: Sendable, Equatable {
    package let card: Card
    package let owner: String
}

extension Directory {
    /// The live accounts of numbers above `id`, ascending.
    /// - Parameter limit: 1 to ``Limits/pageSizeMax``.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators.
    package func exportedPeople(
        after id: AccountID?, limit: Int, by caller: Principal
    ) async throws(DirectoryError) -> [ExportedPerson] {
        try AccessPolicy.requireAdministrator(caller)
        var query = AccountQuery()
        query.above = id
        query.limit = limit
        query.wantsTotal = false
        return try await scan { [query] storage throws(DirectoryError) in
            let accounts = try storage.accounts(query).accounts
            guard let first = accounts.first?.id, let last = accounts.last?.id else { return [] }
            let keys = try storage.surfaceKeys(first...last)
            return accounts.map { ExportedPerson(account: $0, keys: keys[$0.id] ?? [:]) }
        }
    }

    /// The cards of live accounts with ids after `id`, ascending by code point, in any status.
    /// - Throws: ``DirectoryError/forbidden(_:)`` for others than administrators.
    package func exportedCards(
        after id: CardID?, limit: Int, by caller: Principal
    ) async throws(DirectoryError) -> [ExportedCard] {
        try AccessPolicy.requireAdministrator(caller)
        return try await scan { storage throws(DirectoryError) in
            var names: [AccountID: String] = [:]
            return try storage.cards(after: id, limit: limit).map { card throws(DirectoryError) in
                if names[card.accountID] == nil {
                    names[card.accountID] = try storage.account(card.accountID)?.name.rawValue
                }
                return ExportedCard(card: card, owner: names[card.accountID] ?? "")
            }
        }
    }
}
