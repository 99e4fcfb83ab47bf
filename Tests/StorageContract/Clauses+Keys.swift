import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let keys: [StorageClause] = [
        .init("a key comes back with its account, its scopes as given", keysComeBack),
        .init("keys are listed by number, and a number is not used twice", keysAreNumbered),
        .init("a key is deleted once, or all of an account at once", keysAreDeleted),
        .init("the last use of a key moves alone", lastUseMoves),
        .init("a key needs an account, and a secret of its own", keysAreConstrained),
        .init("signing keys come newest first and go by age", signingKeysAreOrdered),
    ]

    private static func keysComeBack(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let disabled = try await store.change(account) { $0.status = .disabled }
        let scopes: [[SurfaceName]?] = [
            nil, [], [SurfaceName("IAM")], [SurfaceName("IAM"), SurfaceName("BitAnswer")],
        ]
        for (number, scopes) in scopes.enumerated() {
            let new = NewAPIKey(
                accountID: account.id, name: "clé %_\\ 🦊", role: .admin, scopes: scopes,
                secretHash: "hash \(number)", createdAt: Sample.start)
            let key = try await store.write { storage throws(DirectoryError) in
                try storage.insert(new)
            }
            let expected = APIKey(
                id: key.id, accountID: account.id, name: new.name, role: .admin, scopes: scopes,
                createdAt: Sample.start, lastUsedAt: nil)
            #expect(key == expected)
            let found = try await store.read { storage throws(DirectoryError) in
                (
                    owner: try storage.apiKey(secretHash: new.secretHash),
                    key: try storage.apiKey(key.id)
                )
            }
            #expect(found.owner == APIKeyOwner(key: expected, account: disabled))
            #expect(found.key == expected)
        }
        let stranger = try await store.read { storage throws(DirectoryError) in
            try storage.apiKey(secretHash: "HASH 0")
        }
        #expect(stranger == nil)
    }

    private static func keysAreNumbered(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let numbers = try await store.write { storage throws(DirectoryError) in
            let first = try storage.insert(Sample.key("1", of: accounts[1]))
            let second = try storage.insert(Sample.key("2", of: accounts[0]))
            let isDeleted = try storage.deleteAPIKey(second.id)
            let third = try storage.insert(Sample.key("3", of: accounts[0]))
            let listed = try storage.apiKeys() == [first, third]
            return (
                rises: [first, second, third].map(\.id.rawValue), isDeleted: isDeleted,
                isListed: listed
            )
        }
        #expect(numbers.rises == Set(numbers.rises).sorted())
        #expect(numbers.isDeleted && numbers.isListed)
    }

    private static func keysAreDeleted(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let answers = try await store.write { storage throws(DirectoryError) in
            let key = try storage.insert(Sample.key("1", of: accounts[0]))
            _ = try storage.insert(Sample.key("2", of: accounts[0]))
            _ = try storage.insert(Sample.key("3", of: accounts[0]))
            let other = try storage.insert(Sample.key("4", of: accounts[1]))
            let once = [try storage.deleteAPIKey(key.id), try storage.deleteAPIKey(key.id)]
            let counts = [
                try storage.deleteAPIKeys(of: accounts[0].id),
                try storage.deleteAPIKeys(of: accounts[0].id),
            ]
            return (once: once, counts: counts, isLeft: try storage.apiKeys() == [other])
        }
        #expect(answers.once == [true, false])
        #expect(answers.counts == [2, 0])
        #expect(answers.isLeft)
    }

    private static func lastUseMoves(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let time = Sample.start.adding(days: 1)
        let uses = try await store.write { storage throws(DirectoryError) in
            let key = try storage.insert(Sample.key("1", of: account))
            _ = try storage.insert(Sample.key("2", of: account))
            try storage.setLastUse(of: key.id, at: time)
            return try storage.apiKeys().map(\.lastUsedAt)
        }
        #expect(uses == [time, nil])
    }

    private static func keysAreConstrained(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let orphan = NewAPIKey(
            accountID: AccountID(404), name: "orphan", role: .user, scopes: nil,
            secretHash: "orphan", createdAt: Sample.start)
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.write { storage throws(DirectoryError) in
                _ = try storage.insert(orphan)
            }
        }
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.write { storage throws(DirectoryError) in
                _ = try storage.insert(Sample.key("twin", of: account))
                _ = try storage.insert(Sample.key("twin", of: account))
            }
        }
    }

    private static func signingKeysAreOrdered(_ store: SQLDirectoryStore) async throws {
        let records = [("b", 2), ("old", 1), ("new", 3), ("a", 2)].map { name, seconds in
            SigningKeyRecord(
                keyID: name, algorithm: "ES256", publicKey: "public \(name)",
                wrappedPrivateKey: "private \(name)",
                createdAt: Sample.start.adding(seconds: Int64(seconds)))
        }
        let stored = try await store.write { storage throws(DirectoryError) in
            for record in records { try storage.insert(record) }
            return try storage.signingKeys()
        }
        #expect(stored == [records[2], records[3], records[0], records[1]])
        let removed = try await store.write { storage throws(DirectoryError) in
            [
                try storage.removeSigningKeys(madeBefore: Sample.start.adding(seconds: 1)),
                try storage.removeSigningKeys(madeBefore: Sample.start.adding(seconds: 3)),
                try storage.signingKeys().count,
            ]
        }
        #expect(removed == [0, 3, 1])
    }
}
