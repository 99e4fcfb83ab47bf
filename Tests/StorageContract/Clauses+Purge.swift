import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let purge: [StorageClause] = [
        .init("a purge takes along all that is the account's, and nothing else", purgeTakesAll),
        .init("a purge takes only what was deleted before its time", purgeKeepsTheRecent),
        .init("a purge works in batches, the oldest first", purgeWorksInBatches),
    ]

    private static func purgeTakesAll(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["gone", "stays"])
        let counter = FailureCounter(failures: 3, blockedUntil: nil, updatedAt: Sample.start)
        try await store.write { storage throws(DirectoryError) in
            for (number, account) in accounts.enumerated() {
                try storage.insert(Sample.session("session \(number)", of: account))
                _ = try storage.insert(Sample.key("key \(number)", of: account))
                _ = try storage.link(surface: .system, key: .text("\(number)"), to: account.id)
                try storage.set(counter, of: .account(account.id), block: nil)
                try storage.set(counter, of: .account(account.id), block: "b")
                try storage.noteBlock("b", of: account.id, at: Sample.start, atMost: 9)
            }
        }
        // Its login ids are left in place: they must go with the row.
        let gone = try await store.change(accounts[0]) { $0.deletedAt = Sample.start }
        let purged = try await store.write { storage throws(DirectoryError) in
            try storage.purgeAccounts(
                deletedBefore: Sample.start.adding(seconds: 1), limit: 10)
        }
        #expect(purged == [gone.id])
        for (number, isGone) in [(0, true), (1, false)] {
            let account = accounts[number]
            let traces = try await store.read { storage throws(DirectoryError) in
                [
                    try storage.account(account.id) == nil,
                    try storage.deletedAccounts(named: account.name.key).isEmpty,
                    try storage.owner(of: account.name.key) == nil,
                    try storage.sessions(of: account.id).isEmpty,
                    try storage.apiKeys().allSatisfy { $0.accountID != account.id },
                    try storage.account(surface: .system, key: "\(number)") == nil,
                    try storage.failureCounters(of: .account(account.id)).isEmpty,
                    try !storage.isKnownBlock(
                        "b", of: account.id, seenAfter: Sample.start.adding(days: -1)),
                ]
            }
            var expected = Array(repeating: isGone, count: 8)
            expected[1] = true
            #expect(traces == expected, "\(account.name)")
        }
    }

    private static func purgeKeepsTheRecent(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["live", "before", "at", "after"])
        for (account, seconds) in zip(accounts.dropFirst(), [-1, 0, 1] as [Int64]) {
            _ = try await store.bin(account, at: Sample.start.adding(seconds: seconds))
        }
        let purged = try await store.write { storage throws(DirectoryError) in
            try storage.purgeAccounts(deletedBefore: Sample.start, limit: 10)
        }
        #expect(purged == [accounts[1].id])
        for account in [accounts[0], accounts[2], accounts[3]] {
            #expect(try await store.account(account.id) != nil)
        }
    }

    private static func purgeWorksInBatches(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b", "c", "d", "e"])
        // Deleted in the reverse order of their numbers.
        for (account, seconds) in zip(accounts, [50, 40, 30, 20, 10] as [Int64]) {
            _ = try await store.bin(account, at: Sample.start.adding(seconds: seconds))
        }
        var batches: [[AccountID]] = []
        for _ in 0..<4 {
            batches.append(
                try await store.write { storage throws(DirectoryError) in
                    try storage.purgeAccounts(
                        deletedBefore: Sample.start.adding(days: 1), limit: 2)
                })
        }
        let ids = accounts.map(\.id)
        #expect(batches == [[ids[3], ids[4]], [ids[1], ids[2]], [ids[0]], []])
    }
}
