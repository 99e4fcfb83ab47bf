import RosterCore
import RosterStorage
import Testing

/// Lists by folded name: each kind of condition, the order of names, and the imported ids of a
/// page that is in such an order.
extension StorageContract {
    static let nameSearch: [StorageClause] = [
        .init("accounts are ordered by folded name, by code point, either way", namesAreOrdered),
        .init("a list of names takes in or leaves out just these", nameListsHold),
        .init("a bound of names cuts by code point", nameBoundsHold),
        .init("a NUL in a condition on names matches nothing, nor is it an error", nameNULsHold),
        .init("pieces of a pattern are literal, with any text between", patternsAreLiteral),
        .init("a pattern may match the display name, and only with all of it", patternsSeeBoth),
        .init("a search may have as many values and patterns as the limits say", searchesAreWide),
        .init("conditions hold all together, with the rest of the query", conditionsAddUp),
        .init("imported ids of a page are those of its accounts, near or far", pagesHaveKeys),
    ]

    /// In the order of their keys' code points. `AB` folds to `ab`; UTF-16 would put the fox
    /// before U+FA0E.
    private static let names = ["!", "10", "9", "a", "AB", "b", "é", "狐", "\u{FA0E}", "🦊"]

    private static func keepNames(_ store: SQLDirectoryStore) async throws {
        _ = try await store.keep(["b", "🦊", "10", "AB", "!", "\u{FA0E}", "é", "9", "狐", "a"])
        // What is in the bin is in no list.
        _ = try await store.bin(try await store.keep(named: "aa"))
    }

    private static func namesAreOrdered(_ store: SQLDirectoryStore) async throws {
        try await keepNames(store)
        for (order, expected) in [
            (AccountQuery.Order.nameAscending, names), (.nameDescending, names.reversed()),
        ] {
            var query = AccountQuery()
            query.order = order
            #expect(try await store.names(query) == expected)
            query.limit = 4
            query.offset = 3
            let page = try await store.page(query)
            #expect(page.accounts.map(\.name.rawValue) == Array(expected[3..<7]))
            #expect(page.total == names.count)
        }
    }

    private static func nameListsHold(_ store: SQLDirectoryStore) async throws {
        try await keepNames(store)
        let some = ["AB", "狐", "nobody", "ab", "B"].map { FoldedKey(folding: $0) }
        let searches: [(AccountQuery.NameCondition, [String])] = [
            (.isOneOf([]), []), (.isNoneOf([]), names), (.matchesOneOf([]), []),
            (.isOneOf(some), ["AB", "b", "狐"]),
            (.isNoneOf(some), names.filter { !["AB", "b", "狐"].contains($0) }),
            (.isOneOf([FoldedKey(folding: "aa"), FoldedKey(folding: "")]), []),
            (.isNoneOf([FoldedKey(folding: "aa"), FoldedKey(folding: "")]), names),
            (.isOneOf([FoldedKey(stored: "' OR '1'='1"), FoldedKey(stored: "%")]), []),
        ]
        for (condition, expected) in searches {
            try await expect(expected, for: [condition], in: store)
        }
    }

    private static func nameBoundsHold(_ store: SQLDirectoryStore) async throws {
        try await keepNames(store)
        try await expect(["!", "10", "9", "a", "AB"], for: [.isBelow(key("B"))], in: store)
        try await expect(["!", "10", "9", "a", "AB", "b"], for: [.isAtMost(key("B"))], in: store)
        try await expect(["狐", "\u{FA0E}", "🦊"], for: [.isAbove(key("é"))], in: store)
        try await expect(["é", "狐", "\u{FA0E}", "🦊"], for: [.isAtLeast(key("É"))], in: store)
        // Every name as a bound, and what lies between, before and after them.
        for bound in names + ["", " ", "a ", "aa", "b\u{301}", "\u{FA0F}", "🦊🦊", "\u{10FFFF}"] {
            let bound = key(bound)
            let below = names.filter { precedes(key($0), bound) }
            let above = names.filter { precedes(bound, key($0)) }
            let upTo = names.filter { !above.contains($0) }
            let from = names.filter { !below.contains($0) }
            try await expect(below, for: [.isBelow(bound)], in: store)
            try await expect(upTo, for: [.isAtMost(bound)], in: store)
            try await expect(above, for: [.isAbove(bound)], in: store)
            try await expect(from, for: [.isAtLeast(bound)], in: store)
        }
    }

