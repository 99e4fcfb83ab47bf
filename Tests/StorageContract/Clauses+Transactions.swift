import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let transactions: [StorageClause] = [
        .init("a body that throws leaves nothing behind", thrownBodyLeavesNothing),
        .init("what a body throws reaches the caller as it is", bodyErrorsPassThrough),
        .init("a failing statement undoes what came before it", failureUndoesAll),
        .init("a transaction sees its own changes", transactionSeesItself),
        .init("a commit is seen by the next read and scan", commitsAreSeenAtOnce),
        .init("the store serves on after an error", storeServesOnAfterErrors),
    ]

    private static func thrownBodyLeavesNothing(_ store: SQLDirectoryStore) async throws {
        let kept = try await store.keep(named: "kept")
        let lost = try Sample.account("lost")
        let name = try AccountName(parsing: "freed")
        let subject = FailureSubject.unknown(hash: "hash")
        await #expect(throws: DirectoryError.notFound) {
            try await store.write { storage throws(DirectoryError) in
                let account = try storage.insert(lost)
                try storage.setLoginIDs(account.loginIDs, of: account.id)
                try storage.setLastLogin(kept.id, at: Sample.start)
                try storage.insert(Sample.session("session", of: account))
                _ = try storage.insert(Sample.key("key", of: account))
                try storage.set(
                    FailureCounter(failures: 1, blockedUntil: nil, updatedAt: Sample.start),
                    of: subject, block: "b")
                try storage.closeName(name, until: Sample.start, freedBy: AccountID(1))
                _ = try storage.link(surface: .system, key: .number(77), to: kept.id)
                try storage.append(Sample.auditEntry(about: account.id))
                try storage.append(Sample.event(about: account))
                try storage.setBootstrapAccountID(account.id)
                throw .notFound
            }
        }
        #expect(try await store.account(kept.id) == kept)
        let traces = try await store.read { storage throws(DirectoryError) in
            [
                try storage.account(named: lost.name.key) == nil,
                try storage.owner(of: lost.name.key) == nil,
                try storage.session(SessionID("session")) == nil,
                try storage.apiKeys().isEmpty,
                try storage.failureCounter(subject, block: "b") == nil,
                try storage.freedName(name.key) == nil,
                try storage.surfaceKey(.system, of: kept.id) == nil,
                try storage.auditEntries(about: nil, limit: 10).isEmpty,
                try storage.waitingEvents(limit: 10).isEmpty,
                try storage.bootstrapAccountID() == nil,
            ]
        }
        #expect(traces == Array(repeating: true, count: 10))
    }

    private static func bodyErrorsPassThrough(_ store: SQLDirectoryStore) async throws {
        let errors: [DirectoryError] = [
            .wrongCredentials, .throttled(retryAfterSeconds: 7), .forbidden(.lastAdministrator),
            .conflict(.phone), .ambiguous([AccountID(1), AccountID(2)]),
            .invalid([InvalidField(.name, .reservedForm)]), .storage(.secretMismatch),
        ]
        for error in errors {
            await #expect(throws: error) {
                try await store.write { _ throws(DirectoryError) in throw error }
            }
            await #expect(throws: error) {
                try await store.read { _ throws(DirectoryError) in throw error }
            }
            await #expect(throws: error) {
                try await store.scan { _ throws(DirectoryError) in throw error }
            }
        }
    }

    private static func failureUndoesAll(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "taken")
        let lost = try Sample.account("lost")
        await #expect(throws: DirectoryError.conflict(.name)) {
            try await store.write { storage throws(DirectoryError) in
                let new = try storage.insert(lost)
                try storage.setLoginIDs(new.loginIDs, of: new.id)
                try storage.setLoginIDs(account.loginIDs, of: new.id)
            }
        }
        let found = try await store.read { storage throws(DirectoryError) in
            try storage.account(named: lost.name.key)
        }
        #expect(found == nil)
    }

    private static func transactionSeesItself(_ store: SQLDirectoryStore) async throws {
        let new = try Sample.account("new")
        let found = try await store.write { storage throws(DirectoryError) in
            let account = try storage.insert(new)
            try storage.setLoginIDs(account.loginIDs, of: account.id)
            return [
                try storage.account(named: new.name.key)?.id,
                try storage.owner(of: new.name.key)?.accountID,
                try storage.accounts(AccountQuery()).accounts.first?.id,
            ].map { $0 == account.id }
        }
        #expect(found == [true, true, true])
    }

    private static func commitsAreSeenAtOnce(_ store: SQLDirectoryStore) async throws {
        var account = try await store.keep(named: "seen")
        for _ in 0..<100 {
            account = try await store.change(account) { $0.bio = String($0.revision) }
            let id = account.id
            let read = try await store.read { storage throws(DirectoryError) in
                try storage.account(id)
            }
            let scanned = try await store.scan { storage throws(DirectoryError) in
                try storage.account(id)
            }
            #expect(read == account)
            #expect(scanned == account)
        }
    }

    private static func storeServesOnAfterErrors(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "survivor")
        for number in 0..<20 {
            await #expect(throws: DirectoryError.storage(.constraint)) {
                try await store.write { storage throws(DirectoryError) in
                    try storage.insert(Sample.session("twice", of: account))
                    try storage.insert(Sample.session("twice", of: account))
                }
            }
            // The very statement that failed works at the next turn.
            try await store.write { storage throws(DirectoryError) in
                try storage.insert(Sample.session("\(number)", of: account))
            }
        }
        let count = try await store.read { storage throws(DirectoryError) in
            try storage.sessions(of: account.id).count
        }
        #expect(count == 20)
    }
}
