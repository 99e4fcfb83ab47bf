import RosterCore
import RosterStorage
import Testing

/// What was stored by a clock that was set back since.
extension StorageContract {
    static let restamping: [StorageClause] = [
        .init("what was made later than now is made now, and lives as long as ever", isMoved),
        .init("rows of the present and the past are left alone", othersAreLeft),
        .init("as many are moved at a time as are asked for, whatever they are", areMovedInBatches),
    ]

    /// One row of each table that keeps what it holds for a time, made at `time`.
    private static func fill(
        _ store: SQLDirectoryStore, at time: Timestamp
    ) async throws -> Account {
        let account = try await store.keep(named: "owner")
        _ = try await store.bin(try await store.keep(named: "gone"), at: time)
        try await store.write { storage throws(DirectoryError) in
            try storage.insert(
                Sample.session(
                    "session", of: account, at: time, expiresAt: time.adding(days: 14)))
            try storage.insert(
                Media(
                    node: MediaNode(stored: "m"), accountID: account.id, state: .planned,
                    type: .png, bytesCount: 1, md5: "", tokenHash: "t", size: nil,
                    createdAt: time, expiresAt: time.adding(seconds: 3600)))
            try storage.insert(
                StoredMessage(
                    id: "m", channel: .mail, recipient: "a@b.cn", purpose: nil, sealedCode: nil,
                    createdAt: time, expiresAt: time.adding(days: 1), attempts: 0), dueAt: time)
            try storage.keep(
                KeptAnswer(status: 200, headers: [], body: "body"),
                under: IdempotencyKey(id: "id", content: "content"), at: time)
            try storage.set(
                FailureCounter(
                    failures: 9, blockedUntil: time.adding(seconds: 16), updatedAt: time),
                of: .account(account.id))
            try storage.append(Sample.event(about: account, at: time))
            try storage.insert(
                SigningKeyRecord(
                    keyID: "k", algorithm: "ES256", publicKey: "p", wrappedPrivateKey: "w",
                    createdAt: time))
            try storage.set(ImportRun(id: "run", at: time))
        }
        return account
    }

    /// When each row says that it was made, and where it has an end, when that is.
    private static func stamps(
        _ store: SQLDirectoryStore, _ account: Account
    ) async throws -> [Timestamp?] {
        try await store.read { storage throws(DirectoryError) in
            let session = try storage.sessions(of: account.id).first
            let media = try storage.media(MediaNode(stored: "m"))
            let counter = try storage.failureCounter(.account(account.id))
            return [
                try storage.deletedAccounts(named: FoldedKey(folding: "gone")).first?.deletedAt,
                session?.createdAt, session?.lastUsedAt, session?.expiresAt, media?.createdAt,
                media?.expiresAt, counter?.updatedAt, counter?.blockedUntil,
                try storage.waitingEvents(limit: 9).first?.event.at,
                try storage.signingKeys().first?.createdAt,
                try storage.importRun("run")?.updatedAt,
            ]
        }
    }

    private static func isMoved(_ store: SQLDirectoryStore) async throws {
        let now = Sample.start
        let account = try await fill(store, at: now.adding(days: 365))
        let latest = now.adding(seconds: 60)
        #expect(
            try await store.read { storage throws(DirectoryError) in
                try storage.holdsStamps(after: latest)
            })
        let moved = try await store.write { storage throws(DirectoryError) in
            try storage.restamp(after: latest, to: now, limit: 1000)
        }
        #expect(moved == 9)
        #expect(
            try await stamps(store, account) == [
                now, now, now, now.adding(days: 14), now, now.adding(seconds: 3600), now, nil, now,
                now, now,
            ])
        let kept = try await store.write { storage throws(DirectoryError) in
            (
                answer: try storage.keptAnswer("id", keptAfter: now) == nil,
                message: try storage.takeMessages(
                    OutboxSelection(), dueBy: now, orAfter: now, again: now, limit: 1
                ).first,
                rest: try storage.holdsStamps(after: now)
            )
        }
        #expect(kept.answer && !kept.rest)
        #expect(kept.message?.createdAt == now && kept.message?.expiresAt == now.adding(days: 1))
    }

    private static func othersAreLeft(_ store: SQLDirectoryStore) async throws {
        let account = try await fill(store, at: Sample.start)
        let before = try await stamps(store, account)
        let moved = try await store.write { storage throws(DirectoryError) in
            try storage.restamp(after: Sample.start, to: Sample.second(-9), limit: 1000)
        }
        #expect(moved == 0)
        #expect(try await stamps(store, account) == before)
        #expect(
            try await !store.read { storage throws(DirectoryError) in
                try storage.holdsStamps(after: Sample.start)
            })
    }

    private static func areMovedInBatches(_ store: SQLDirectoryStore) async throws {
        _ = try await fill(store, at: Sample.start.adding(days: 1))
        let counts = try await store.write { storage throws(DirectoryError) in
            var counts: [Int] = []
            for _ in 0..<6 {
                counts.append(
                    try storage.restamp(after: Sample.start, to: Sample.start, limit: 2))
            }
            return counts
        }
        #expect(counts == [2, 2, 2, 2, 1, 0])
    }
}