    private static func nameNULsHold(_ store: SQLDirectoryStore) async throws {
        try await keepNames(store)
        let upToB = ["!", "10", "9", "a", "AB", "b"]
        let beyondB = names.filter { !upToB.contains($0) }
        let key = FoldedKey(stored: "b\u{0}z")
        let first = FoldedKey(stored: "\u{0}")
        let searches: [(AccountQuery.NameCondition, [String])] = [
            (.isOneOf([key]), []), (.isOneOf([key, FoldedKey(stored: "b")]), ["b"]),
            (.isNoneOf([key]), names), (.isBelow(key), upToB), (.isAtMost(key), upToB),
            (.isAbove(key), beyondB), (.isAtLeast(key), beyondB), (.isBelow(first), []),
            (.isAtMost(first), []), (.isAbove(first), names), (.isAtLeast(first), names),
            (.matchesOneOf([["b\u{0}", ""]]), []), (.matchesOneOf([["\u{0}"], ["b"]]), ["b"]),
            (.matchesOneOf([["", "\u{0}", ""]]), []),
        ]
        for (condition, expected) in searches {
            try await expect(expected, for: [condition], in: store)
        }
    }

    private static func patternsAreLiteral(_ store: SQLDirectoryStore) async throws {
        let names = ["100%", "a", "a%%b", "a%b", "a\\%b", "a\\b", "a_b", "aa", "axb", "b"]
        _ = try await store.keep(names.reversed())
        let searches: [([[String]], [String])] = [
            ([["a%b"]], ["a%b"]), ([["a_b"]], ["a_b"]), ([["a\\b"]], ["a\\b"]),
            ([["a", "b"]], ["a%%b", "a%b", "a\\%b", "a\\b", "a_b", "axb"]),
            ([["a%", "b"]], ["a%%b", "a%b"]), ([["a", "%b"]], ["a%%b", "a%b", "a\\%b"]),
            ([["", "%", ""]], ["100%", "a%%b", "a%b", "a\\%b"]), ([["", "%"]], ["100%"]),
            ([["", "\\", ""]], ["a\\%b", "a\\b"]), ([["_", ""]], []), ([["%", ""]], []),
            // The two ends may not share a character.
            ([["a", "a"]], ["aa"]),
            ([["a", "", "", "b"]], ["a%%b", "a%b", "a\\%b", "a\\b", "a_b", "axb"]),
            ([["a"]], ["a"]), ([[""]], []), ([[]], []), ([["", ""]], names),
            ([["axb"], ["b"], ["nobody"]], ["axb", "b"]), ([["' OR '1'='1"]], []),
            ([[String(repeating: "a", count: 5000), ""]], []),
            ([[String(repeating: "%", count: 3000), ""], ["b"]], ["b"]),
        ]
        for (patterns, expected) in searches {
            try await expect(expected, for: [.matchesOneOf(patterns)], in: store)
        }
    }

