import RosterCore
import RosterStorage
import Testing

/// Cards as rows: whose they are, which names they may have, what their revision guards, and how
/// they go with their account.
extension StorageContract {
    static let cards: [StorageClause] = [
        .init("a card comes back with every field, in every status", cardsComeBack),
        .init("a card is its account's alone, by its exact id", cardsHaveOneOwner),
        .init("a card's name is compared exactly, within its account", cardNamesAreExact),
        .init("a card's name is taken, whatever the status of who has it", cardNamesStayTaken),
        .init("an update of a card comes back, at the revision that it had", cardUpdatesComeBack),
        .init("an update of a card takes no other card's name", cardUpdatesTakeNoName),
        .init("a card needs an account, and an id of its own", cardsAreConstrained),
        .init("cards stay while their account is in the bin, and go with it", cardsArePurged),
    ]

    private static func cardsComeBack(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let snapshots = [
            "{}", #"{"b":1.0,"a":"\u0000","b ":[1e400]}"#, #"{"é":"e\#u{301}","'":"$1 ?1 狐🦊"}"#,
            "{\"long\":\"" + String(repeating: "x", count: 500_000) + "\"}",
        ]
        for (number, snapshot) in snapshots.enumerated() {
            for status in CardStatus.allCases {
                let card = Card(
                    id: CardID("usr_-_\(status) \(number)"), accountID: account.id,
                    content: CardContent(
                        name: CardName(stored: "50%_\\'\";-- 狐🦊 \(status) \(number)"),
                        snapshot: snapshot),
                    status: status, revision: .max - Int64(number),
                    createdAt: Timestamp(milliseconds: .min),
                    updatedAt: Timestamp(milliseconds: .max))
                try await store.keep(card)
                let found = try #require(try await store.card(card.id, of: account))
                #expect(found == card)
                #expect(found.content.snapshot.utf8.elementsEqual(snapshot.utf8))
            }
        }
    }

    private static func cardsHaveOneOwner(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let card = Sample.card("usr_Aa", of: accounts[0])
        try await store.keep(card)
        #expect(try await store.card(card.id, of: accounts[0]) == card)
        #expect(try await store.card(card.id, of: accounts[1]) == nil)
        let page = try await store.read { storage throws(DirectoryError) in
            try storage.cards(CardQuery(), of: accounts[1].id)
        }
        #expect(page == CardPage(cards: [], total: 0))
        for id in ["usr_aa", "usr_A", "usr_Aa ", "", "\u{0}", "usr_Aa\u{0}", "usr_Aa\u{0}x"] {
            let found = try await store.card(CardID(id), of: accounts[0])
            #expect(found == nil, "\(id.debugDescription)")
        }
    }

