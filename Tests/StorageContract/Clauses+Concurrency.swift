import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let concurrency: [StorageClause] = [
        .init("of 32 inserts of one name at once one is kept", oneOfManyInserts),
        .init("of 32 updates at one revision one wins", oneOfManyUpdates),
        .init("writes do not interleave: none of 64 increments is lost", noIncrementIsLost),
        .init("a read sees one moment: never half of a change", readsSeeOneMoment),
    ]

    private static func oneOfManyInserts(_ store: SQLDirectoryStore) async throws {
        let name = try AccountName(parsing: "wanted")
        let outcomes = try await many(32) { number throws(DirectoryError) in
            try await store.keep(
                NewAccount(
                    guid: "guid \(number)", instanceID: "user-\(number)", name: name,
                    displayName: "\(number)", email: nil, emailIsProven: false, phone: nil,
                    avatar: nil, role: .user, status: .active, extend: nil, passwordHash: nil,
                    createdAt: Sample.start))
        }
        let kept = outcomes.compactMap { try? $0.get() }
        #expect(kept.count == 1)
        let page = try await store.scan { storage throws(DirectoryError) in
            try storage.accounts(AccountQuery())
        }
        #expect(page == AccountPage(accounts: kept, total: 1))
    }

    private static func oneOfManyUpdates(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "contended")
        let outcomes = try await many(32) { number throws(DirectoryError) in
            try await store.change(account) { $0.bio = "\(number)" }
        }
        let winners = outcomes.compactMap { try? $0.get() }
        #expect(winners.count == 1)
        for case .failure(let error) in outcomes { #expect(error == .revisionMismatch) }
        #expect(try await store.account(account.id) == winners.first)
    }

    private static func noIncrementIsLost(_ store: SQLDirectoryStore) async throws {
        let subject = FailureSubject.unknown(hash: "hash")
        let outcomes = try await many(64) { _ throws(DirectoryError) in
            try await store.write { storage throws(DirectoryError) in
                let failures = try storage.failureCounter(subject, block: "b")?.failures ?? 0
                try storage.set(
                    FailureCounter(
                        failures: failures + 1, blockedUntil: nil, updatedAt: Sample.start),
                    of: subject, block: "b")
            }
        }
        for outcome in outcomes { try outcome.get() }
        let counter = try await store.read { storage throws(DirectoryError) in
            try storage.failureCounter(subject, block: "b")
        }
        #expect(counter?.failures == 64)
    }

    private static func readsSeeOneMoment(_ store: SQLDirectoryStore) async throws {
        let pair = try await store.keep(["left", "right"])
        let torn = try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                for number in 1...150 {
                    let time = Sample.start.adding(seconds: Int64(number))
                    try await store.write { storage throws(DirectoryError) in
                        for account in pair { try storage.setLastLogin(account.id, at: time) }
                    }
                }
                return 0
            }
            for _ in 0..<3 {
                group.addTask {
                    var torn = 0
                    for _ in 0..<400 {
                        let times = try await store.read { storage throws(DirectoryError) in
                            [
                                try storage.account(pair[0].id)?.lastLoginAt,
                                try storage.account(pair[1].id)?.lastLoginAt,
                            ]
                        }
                        if times[0] != times[1] { torn += 1 }
                    }
                    return torn
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(torn == 0)
    }

    /// Runs `body` `count` times at once; what each answered.
    private static func many<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws(DirectoryError) -> Value
    ) async throws -> [Result<Value, DirectoryError>] {
        await withTaskGroup(of: Result<Value, DirectoryError>.self) { group in
            for number in 0..<count {
                group.addTask {
                    do throws(DirectoryError) {
                        return .success(try await body(number))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