    private static func patternsSeeBoth(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["one", "two", "three"])
        _ = try await store.change(accounts[1]) { $0.displayName = "Shown % Name" }
        _ = try await store.change(accounts[2]) { $0.displayName = "" }
        let searches: [([[String]], [String])] = [
            ([["shown % name"]], ["two"]), ([["shown", "e"]], ["two"]), ([["two"]], ["two"]),
            // One of the two matches whole: half a pattern in each is no match.
            ([["t", "name"]], []), ([["", "e"]], ["one", "three", "two"]), ([[""]], ["three"]),
        ]
        for (patterns, expected) in searches {
            try await expect(expected, for: [.matchesOneOf(patterns)], in: store)
        }
    }

    private static func searchesAreWide(_ store: SQLDirectoryStore) async throws {
        try await keepNames(store)
        let count = Limits.searchValuesMax
        let values = (1..<count).map { FoldedKey(stored: "value \($0)") } + [key("狐")]
        let patterns = (1..<Limits.searchPatternsMax).map { ["%\($0)", "_", ""] } + [["", "0"]]
        try await expect(["狐"], for: [.isOneOf(values)], in: store)
        try await expect(names.filter { $0 != "狐" }, for: [.isNoneOf(values)], in: store)
        try await expect(["10"], for: [.matchesOneOf(patterns)], in: store)
        // The limits count over all conditions.
        let many = (1...Limits.searchPatternsMax).map { _ in
            AccountQuery.NameCondition.matchesOneOf([["", "0"]])
        }
        let halves = [
            AccountQuery.NameCondition.isNoneOf(Array(values.prefix(count / 2))),
            .isNoneOf(Array(values.suffix(count / 2))),
        ]
        try await expect(["10"], for: many + halves, in: store)
    }

    private static func conditionsAddUp(_ store: SQLDirectoryStore) async throws {
        try await keepNames(store)
        let range: [AccountQuery.NameCondition] = [.isAtLeast(key("9")), .isBelow(key("狐"))]
        try await expect(["9", "a", "AB", "b", "é"], for: range, in: store)
        try await expect(
            ["9", "AB"], for: range + [.isNoneOf([key("a"), key("b"), key("é")])], in: store)
        try await expect(["b"], for: range + [.isOneOf([key("b"), key("狐")])], in: store)
        try await expect(
            ["AB", "b"], for: range + [.matchesOneOf([["", "b"]])], in: store)
        try await expect([], for: [.isBelow(key("a")), .isAbove(key("a"))], in: store)
        try await expect([], for: range + [.isOneOf([])], in: store)
        var disabled = try Sample.account("abc")
        disabled.status = .disabled
        _ = try await store.keep(disabled)
        var query = AccountQuery()
        query.nameConditions = range
        query.order = .nameDescending
        query.contains = "A"
        #expect(try await store.names(query) == ["abc", "AB", "a"])
        query.status = .active
        query.limit = 1
        query.offset = 1
        let page = try await store.page(query)
        #expect(page.accounts.map(\.name.rawValue) == ["a"])
        #expect(page.total == 2)
    }

    private static func pagesHaveKeys(_ store: SQLDirectoryStore) async throws {
        let (surface, other) = (SurfaceName("IAM"), SurfaceName("ThinkSNS"))
        let near = try await store.keep(["a", "b", "c", "d", "e"]).map(\.id)
        try await store.write { storage throws(DirectoryError) in
            for (index, key) in [(0, "of a"), (1, "of b"), (4, "1000000")] {
                _ = try storage.link(surface: surface, key: .text(key), to: near[index])
            }
            for (index, key) in [(2, "other's c"), (0, "other's a")] {
                _ = try storage.link(surface: other, key: .text(key), to: near[index])
            }
        }
        // Numbered above the imported number, and so far away.
        let far = try await store.keep(["f", "g"]).map(\.id)
        try await store.write { storage throws(DirectoryError) in
            _ = try storage.link(surface: surface, key: .text("of f"), to: far[0])
        }
        let all: [AccountID: String] = [
            near[0]: "of a", near[1]: "of b", near[4]: "1000000", far[0]: "of f",
        ]
        let pages: [[AccountID]] = [
            [], [near[0]], [near[2]], near, near.reversed(), [near[0], near[2], near[4]],
            [near[1], near[1]], [near[3], far[1]], near + far, [far[0], near[0], far[0]],
            [far[1], near[2], near[4], far[0]], [near[2], AccountID(404)], [AccountID(404)],
        ]
        for page in pages {
            let found = try await store.read { storage throws(DirectoryError) in
                try storage.surfaceKeys(surface, of: page)
            }
            #expect(found == all.filter { page.contains($0.key) }, "\(page)")
        }
    }

    private static func key(_ text: String) -> FoldedKey { FoldedKey(folding: text) }

    private static func precedes(_ left: FoldedKey, _ right: FoldedKey) -> Bool {
        left.rawValue.unicodeScalars.lexicographicallyPrecedes(right.rawValue.unicodeScalars)
    }

    /// The names that meet all conditions, by name, and their number.
    private static func expect(
        _ expected: [String], for conditions: [AccountQuery.NameCondition],
        in store: SQLDirectoryStore, at location: SourceLocation = #_sourceLocation
    ) async throws {
        var query = AccountQuery()
        query.nameConditions = conditions
        query.order = .nameAscending
        let page = try await store.page(query)
        #expect(
            page.accounts.map(\.name.rawValue) == expected, "\(conditions.first.debugDescription)",
            sourceLocation: location)
        #expect(page.total == expected.count, sourceLocation: location)
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
