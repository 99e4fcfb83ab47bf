import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let sessions: [StorageClause] = [
        .init("a session comes back with its account, whatever the status", sessionsComeBack),
        .init("the sessions of an account are listed oldest first", sessionsAreOrdered),
        .init("a session ends once", sessionsEndOnce),
        .init("all sessions of an account end, but for one", sessionsEndTogether),
        .init("expired sessions end in batches, the oldest first", expiredSessionsEnd),
        .init("a generation rises by one from where it was", generationsRise),
        .init("a session needs an account, and a name of its own", sessionsAreConstrained),
    ]

    private static func sessionsComeBack(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let full = Session(
            id: SessionID("full"), accountID: account.id, surface: SurfaceName("Tavern"),
            generation: 7, createdAt: Sample.start, lastUsedAt: Sample.start.adding(seconds: 1),
            expiresAt: Sample.start.adding(days: 1), address: "2001:db8::1",
            userAgent: "curl/8 '\"%_\\ 狐")
        let bare = Sample.session("bare", of: account)
        try await store.write { storage throws(DirectoryError) in
            try storage.insert(full)
            try storage.insert(bare)
        }
        let disabled = try await store.change(account) { $0.status = .disabled }
        let owners = try await store.read { storage throws(DirectoryError) in
            [
                try storage.session(full.id), try storage.session(bare.id),
                try storage.session(SessionID("FULL")),
            ]
        }
        #expect(
            owners == [
                SessionOwner(session: full, account: disabled),
                SessionOwner(session: bare, account: disabled), nil,
            ])
    }

    private static func sessionsAreOrdered(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let other = Sample.session("0", of: accounts[1])
        let times: [(String, Int64)] = [("third", 3), ("first", 1), ("b", 2), ("a", 2)]
        try await store.write { storage throws(DirectoryError) in
            try storage.insert(other)
            for (name, seconds) in times {
                try storage.insert(
                    Sample.session(
                        name, of: accounts[0], at: Sample.start.adding(seconds: seconds)))
            }
        }
        let names = try await store.read { storage throws(DirectoryError) in
            try storage.sessions(of: accounts[0].id).map(\.id.rawValue)
        }
        #expect(names == ["first", "a", "b", "third"])
    }

    private static func sessionsEndOnce(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let answers = try await store.write { storage throws(DirectoryError) in
            try storage.insert(Sample.session("one", of: account))
            try storage.insert(Sample.session("other", of: account))
            return [
                try storage.endSession(SessionID("one")), try storage.endSession(SessionID("one")),
                try storage.endSession(SessionID("")),
            ]
        }
        #expect(answers == [true, false, false])
        let left = try await store.read { storage throws(DirectoryError) in
            try storage.sessions(of: account.id).map(\.id.rawValue)
        }
        #expect(left == ["other"])
    }

    private static func sessionsEndTogether(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["a", "b"])
        let counts = try await store.write { storage throws(DirectoryError) in
            for name in ["1", "2", "3"] {
                try storage.insert(Sample.session(name, of: accounts[0]))
            }
            try storage.insert(Sample.session("4", of: accounts[1]))
            return [
                try storage.endSessions(of: accounts[0].id, except: SessionID("2")),
                // A session of somebody else keeps nothing.
                try storage.endSessions(of: accounts[0].id, except: SessionID("4")),
                try storage.endSessions(of: accounts[0].id, except: nil),
                try storage.sessions(of: accounts[1].id).count,
            ]
        }
        #expect(counts == [2, 1, 0, 1])
    }

    private static func expiredSessionsEnd(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let answers = try await store.write { storage throws(DirectoryError) in
            for seconds in [3, 1, 2, 5, 4] as [Int64] {
                try storage.insert(
                    Sample.session(
                        "\(seconds)", of: account, expiresAt: Sample.start.adding(seconds: seconds)
                    ))
            }
            let end = Sample.start.adding(seconds: 4)
            let first = try storage.endSessions(expiredBefore: end, limit: 2)
            let left = try storage.sessions(of: account.id).map(\.id.rawValue)
            let second = try storage.endSessions(expiredBefore: end, limit: 2)
            let third = try storage.endSessions(expiredBefore: end, limit: 2)
            let rest = try storage.sessions(of: account.id).map(\.id.rawValue)
            return (counts: [first, second, third], left: left, rest: rest)
        }
        #expect(answers.counts == [2, 1, 0])
        #expect(answers.left == ["3", "4", "5"])
        #expect(answers.rest == ["4", "5"])
    }

    private static func generationsRise(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let id = SessionID("session")
        let answers = try await store.write { storage throws(DirectoryError) in
            try storage.insert(Sample.session(id.rawValue, of: account))
            try storage.insert(Sample.session("other", of: account))
            return [
                try storage.raiseGeneration(
                    of: id, from: 0, keeping: "sealed", at: Sample.start),
                try storage.raiseGeneration(
                    of: id, from: 0, keeping: "sealed", at: Sample.start),
                try storage.raiseGeneration(
                    of: id, from: 1, keeping: "sealed", at: Sample.start),
                try storage.raiseGeneration(
                    of: SessionID("none"), from: 0, keeping: "sealed", at: Sample.start),
            ]
        }
        #expect(answers == [true, false, true, false])
        let generations = try await store.read { storage throws(DirectoryError) in
            try storage.sessions(of: account.id).map(\.generation)
        }
        #expect(generations.sorted() == [0, 2])
        let kept = try await store.write { storage throws(DirectoryError) in
            let kept = try storage.keptToken(of: id)
            try storage.forgetKeptToken(of: id, generation: 1)
            let still = try storage.session(id)?.session.replacedAt
            try storage.forgetKeptToken(of: id, generation: 2)
            let gone = try storage.session(id)?.session.replacedAt
            return (kept: kept, still: still, gone: gone, after: try storage.keptToken(of: id))
        }
        #expect(kept.kept == "sealed" && kept.still == Sample.start)
        #expect(kept.gone == nil && kept.after == nil)
    }

    private static func sessionsAreConstrained(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let orphan = Session(
            id: SessionID("orphan"), accountID: AccountID(404), surface: .system, generation: 0,
            createdAt: Sample.start, lastUsedAt: Sample.start, expiresAt: Sample.start,
            address: nil, userAgent: nil)
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.write { storage throws(DirectoryError) in try storage.insert(orphan) }
        }
        await #expect(throws: DirectoryError.storage(.constraint)) {
            try await store.write { storage throws(DirectoryError) in
                try storage.insert(Sample.session("twin", of: account))
                try storage.insert(Sample.session("twin", of: account))
            }
        }
    }
}
