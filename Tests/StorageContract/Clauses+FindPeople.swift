import RosterCore
import RosterStorage
import Testing

/// The orders in which people are found.
extension StorageContract {
    static let findPeople: [StorageClause] = [
        .init("the most followed come first, those whom nobody follows last", mostFollowed),
        .init("pages of the most followed make up the whole, wherever they are cut", followedPages),
        .init("mutual follows are those that go both ways, the own newest first", mutualFollows),
        .init("a part of the name narrows mutual follows, % and _ literal", mutualNames),
        .init("the newest accounts come first, of one time the highest number", newest),
        .init("uploads are found together, each once", mediaTogether),
    ]

    /// Followers by name; `off` is disabled, `gone` deleted, both with most followers of all.
    private static let followers: KeyValuePairs<String, Int64> = [
        "none": 0, "one": 1, "three": 3, "off": 9, "also one": 1, "counted": 0, "gone": 8,
        "fresh": 0,
    ]
    private static let order = [
        "three", "also one", "one", "fresh", "counted", "none",
    ]

    private static func crowd(_ store: SQLDirectoryStore) async throws {
        for (name, count) in followers {
            let account = try await store.keep(named: name)
            // Most accounts have no counters at all, some have had.
            guard count > 0 || name == "counted" else { continue }
            try await store.write { storage throws(DirectoryError) in
                try storage.count(
                    .followers, of: account.id, by: count, at: Sample.start)
            }
            if name == "off" { _ = try await store.change(account) { $0.status = .disabled } }
            if name == "gone" { _ = try await store.bin(account) }
        }
    }

    private static func mostFollowed(_ store: SQLDirectoryStore) async throws {
        try await crowd(store)
        #expect(try await store.mostFollowed(offset: 0, limit: 10) == order)
        #expect(try await store.mostFollowed(offset: 0, limit: 0) == ["three"])
        #expect(try await store.mostFollowed(offset: -5, limit: 1) == ["three"])
    }

    private static func followedPages(_ store: SQLDirectoryStore) async throws {
        #expect(try await store.mostFollowed(offset: 0, limit: 10) == [])
        #expect(try await store.mostFollowed(offset: 3, limit: 10) == [])
        try await crowd(store)
        for limit in 1...(order.count + 1) {
            for offset in 0...(order.count + 1) {
                let page = try await store.mostFollowed(offset: offset, limit: limit)
                #expect(
                    page == Array(order.dropFirst(offset).prefix(limit)),
                    "offset \(offset), limit \(limit)")
            }
        }
        #expect(try await store.mostFollowed(offset: .max, limit: 10) == [])
    }

    private static func mutualFollows(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["me", "a", "b", "only me", "only they", "off", "gone"])
        let ids = accounts.map(\.id)
        // Back before there, so that the order is that of the follows of `me`.
        try await store.follow(
            [(1, 0), (2, 0), (5, 0), (6, 0), (4, 0), (0, 2), (0, 6), (0, 3), (0, 5), (0, 1)],
            of: ids)
        _ = try await store.change(accounts[5]) { $0.status = .disabled }
        _ = try await store.bin(accounts[6])
        #expect(try await store.mutual(ids[0]) == ["a", "b"])
        #expect(try await store.mutual(ids[0], offset: 1, limit: 1) == ["b"])
        #expect(try await store.mutual(ids[0], offset: 2) == [])
        #expect(try await store.mutual(ids[1]) == ["me"])
        #expect(try await store.mutual(ids[3]) == [])
    }

    private static func mutualNames(_ store: SQLDirectoryStore) async throws {
        let ids = try await store.keep(["me", "Anna", "hanna", "a%b", "a_b", "bert"]).map(\.id)
        for other in 1..<ids.count { try await store.follow([(0, other), (other, 0)], of: ids) }
        let table: [(String, [String])] = [
            ("ANN", ["hanna", "Anna"]), ("%", ["a%b"]), ("_", ["a_b"]), ("x", []),
            ("a\0", []), (String(repeating: "a", count: 5000), []),
        ]
        for (text, names) in table {
            #expect(try await store.mutual(ids[0], text) == names, "\(text.prefix(10))")
        }
    }

    private static func newest(_ store: SQLDirectoryStore) async throws {
        for (name, second) in [("b", 2), ("c", 3), ("a", 1), ("also c", 3)] as [(String, Int64)] {
            var account = try Sample.account(name)
            account.createdAt = Sample.second(second)
            _ = try await store.keep(account)
        }
        let off = try await store.keep(named: "off")
        _ = try await store.change(off) { $0.status = .disabled }
        var query = AccountQuery()
        query.order = .newestFirst
        query.status = .active
        let all = try await store.names(query)
        #expect(all == ["also c", "c", "b", "a"])
        query.offset = 1
        query.limit = 2
        #expect(try await store.names(query) == ["c", "b"])
    }

    private static func mediaTogether(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let all = ["x", "y"].map { Sample.media($0, of: account.id) }
        try await store.write { storage throws(DirectoryError) in
            for media in all { try storage.insert(media) }
        }
        let nodes = all.map(\.node)
        let found = try await store.read { storage throws(DirectoryError) in
            (
                try storage.media(among: nodes + nodes + [MediaNode(stored: "public:nobody")]),
                try storage.media(among: [])
            )
        }
        #expect(found.0 == [nodes[0]: all[0], nodes[1]: all[1]])
        #expect(found.1.isEmpty)
    }
}

extension SQLDirectoryStore {
    fileprivate func mostFollowed(offset: Int, limit: Int) async throws -> [String] {
        try await scan { storage throws(DirectoryError) in
            try storage.mostFollowedAccounts(offset: offset, limit: limit).map(\.name.rawValue)
        }
    }

    fileprivate func mutual(
        _ id: AccountID, _ text: String? = nil, offset: Int = 0, limit: Int = 10
    ) async throws -> [String] {
        try await scan { storage throws(DirectoryError) in
            try storage.mutualAccounts(
                of: id, nameContaining: text, offset: offset, limit: limit
            ).map(\.name.rawValue)
        }
    }

    fileprivate func names(_ query: AccountQuery) async throws -> [String] {
        try await scan { storage throws(DirectoryError) in
            try storage.accounts(query).accounts.map(\.name.rawValue)
        }
    }
}
