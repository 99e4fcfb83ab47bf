import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let recycleBin: [StorageClause] = [
        .init("live look-ups do not see the recycle bin", lookUpsSkipTheBin),
        .init("a deleted account is found by its number", numbersReachTheBin),
        .init("several deleted accounts of one name are told apart by number", binKeepsNames),
        .init("administrators are counted while they are active and live", administratorsCount),
    ]

    private static func lookUpsSkipTheBin(_ store: SQLDirectoryStore) async throws {
        let gone = try await store.keep(named: "gone")
        let live = try await store.keep(named: "live")
        try await store.write { storage throws(DirectoryError) in
            try storage.insert(Sample.session("session", of: gone))
            _ = try storage.insert(Sample.key("key", of: gone))
        }
        _ = try await store.bin(gone)
        let traces = try await store.read { storage throws(DirectoryError) in
            [
                try storage.account(named: gone.name.key) == nil,
                try storage.account(guid: gone.guid) == nil,
                try storage.owner(of: gone.name.key) == nil,
                try storage.session(SessionID("session")) == nil,
                try storage.apiKey(secretHash: "key") == nil,
                try storage.accounts(AccountQuery()) == AccountPage(accounts: [live], total: 1),
            ]
        }
        #expect(traces == Array(repeating: true, count: 6))
    }

    private static func numbersReachTheBin(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "gone")
        let gone = try await store.bin(account, at: Sample.start.adding(days: 2))
        #expect(try await store.account(account.id) == gone)
        #expect(gone.deletedAt == Sample.start.adding(days: 2))
    }

    private static func binKeepsNames(_ store: SQLDirectoryStore) async throws {
        let key = FoldedKey(folding: "again")
        var gone: [Account] = []
        for number in 0..<3 {
            let new = NewAccount(
                guid: "\(number)", instanceID: "user-\(number)",
                name: try AccountName(parsing: "Again"), displayName: "", email: nil,
                emailIsProven: false, phone: nil, avatar: nil, role: .user, status: .active,
                extend: nil, passwordHash: nil, createdAt: Sample.start)
            gone.append(try await store.bin(try await store.keep(new)))
        }
        let live = try await store.keep(named: "Again")
        let found = try await store.read { storage throws(DirectoryError) in
            (
                live: try storage.account(named: key),
                deleted: try storage.deletedAccounts(named: key),
                others: try storage.deletedAccounts(named: FoldedKey(folding: "other"))
            )
        }
        #expect(found.live == live)
        #expect(found.deleted == gone)
        #expect(found.others.isEmpty)
    }

    private static func administratorsCount(_ store: SQLDirectoryStore) async throws {
        var accounts: [Account] = []
        for name in ["a", "b", "c", "d", "e"] {
            var new = try Sample.account(name)
            new.role = .admin
            accounts.append(try await store.keep(new))
        }
        _ = try await store.keep(named: "user")
        let counts = try await store.read { storage throws(DirectoryError) in
            [
                try storage.activeAdministrators(limit: 2),
                try storage.activeAdministrators(limit: 10),
            ]
        }
        #expect(counts == [2, 5])
        _ = try await store.bin(accounts[0])
        _ = try await store.change(accounts[1]) { $0.status = .disabled }
        _ = try await store.change(accounts[2]) { $0.role = .user }
        let count = try await store.read { storage throws(DirectoryError) in
            try storage.activeAdministrators(limit: 10)
        }
        #expect(count == 2)
    }
}
