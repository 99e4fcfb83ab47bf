/// The id of a card: `usr_` and 21 characters of the URL-safe alphabet, random
/// (contracts/tavern.md §0).
package struct CardID: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }
}

/// What a card is good for. A deleted one stays in lists that ask for it; there is no way back.
package enum CardStatus: String, Sendable, Equatable, CaseIterable {
    case active, disabled, deleted
}

/// A user card: somebody's role in a play (seed 000). It belongs to an account, is no account
/// itself and never a login; it goes into the recycle bin with its account, and comes back with it.
package struct Card: Sendable, Equatable {
    package let id: CardID
    package let accountID: AccountID
    package var content: CardContent
    package var status: CardStatus
    /// 0 for a new card; rises by one with every change.
    package var revision: Int64
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: CardID, accountID: AccountID, content: CardContent, status: CardStatus,
        revision: Int64, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.accountID = accountID
        self.content = content
        self.status = status
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A card's name and the document that it was read from.
package struct CardContent: Sendable, Equatable {
    package let name: CardName
    /// A JSON object as text, in the spelling of whoever wrote it.
    package let snapshot: String

    package init(name: CardName, snapshot: String) {
        self.name = name
        self.snapshot = snapshot
    }
}

/// The name of a card: 1 to 200 UTF-16 units without white space at the edges (contracts/tavern.md
/// §4), of which something is left when it is folded, as searches do. Compared exactly: `bob` and `Bob` are two names.
package struct CardName: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    /// Cuts white space off the edges first.
    /// - Throws: ``InvalidField`` for ``Field/cardName``.
    package init(parsing text: String) throws(InvalidField) {
        let trimmed = text.trimmingWhiteSpace()
        guard !FoldedKey(folding: trimmed).isEmpty else {
            throw InvalidField(.cardName, .tooShort(minimum: 1))
        }
        guard trimmed.utf16.count <= Limits.cardNameUnitsMax else {
            throw InvalidField(.cardName, .tooLong(maximum: Limits.cardNameUnitsMax))
        }
        // No engine can store it everywhere.
        guard !trimmed.utf8.contains(0) else {
            throw InvalidField(.cardName, .forbiddenCharacters)
        }
        self.rawValue = trimmed
    }

    /// A name that the database holds already.
    package init(stored text: String) { self.rawValue = text }

    package var description: String { rawValue }

    /// Two spellings of one text (composed, decomposed) are two names, as they are to an engine.
    package static func == (left: CardName, right: CardName) -> Bool {
        left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in rawValue.utf8 { hasher.combine(byte) }
    }
}

/// What somebody asks to change of a card; the rest stays.
package struct CardChange: Sendable, Equatable {
    /// Replaces the whole snapshot.
    package var content: CardContent?
    /// Active or disabled: deleting is a verb of its own.
    package var status: CardStatus?

    package init() {}
}

/// The revisions on which a change of a card insists; each condition must hold.
package struct CardCondition: Sendable, Equatable {
    private var wanted: [Set<Int64>] = []

    package init() {}

    package mutating func require(anyOf revisions: Set<Int64>) { wanted.append(revisions) }

    /// - Throws: ``DirectoryError/revisionMismatch``.
    func check(_ card: Card) throws(DirectoryError) {
        guard wanted.allSatisfy({ $0.contains(card.revision) }) else { throw .revisionMismatch }
    }
}

extension String {
    /// The text without Unicode white space at its edges.
    package func trimmingWhiteSpace() -> String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