    private static func cardNamesAreExact(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let names = ["bob", "Bob", "BOB", "ｂｏｂ", "bob.", "é", "e\u{301}", "\u{200B}bob"]
        for account in accounts {
            for (number, name) in names.enumerated() {
                try await store.keep(
                    Sample.card("usr_\(account.id) \(number)", of: account, named: name))
            }
        }
        for account in accounts {
            for name in names {
                await #expect(throws: DirectoryError.cardNameTaken) {
                    try await store.keep(Sample.card("usr_new", of: account, named: name))
                }
            }
        }
        #expect(try await store.card(CardID("usr_new"), of: accounts[0]) == nil)
    }

    private static func cardNamesStayTaken(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        for status in CardStatus.allCases {
            let holder = Sample.card(
                "usr_\(status)", of: account, named: "\(status)", status: status)
            try await store.keep(holder)
            for other in CardStatus.allCases {
                await #expect(throws: DirectoryError.cardNameTaken) {
                    try await store.keep(
                        Sample.card("usr_new", of: account, named: "\(status)", status: other))
                }
            }
            #expect(try await store.card(holder.id, of: account) == holder)
        }
    }

    private static func cardUpdatesComeBack(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let first = Sample.card("usr_first", of: account)
        let other = Sample.card("usr_other", of: account)
        for card in [first, other] { try await store.keep(card) }
        var changed = first
        changed.content = CardContent(
            name: CardName(stored: "renamed %_\\ 🦊"), snapshot: #"{"changed":true}"#)
        changed.status = .disabled
        changed.revision = 1
        changed.updatedAt = Sample.start.adding(days: 1)
        let second = changed
        changed.revision = 2
        changed.status = .active
        let stale = changed
        let unknown = Sample.card("usr_unknown", of: account)
        let answers = try await store.write { storage throws(DirectoryError) in
            [
                try storage.update(second, from: 0), try storage.update(stale, from: 0),
                try storage.update(unknown, from: 0),
            ]
        }
        #expect(answers == [true, false, false])
        #expect(try await store.card(first.id, of: account) == second)
        #expect(try await store.card(other.id, of: account) == other)
        #expect(try await store.card(unknown.id, of: account) == nil)
        // The name that it had is free.
        try await store.keep(Sample.card("usr_heir", of: account, named: "usr_first"))
    }

    private static func cardUpdatesTakeNoName(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let card = Sample.card("usr_card", of: accounts[0])
        try await store.keep(card)
        for status in CardStatus.allCases {
            try await store.keep(
                Sample.card("usr_\(status)", of: accounts[0], named: "\(status)", status: status))
            let taken = card.renamed("\(status)")
            await #expect(throws: DirectoryError.cardNameTaken) {
                try await store.write { storage throws(DirectoryError) in
                    _ = try storage.update(taken, from: 0)
                }
            }
        }
        #expect(try await store.card(card.id, of: accounts[0]) == card)
        try await store.keep(Sample.card("usr_b", of: accounts[1], named: "another's"))
        // Its own name is no obstacle, nor is a name of another account.
        let renamed = card.renamed("another's")
        let answers = try await store.write { storage throws(DirectoryError) in
            [try storage.update(card, from: 0), try storage.update(renamed, from: 0)]
        }
        #expect(answers == [true, true])
        #expect(try await store.card(card.id, of: accounts[0]) == renamed)
    }

    private static func cardsAreConstrained(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let other = try await store.keep(named: "b")
        let card = Sample.card("usr_card", of: account)
        try await store.keep(card)
        for owner in [account, other] {
            await #expect(throws: DirectoryError.storage(.constraint)) {
                try await store.keep(Sample.card("usr_card", of: owner, named: "twin"))
            }
        }
        let orphan = Card(
            id: CardID("usr_orphan"), accountID: AccountID(404), content: card.content,
            status: .active, revision: 0, createdAt: Sample.start, updatedAt: Sample.start)
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.keep(orphan)
        }
        #expect(try await store.card(card.id, of: account) == card)
    }

    private static func cardsArePurged(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["gone", "stays"])
        let cards = accounts.map { Sample.card("usr_\($0.name)", of: $0) }
        for card in cards { try await store.keep(card) }
        _ = try await store.bin(accounts[0])
        #expect(try await store.card(cards[0].id, of: accounts[0]) == cards[0])
        try await store.write { storage throws(DirectoryError) in
            _ = try storage.purgeAccounts(
                deletedBefore: Sample.start.adding(seconds: 1), limit: 10)
        }
        #expect(try await store.card(cards[0].id, of: accounts[0]) == nil)
        #expect(try await store.card(cards[1].id, of: accounts[1]) == cards[1])
    }
}

extension Sample {
    /// A card, called by its id unless told otherwise.
    static func card(
        _ id: String, of account: Account, named name: String? = nil,
        status: CardStatus = .active, createdAt: Timestamp = start, updatedAt: Timestamp = start
    ) -> Card {
        Card(
            id: CardID(id), accountID: account.id,
            content: CardContent(name: CardName(stored: name ?? id), snapshot: "{}"),
            status: status, revision: 0, createdAt: createdAt, updatedAt: updatedAt)
    }
}

extension SQLDirectoryStore {
    /// Stores a new card.
    func keep(_ card: Card) async throws(DirectoryError) {
        try await write { storage throws(DirectoryError) in try storage.insert(card) }
    }

    fileprivate func card(
        _ id: CardID, of account: Account
    ) async throws(DirectoryError) -> Card? {
        try await read { storage throws(DirectoryError) in try storage.card(id, of: account.id) }
    }
}

extension Card {
    fileprivate func renamed(_ name: String) -> Card {
        var card = self
        card.content = CardContent(name: CardName(stored: name), snapshot: content.snapshot)
        return card
    }
}
