import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let surfaceKeys: [StorageClause] = [
        .init("numbers of accounts rise", numbersRise),
        .init("a number is never used twice, not even the newest one's", numbersAreNotReused),
        .init("new accounts are numbered above an imported number", importedNumbersAreKept),
        .init("an imported id leads to its account, and back", surfaceKeysWorkBothWays),
        .init("an imported id is linked once, and an account once a surface", linksAreNotMoved),
        .init("imported ids are compared by code point", surfaceKeysAreExact),
        .init("an imported id needs an account", surfaceKeysNeedAnAccount),
    ]

    private static let surface = SurfaceName("IAM")

    private static func numbersRise(_ store: SQLDirectoryStore) async throws {
        let numbers = try await store.keep(["a", "b", "c", "d"]).map(\.id)
        #expect(numbers == numbers.sorted())
        #expect(Set(numbers).count == 4)
    }

    private static func numbersAreNotReused(_ store: SQLDirectoryStore) async throws {
        let newest = try #require(try await store.keep(["a", "b"]).last)
        _ = try await store.bin(newest)
        let purged = try await store.write { storage throws(DirectoryError) in
            try storage.purgeAccounts(
                deletedBefore: Sample.start.adding(seconds: 1), limit: 10)
        }
        #expect(purged == [newest.id])
        #expect(try await store.keep(named: "c").id > newest.id)
    }

    private static func importedNumbersAreKept(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "imported")
        let other = try await store.keep(named: "other")
        let third = try await store.keep(named: "third")
        try await store.write { storage throws(DirectoryError) in
            _ = try storage.link(surface: surface, key: .number(9000000000), to: account.id)
            // A smaller number and a text move nothing.
            _ = try storage.link(surface: surface, key: .number(17), to: other.id)
            _ = try storage.link(surface: surface, key: .text("9999999999x"), to: third.id)
        }
        #expect(try await store.keep(named: "next").id == AccountID(9_000_000_001))
        #expect(try await store.keep(named: "after").id == AccountID(9_000_000_002))
    }

    private static func surfaceKeysWorkBothWays(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let other = SurfaceName("ThinkSNS")
        let answers = try await store.write { storage throws(DirectoryError) in
            [
                try storage.link(surface: surface, key: .number(7), to: accounts[0].id),
                try storage.link(surface: surface, key: .number(8), to: accounts[1].id),
                // Another surface has its own numbers.
                try storage.link(surface: other, key: .number(7), to: accounts[1].id),
            ]
        }
        #expect(answers == [true, true, true])
        let owners = try await store.read { storage throws(DirectoryError) in
            [
                try storage.account(surface: surface, key: "7"),
                try storage.account(surface: surface, key: "8"),
                try storage.account(surface: other, key: "7"),
                try storage.account(surface: other, key: "8"),
            ]
        }
        #expect(owners == [accounts[0].id, accounts[1].id, accounts[1].id, nil])
        let keys = try await store.read { storage throws(DirectoryError) in
            [
                try storage.surfaceKey(surface, of: accounts[0].id),
                try storage.surfaceKey(surface, of: accounts[1].id),
                try storage.surfaceKey(other, of: accounts[1].id),
                try storage.surfaceKey(other, of: accounts[0].id),
            ]
        }
        #expect(keys == ["7", "8", "7", nil])
    }

    private static func linksAreNotMoved(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let answers = try await store.write { storage throws(DirectoryError) in
            [
                try storage.link(surface: surface, key: .number(7), to: accounts[0].id),
                try storage.link(surface: surface, key: .number(7), to: accounts[1].id),
                try storage.link(surface: surface, key: .number(70), to: accounts[0].id),
            ]
        }
        #expect(answers == [true, false, false])
        let owners = try await store.read { storage throws(DirectoryError) in
            [
                try storage.account(surface: surface, key: "7"),
                try storage.account(surface: surface, key: "70"),
            ]
        }
        #expect(owners == [accounts[0].id, nil])
    }

    private static func surfaceKeysAreExact(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b", "c"])
        let keys = ["abc", "ABC", "abc "]
        let answers = try await store.write { storage throws(DirectoryError) in
            var answers: [Bool] = []
            for (key, account) in zip(keys, accounts) {
                answers.append(try storage.link(surface: surface, key: .text(key), to: account.id))
            }
            return answers
        }
        #expect(answers == [true, true, true])
    }

    private static func surfaceKeysNeedAnAccount(_ store: SQLDirectoryStore) async throws {
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.write { storage throws(DirectoryError) in
                _ = try storage.link(surface: surface, key: .number(7), to: AccountID(404))
            }
        }
    }
}
