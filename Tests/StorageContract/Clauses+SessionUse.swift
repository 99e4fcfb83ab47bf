import RosterCore
import RosterStorage
import Testing

/// What a session's row knows beside the session: the hash of a refresh token, and its last use.
extension StorageContract {
    static let sessionUse: [StorageClause] = [
        .init("a session is found by the exact hash of its refresh token", refreshHashesLead),
        .init("a session without a refresh token is found by none", sessionsMayLackRefresh),
        .init("a refresh token leads nowhere once its session or account is gone", refreshEnds),
        .init("a refresh token has one session", refreshHashesAreUnique),
        .init("the last use of a session moves forward alone", lastUseMovesForward),
        .init("an update of a session leaves its refresh token as it is", refreshOutlivesChanges),
    ]

    private static func refreshHashesLead(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let sessions = ["first", "second"].map { Sample.session($0, of: account) }
        try await store.write { storage throws(DirectoryError) in
            try storage.insert(sessions[0], refreshHash: "hash")
            try storage.insert(sessions[1], refreshHash: "another")
        }
        let disabled = try await store.change(account) { $0.status = .disabled }
        let expected = sessions.map { SessionOwner(session: $0, account: disabled) }
        #expect(try await store.session(refreshHash: "hash") == expected[0])
        #expect(try await store.session(refreshHash: "another") == expected[1])
        for hash in ["HASH", "hash ", "has", "", "%", "first"] {
            #expect(try await store.session(refreshHash: hash) == nil, "\(hash)")
        }
        // It is one and the same row.
        let found = try await store.read { storage throws(DirectoryError) in
            try storage.session(sessions[0].id)
        }
        #expect(found == expected[0])
    }

    private static func sessionsMayLackRefresh(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let ids = try await store.write { storage throws(DirectoryError) in
            for name in ["1", "2", "3"] {
                try storage.insert(Sample.session(name, of: account), refreshHash: nil)
            }
            return try storage.sessions(of: account.id).map(\.id.rawValue)
        }
        #expect(ids == ["1", "2", "3"])
        for hash in ["", "NULL", "1"] {
            #expect(try await store.session(refreshHash: hash) == nil, "\(hash)")
        }
    }

    private static func refreshEnds(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["ended", "binned", "purged", "stays"])
        try await store.write { storage throws(DirectoryError) in
            for account in accounts {
                let name = account.name.rawValue
                try storage.insert(Sample.session(name, of: account), refreshHash: name)
            }
            _ = try storage.endSession(SessionID("ended"))
        }
        _ = try await store.bin(accounts[2])
        try await store.write { storage throws(DirectoryError) in
            _ = try storage.purgeAccounts(
                deletedBefore: Sample.start.adding(seconds: 1), limit: 10)
        }
        _ = try await store.bin(accounts[1])
        for account in accounts {
            let found = try await store.session(refreshHash: account.name.rawValue)
            #expect((found != nil) == (account.name.rawValue == "stays"), "\(account.name)")
        }
    }

    private static func refreshHashesAreUnique(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let first = Sample.session("first", of: accounts[0])
        try await store.write { storage throws(DirectoryError) in
            try storage.insert(first, refreshHash: "hash")
        }
        for account in accounts {
            await #expect(throws: DirectoryError.storage(.constraint)) {
                try await store.write { storage throws(DirectoryError) in
                    try storage.insert(Sample.session("twin", of: account), refreshHash: "hash")
                }
            }
        }
        #expect(try await store.session(refreshHash: "hash")?.session == first)
        // The hash of an ended session is free, as any other row's place is.
        try await store.write { storage throws(DirectoryError) in
            _ = try storage.endSession(first.id)
            try storage.insert(Sample.session("heir", of: accounts[1]), refreshHash: "hash")
        }
        let heir = try await store.session(refreshHash: "hash")
        #expect(heir?.session.id == SessionID("heir"))
    }

    private static func lastUseMovesForward(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let session = Sample.session("session", of: account)
        let other = Sample.session("other", of: account)
        try await store.write { storage throws(DirectoryError) in
            for session in [session, other] { try storage.insert(session) }
        }
        let steps: [(Int64, Int64)] = [
            (-1, 0), (0, 0), (1, 1), (7_000, 7_000), (6_999, 7_000), (7_000, 7_000),
            (7_001, 7_001), (-1_000_000, 7_001),
        ]
        for (use, expected) in steps {
            let time = Timestamp(milliseconds: Sample.start.milliseconds + use)
            try await store.write { storage throws(DirectoryError) in
                try storage.setLastUse(of: session.id, at: time, now: Sample.second(8))
                try storage.setLastUse(
                    of: SessionID("unknown"), at: time, now: Sample.second(8))
            }
            var moved = session
            moved.lastUsedAt = Timestamp(milliseconds: Sample.start.milliseconds + expected)
            let found = try await store.read { storage throws(DirectoryError) in
                try storage.sessions(of: account.id)
            }
            #expect(found == [other, moved], "\(use)")
        }
        // One noted by a clock that was set back since gives way.
        let early = Sample.start.adding(days: -1)
        try await store.write { storage throws(DirectoryError) in
            try storage.setLastUse(of: session.id, at: early, now: early)
        }
        let back = try await store.read { storage throws(DirectoryError) in
            try storage.sessions(of: account.id).last?.lastUsedAt
        }
        #expect(back == early)
        // No use of a session is a change of its account.
        #expect(try await store.account(account.id) == account)
    }

    private static func refreshOutlivesChanges(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let session = Sample.session("session", of: account)
        let later = Sample.start.adding(seconds: 60)
        try await store.write { storage throws(DirectoryError) in
            try storage.insert(session, refreshHash: "hash")
            try storage.setLastUse(of: session.id, at: later, now: later)
            _ = try storage.raiseGeneration(
                of: session.id, from: 0, keeping: "sealed", at: Sample.start)
        }
        var expected = session
        expected.lastUsedAt = later
        expected.generation = 1
        expected.replacedAt = Sample.start
        #expect(try await store.session(refreshHash: "hash")?.session == expected)
    }
}

extension SQLDirectoryStore {
    fileprivate func session(
        refreshHash hash: String
    ) async throws(DirectoryError) -> SessionOwner? {
        try await read { storage throws(DirectoryError) in try storage.session(refreshHash: hash) }
    }
}
