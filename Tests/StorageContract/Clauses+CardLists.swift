import RosterCore
import RosterStorage
import Testing

/// Pages of cards: which cards, in what order, and how many in all.
extension StorageContract {
    static let cardLists: [StorageClause] = [
        .init("a list of cards shows the statuses it is told, and counts the same", cardStatuses),
        .init("cards are ordered by each key both ways, ties by id the same way", cardOrders),
        .init("pages of cards meet without a gap, and beyond the end is nothing", cardPagesMeet),
        .init("a search of cards takes %, _ and \\ as they are", cardSearchesAreLiteral),
        .init("a search of cards folds, and holds any text", cardSearchesFold),
        .init("a search of cards looks at one account and the statuses told", cardSearchesNarrow),
    ]

    private static func cardStatuses(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let all = CardStatus.allCases
        for account in accounts {
            for status in all {
                try await store.keep(
                    Sample.card(
                        "usr_\(account.name) \(status)", of: account, named: "\(status)",
                        status: status))
            }
        }
        for subset in 0..<(1 << all.count) {
            var query = CardQuery()
            query.statuses = Set(all.indices.filter { subset & (1 << $0) != 0 }.map { all[$0] })
            query.sortKey = .name
            query.isAscending = true
            let page = try await store.page(query, of: accounts[0])
            #expect(page.cards.map(\.status.rawValue) == query.statuses.map(\.rawValue).sorted())
            #expect(page.total == query.statuses.count)
            #expect(page.cards.allSatisfy { $0.accountID == accounts[0].id })
        }
        let page = try await store.page(CardQuery(), of: accounts[0])
        #expect(Set(page.cards.map(\.status)) == [.active, .disabled])
    }

    private static func cardOrders(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let cards: [(id: String, name: String, created: Int64, updated: Int64)] = [
            ("d", "a", 2, 3), ("a", "m", 3, 1), ("g", "🦊", 9, 9), ("c", "b", 2, 2),
            ("e", "é", 1, 2), ("b", "B", 1, 2), ("f", "\u{FA0E}", 8, 8),
        ]
        for card in cards {
            try await store.keep(
                Sample.card(
                    card.id, of: account, named: card.name,
                    createdAt: Sample.start.adding(seconds: card.created),
                    updatedAt: Sample.start.adding(seconds: card.updated)))
        }
        let orders: [CardQuery.SortKey: [String]] = [
            .createdAt: ["b", "e", "c", "d", "a", "f", "g"],
            .updatedAt: ["a", "b", "c", "e", "d", "f", "g"],
            // By code point: capitals before small letters, astral characters last.
            .name: ["b", "d", "c", "a", "e", "f", "g"],
        ]
        for key in CardQuery.SortKey.allCases {
            var query = CardQuery()
            query.sortKey = key
            let expected = try #require(orders[key])
            query.isAscending = true
            #expect(try await store.ids(query, of: account) == expected, "\(key)")
            query.isAscending = false
            #expect(try await store.ids(query, of: account) == expected.reversed(), "\(key)")
        }
        // Unasked, what was changed last comes first.
        #expect(try await store.ids(CardQuery(), of: account) == orders[.updatedAt]?.reversed())
    }

    private static func cardPagesMeet(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let ids = (0..<7).map { "usr_\($0)" }
        // One moment for all: the ties alone make the order.
        for id in ids.shuffled() { try await store.keep(Sample.card(id, of: account)) }
        var query = CardQuery()
        query.isAscending = true
        query.limit = 3
        var seen: [String] = []
        for offset in [0, 3, 6] {
            query.offset = offset
            let page = try await store.page(query, of: account)
            #expect(page.total == 7)
            seen += page.cards.map(\.id.rawValue)
        }
        #expect(seen == ids)
        for offset in [7, 8, Int.max] {
            query.offset = offset
            let page = try await store.page(query, of: account)
            #expect(page == CardPage(cards: [], total: 7))
        }
        query.offset = -1
        #expect(try await store.ids(query, of: account) == Array(ids.prefix(3)))
        for (limit, count) in [(Int.min, 1), (0, 1), (1, 1), (7, 7), (Int.max, 7)] {
            query.limit = limit
            #expect(try await store.ids(query, of: account).count == count, "limit \(limit)")
        }
    }

    private static func cardSearchesAreLiteral(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let names = ["100%", "a%%b", "a%b", "a'b", "a\\%b", "a\\b", "a_b", "axb"]
        for (number, name) in names.enumerated() {
            try await store.keep(Sample.card("usr_\(number)", of: account, named: name))
        }
        let searches: [(String, [String])] = [
            ("a%b", ["a%b"]), ("a_b", ["a_b"]), ("a\\b", ["a\\b"]), ("_", ["a_b"]),
            ("%", names.filter { $0.contains("%") }), ("%%", ["a%%b"]), ("\\%", ["a\\%b"]),
            ("\\", ["a\\%b", "a\\b"]), ("'", ["a'b"]), ("' OR '1'='1", []), ("x", ["axb"]),
            ("%'; DROP TABLE card; --", []), ("", names),
        ]
        for (text, expected) in searches {
            let page = try await store.page(.containing(text), of: account)
            #expect(page.cards.map(\.content.name.rawValue) == expected, "search \(text)")
            #expect(page.total == expected.count)
        }
    }

    private static func cardSearchesFold(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        for name in ["MüllerStraße", "other"] {
            try await store.keep(Sample.card("usr_\(name)", of: account, named: name))
        }
        for text in ["MÜLLER", "ｍüｌ", "mu\u{308}ll", "STRASSE", "l\u{FE0F}er", "\u{200B}müller"] {
            let ids = try await store.ids(.containing(text), of: account)
            #expect(ids == ["usr_MüllerStraße"], "search \(text)")
        }
        let texts = [
            "\u{200B}", "\u{AD}\u{34F}", "oth\u{0}", "oth\u{0}%", "\u{0}", "\u{0}oth",
            String(repeating: "_", count: 30_000),
            String(repeating: "\u{FDFA}", count: 10_000),
        ]
        for text in texts {
            let page = try await store.page(.containing(text), of: account)
            #expect(
                page == CardPage(cards: [], total: 0), "\(text.unicodeScalars.count) characters")
        }
    }

    private static func cardSearchesNarrow(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        for account in accounts {
            for status in CardStatus.allCases {
                for name in ["needle", "other"] {
                    try await store.keep(
                        Sample.card(
                            "usr_\(account.name) \(status) \(name)", of: account,
                            named: "\(name) \(status)", status: status))
                }
            }
        }
        var query = CardQuery.containing("NEEDLE")
        query.statuses = [.disabled, .deleted]
        query.limit = 1
        query.offset = 1
        let page = try await store.page(query, of: accounts[1])
        #expect(page.cards.map(\.id.rawValue) == ["usr_b disabled needle"])
        #expect(page.total == 2)
    }
}

extension CardQuery {
    /// The cards whose names contain `text`, by name.
    fileprivate static func containing(_ text: String) -> CardQuery {
        var query = CardQuery()
        query.contains = text
        query.sortKey = .name
        query.isAscending = true
        return query
    }
}

extension SQLDirectoryStore {
    fileprivate func page(
        _ query: CardQuery, of account: Account
    ) async throws(DirectoryError) -> CardPage {
        try await scan { storage throws(DirectoryError) in
            try storage.cards(query, of: account.id)
        }
    }

    fileprivate func ids(
        _ query: CardQuery, of account: Account
    ) async throws(DirectoryError) -> [String] {
        try await page(query, of: account).cards.map(\.id.rawValue)
    }
}
