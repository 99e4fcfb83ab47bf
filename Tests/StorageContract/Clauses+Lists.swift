import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let lists: [StorageClause] = [
        .init("a list is ordered by number, either way", listsAreOrdered),
        .init("pages meet without a gap, and beyond the end is nothing", pagesMeet),
        .init("a page has at least one row and at most a thousand", pagesAreBounded),
        .init("a search takes %, _ and \\ as they are", searchesAreLiteral),
        .init("a search does not mind case, width or invisible characters", searchesFold),
        .init("a search looks at the fields it is told, and no other", searchesLookWhereTold),
        .init("a search text of any length is a search, not an error", longSearchesHold),
        .init("a NUL in a search text is no end of it, nor an error", searchesHoldNUL),
        .init("a list shows one status, and counts the same", listsFilterByStatus),
    ]

    private static func listsAreOrdered(_ store: SQLDirectoryStore) async throws {
        let names = ["c", "a", "b"]
        _ = try await store.keep(names)
        var query = AccountQuery()
        #expect(try await store.names(query) == names)
        query.order = .idDescending
        #expect(try await store.names(query) == names.reversed())
    }

    private static func pagesMeet(_ store: SQLDirectoryStore) async throws {
        let names = (0..<7).map { "account \($0)" }
        _ = try await store.keep(names)
        var seen: [String] = []
        for offset in [0, 3, 6] {
            var query = AccountQuery()
            query.offset = offset
            query.limit = 3
            let page = try await store.page(query)
            #expect(page.total == 7)
            seen += page.accounts.map(\.name.rawValue)
        }
        #expect(seen == names)
        var beyond = AccountQuery()
        for offset in [7, 8, Int.max] {
            beyond.offset = offset
            #expect(try await store.page(beyond) == AccountPage(accounts: [], total: 7))
        }
        beyond.offset = -1
        #expect(try await store.names(beyond) == names)
        beyond.wantsTotal = false
        #expect(try await store.page(beyond).total == nil)
    }

    private static func pagesAreBounded(_ store: SQLDirectoryStore) async throws {
        let new = try (0...Limits.pageSizeMax).map { try Sample.account("account \($0)") }
        try await store.write { storage throws(DirectoryError) in
            for account in new { _ = try storage.insert(account) }
        }
        let sizes = [
            (Int.min, 1), (0, 1), (1, 1), (2, 2), (Limits.pageSizeMax, Limits.pageSizeMax),
            (Limits.pageSizeMax + 1, Limits.pageSizeMax), (Int.max, Limits.pageSizeMax),
        ]
        for (limit, expected) in sizes {
            var query = AccountQuery()
            query.limit = limit
            let page = try await store.page(query)
            #expect(page.accounts.count == expected, "limit \(limit)")
            #expect(page.total == Limits.pageSizeMax + 1)
        }
    }

    private static func searchesAreLiteral(_ store: SQLDirectoryStore) async throws {
        let names = ["a%b", "a_b", "a\\b", "axb", "a'b", "100%", "a%%b", "a\\%b"]
        _ = try await store.keep(names)
        let searches: [(String, [String])] = [
            ("a%b", ["a%b"]), ("a_b", ["a_b"]), ("a\\b", ["a\\b"]),
            ("%", names.filter { $0.contains("%") }),
            ("_", ["a_b"]), ("\\", ["a\\b", "a\\%b"]), ("%%", ["a%%b"]), ("\\%", ["a\\%b"]),
            ("'", ["a'b"]), ("' OR '1'='1", []), ("%'; DROP TABLE account; --", []), ("x", ["axb"]),
            ("", names),
        ]
        for (text, expected) in searches {
            var query = AccountQuery()
            query.contains = text
            let page = try await store.page(query)
            #expect(page.accounts.map(\.name.rawValue) == expected, "search \(text)")
            #expect(page.total == expected.count)
        }
    }

    private static func searchesFold(_ store: SQLDirectoryStore) async throws {
        _ = try await store.keep(["MüllerStraße", "other"])
        for text in ["MÜLLER", "ｍüｌ", "mu\u{308}ll", "STRASSE", "l\u{FE0F}er", "\u{200B}müller"] {
            var query = AccountQuery()
            query.contains = text
            #expect(try await store.names(query) == ["MüllerStraße"], "search \(text)")
        }
        // Of these nothing is left, and no name holds it; the empty text is in every one.
        for text in ["\u{200B}", "\u{AD}", "\u{34F}\u{34F}", "\u{3164}"] {
            var query = AccountQuery()
            query.contains = text
            query.searched = Set(AccountQuery.SearchField.allCases)
            #expect(try await store.names(query) == [], "search \(text.unicodeScalars)")
        }
    }

    private static func searchesLookWhereTold(_ store: SQLDirectoryStore) async throws {
        var new = try Sample.account("needle in name")
        _ = try await store.keep(new)
        new = try Sample.account("email")
        new.email = try EmailAddress(parsing: "Needle@example.com")
        _ = try await store.keep(new)
        new = try Sample.account("phone")
        new.phone = try PhoneNumber(parsing: "ext. Needle 5", in: .china)
        _ = try await store.keep(new)
        let display = try await store.keep(named: "displayName")
        _ = try await store.change(display) { $0.displayName = "The NEEDLE" }
        let owners: [AccountQuery.SearchField: String] = [
            .name: "needle in name", .displayName: "displayName", .email: "email", .phone: "phone",
        ]
        for field in AccountQuery.SearchField.allCases {
            var query = AccountQuery()
            query.contains = "needle"
            query.searched = [field]
            var expected = [try #require(owners[field])]
            // A new account shows its name until it is given another.
            if field == .displayName { expected.insert("needle in name", at: 0) }
            #expect(try await store.names(query) == expected, "\(field)")
        }
        var query = AccountQuery()
        query.contains = "needle"
        query.searched = Set(AccountQuery.SearchField.allCases)
        #expect(
            try await store.names(query) == ["needle in name", "email", "phone", "displayName"])
        query.searched = []
        #expect(try await store.page(query) == AccountPage(accounts: [], total: 0))
    }

    private static func longSearchesHold(_ store: SQLDirectoryStore) async throws {
        _ = try await store.keep(["admin", "other"])
        let texts = [
            String(repeating: "_", count: 30_000), String(repeating: "a", count: 200_000),
            String(repeating: "\u{FDFA}", count: 10_000),
        ]
        try await expectNothing(for: texts, in: store)
    }

    private static func searchesHoldNUL(_ store: SQLDirectoryStore) async throws {
        _ = try await store.keep(["admin", "other"])
        try await expectNothing(for: ["min\u{0}", "min\u{0}%", "\u{0}", "\u{0}min"], in: store)
    }

    private static func expectNothing(
        for texts: [String], in store: SQLDirectoryStore
    ) async throws {
        for text in texts {
            var query = AccountQuery()
            query.contains = text
            query.searched = Set(AccountQuery.SearchField.allCases)
            let names = try await store.names(query)
            #expect(names == [], "\(text.unicodeScalars.count) characters")
        }
    }

    private static func listsFilterByStatus(_ store: SQLDirectoryStore) async throws {
        var disabled = try Sample.account("disabled")
        disabled.status = .disabled
        _ = try await store.keep(disabled)
        _ = try await store.keep(["active", "also active"])
        var query = AccountQuery()
        query.status = .disabled
        #expect(try await store.names(query) == ["disabled"])
        query.contains = "active"
        #expect(try await store.page(query) == AccountPage(accounts: [], total: 0))
        query.status = .active
        #expect(try await store.page(query).total == 2)
        query.contains = nil
        query.status = nil
        #expect(try await store.page(query).total == 3)
    }
}

extension SQLDirectoryStore {
    fileprivate func page(_ query: AccountQuery) async throws(DirectoryError) -> AccountPage {
        try await scan { storage throws(DirectoryError) in try storage.accounts(query) }
    }

    fileprivate func names(_ query: AccountQuery) async throws(DirectoryError) -> [String] {
        try await page(query).accounts.map(\.name.rawValue)
    }
}
