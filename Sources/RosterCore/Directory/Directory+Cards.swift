/// The cards of the caller's own account: nobody, an administrator included, reads or changes those
/// of another one.
extension Directory {
    /// A card that is not deleted.
    /// - Throws: ``DirectoryError/notFound``.
    package func card(
        _ id: CardID, by caller: Principal
    ) async throws(DirectoryError) -> Card {
        let owner = try AccessPolicy.cardOwner(caller)
        return try await store.read { storage throws(DirectoryError) in
            try liveCard(id, of: owner, in: storage)
        }
    }

    /// A page of cards.
    package func cards(
        _ query: CardQuery, by caller: Principal
    ) async throws(DirectoryError) -> CardPage {
        let owner = try AccessPolicy.cardOwner(caller)
        return try await scan { storage throws(DirectoryError) in
            try storage.cards(query, of: owner)
        }
    }

    /// How many bytes of snapshots the caller's cards hold together, deleted ones included: no page of
    /// them has more.
    package func cardBytes(of caller: Principal) async throws(DirectoryError) -> Int {
        let owner = try AccessPolicy.cardOwner(caller)
        return try await store.read { storage throws(DirectoryError) in
            Int(clamping: try storage.used(.cardBytes, of: owner, day: 0))
        }
    }

    /// A new card, active, of revision 0.
    /// - Throws: ``DirectoryError/cardNameTaken``,
    ///   ``DirectoryError/quotaExceeded(_:retryAfterSeconds:)``.
    package func preparedCardCreate(
        _ content: CardContent, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<Card> {
        let owner = try AccessPolicy.cardOwner(actor.principal)
        try refuseLargeSnapshot(of: content)
        let now = self.now
        let card = Card(
            id: makeCardID(), accountID: owner, content: content, status: .active, revision: 0,
            createdAt: now,
            updatedAt: now)
        return prepared(by: actor) { storage throws(DirectoryError) in
            try storage.insert(card)
            try use(cardOf: owner, content, at: now, isBounded: true, in: storage)
            try record(.cardCreated, card, by: actor, at: now, in: storage)
            return card
        }
    }

    /// Changes a card by compare-and-set. A change that sets nothing new counts as one, too.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/revisionMismatch``,
    ///   ``DirectoryError/cardNameTaken``, in this order;
    ///   ``DirectoryError/quotaExceeded(_:retryAfterSeconds:)``.
    package func preparedCardUpdate(
        _ id: CardID, _ change: CardChange, if condition: CardCondition, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<Card> {
        let owner = try AccessPolicy.cardOwner(actor.principal)
        try refuseLargeSnapshot(of: change.content)
        let now = self.now
        return prepared(by: actor) { storage throws(DirectoryError) in
            let old = try liveCard(id, of: owner, in: storage)
            try condition.check(old)
            var new = old
            new.content = change.content ?? old.content
            try use(
                .cardBytes, by: new.content.bytesCount - old.content.bytesCount, of: owner,
                at: now, in: storage)
            new.status = change.status ?? old.status
            return try store(new, replacing: old, as: .cardUpdated, by: actor, at: now, in: storage)
        }
    }

    /// Deletes a card; its row and its name stay.
    /// - Throws: ``DirectoryError/notFound``, ``DirectoryError/revisionMismatch``.
    package func preparedCardDelete(
        _ id: CardID, if condition: CardCondition, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<Card> {
        let owner = try AccessPolicy.cardOwner(actor.principal)
        let now = self.now
        return prepared(by: actor) { storage throws(DirectoryError) in
            let old = try liveCard(id, of: owner, in: storage)
            try condition.check(old)
            var new = old
            new.status = .deleted
            return try store(new, replacing: old, as: .cardDeleted, by: actor, at: now, in: storage)
        }
    }

    /// Gives cards a status, `deleted` included, in one transaction.
    /// - Returns: For each id in order, whether there was such a card that was not deleted.
    package func preparedCardStatuses(
        _ ids: [CardID], _ status: CardStatus, by actor: Actor
    ) throws(DirectoryError) -> PreparedChange<[Bool]> {
        let owner = try AccessPolicy.cardOwner(actor.principal)
        let now = self.now
        let action = status == .deleted ? AuditAction.cardDeleted : .cardUpdated
        return prepared(by: actor) { storage throws(DirectoryError) in
            var found: [Bool] = []
            for id in ids {
                let card = try storage.card(id, of: owner)
                if let old = card, old.status != .deleted {
                    var new = old
                    new.status = status
                    _ = try store(new, replacing: old, as: action, by: actor, at: now, in: storage)
                }
                found.append(card.map { $0.status != .deleted } ?? false)
            }
            return found
        }
    }

    private func liveCard(
        _ id: CardID, of owner: AccountID, in storage: any DirectoryReading
    ) throws(DirectoryError) -> Card {
        guard let card = try storage.card(id, of: owner), card.status != .deleted else {
            throw .notFound
        }
        return card
    }

    private func store(
        _ new: Card, replacing old: Card, as action: AuditAction, by actor: Actor,
        at time: Timestamp, in storage: any DirectoryWriting
    ) throws(DirectoryError) -> Card {
        var new = new
        new.revision = old.revision + 1
        new.updatedAt = max(time, old.updatedAt)
        guard try storage.update(new, from: old.revision) else { throw .revisionMismatch }
        try record(action, new, by: actor, at: time, in: storage)
        return new
    }

    private func record(
        _ action: AuditAction, _ card: Card, by actor: Actor, at time: Timestamp,
        in storage: any DirectoryWriting
    ) throws(DirectoryError) {
        try record(
            action, about: actor.principal.account, by: actor, at: time,
            fields: [card.id.rawValue], in: storage)
    }
}
