import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let records: [StorageClause] = [
        .init("an audit entry comes back with every field", auditEntriesComeBack),
        .init("the audit trail is read newest first, of one account or all", auditIsOrdered),
        .init("the audit trail outlives the account", auditOutlivesAccounts),
        .init("events wait in the order of their numbers", eventsWaitInOrder),
        .init("events go by age in batches, the oldest first", eventsGoByAge),
        .init("the directory remembers which account it began with", bootstrapIsRemembered),
    ]

    private static func auditEntriesComeBack(_ store: SQLDirectoryStore) async throws {
        let full = AuditEntry(
            at: Sample.start, action: .passwordChanged, subject: AccountID(1),
            actor: AccountID(2), keyID: APIKeyID(3), surface: SurfaceName("IAM"),
            requestID: "request-'%_\\", address: "2001:db8::1", fields: ["password", "a b,c"])
        let bare = AuditEntry(
            at: Sample.start, action: .signingKeyCreated, subject: nil, actor: nil, keyID: nil,
            surface: .system, requestID: "", address: nil, fields: [])
        let entries = try await store.write { storage throws(DirectoryError) in
            try storage.append(full)
            try storage.append(bare)
            return try storage.auditEntries(about: nil, limit: 10)
        }
        #expect(entries == [bare, full])
        let all = AuditAction.allCases.map { action in
            AuditEntry(
                at: Sample.start, action: action, subject: AccountID(9), actor: nil, keyID: nil,
                surface: .system, requestID: "", address: nil, fields: [])
        }
        let actions = try await store.write { storage throws(DirectoryError) in
            for entry in all { try storage.append(entry) }
            return try storage.auditEntries(about: AccountID(9), limit: 100).map(\.action)
        }
        #expect(actions == AuditAction.allCases.reversed())
    }

    private static func auditIsOrdered(_ store: SQLDirectoryStore) async throws {
        // One moment for all: the order is that of writing, not of the clock.
        let fields = try await store.write { storage throws(DirectoryError) in
            for number in 0..<6 {
                try storage.append(
                    Sample.auditEntry(
                        about: AccountID(Int64(number % 2)), fields: ["\(number)"]))
            }
            let reads = [
                try storage.auditEntries(about: nil, limit: 4),
                try storage.auditEntries(about: AccountID(1), limit: 10),
                try storage.auditEntries(about: AccountID(1), limit: 2),
                try storage.auditEntries(about: nil, limit: 0),
                try storage.auditEntries(about: nil, limit: -1),
                try storage.auditEntries(about: AccountID(3), limit: 10),
            ]
            return reads.map { $0.flatMap(\.fields) }
        }
        #expect(fields == [["5", "4", "3", "2"], ["5", "3", "1"], ["5", "3"], [], [], []])
    }

    private static func auditOutlivesAccounts(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "gone")
        try await store.write { storage throws(DirectoryError) in
            try storage.append(Sample.auditEntry(about: account.id))
            try storage.append(Sample.event(about: account))
        }
        _ = try await store.bin(account)
        let left = try await store.write { storage throws(DirectoryError) in
            _ = try storage.purgeAccounts(
                deletedBefore: Sample.start.adding(seconds: 1), limit: 10)
            return [
                try storage.auditEntries(about: account.id, limit: 10).count,
                try storage.waitingEvents(limit: 10).count,
            ]
        }
        #expect(left == [1, 1])
    }

    private static func eventsWaitInOrder(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let events = AuditAction.allCases.map { action in
            OutboxEvent(
                at: Sample.start, type: action, accountID: account.id, guid: account.guid,
                revision: .max)
        }
        let waiting = try await store.write { storage throws(DirectoryError) in
            for event in events { try storage.append(event) }
            let all = try storage.waitingEvents(limit: 100)
            return (
                numbers: all.map(\.number), events: all.map(\.event),
                first: try storage.waitingEvents(limit: 2).map(\.event),
                none: try storage.waitingEvents(limit: 0).map(\.event)
            )
        }
        #expect(waiting.events == events)
        #expect(waiting.numbers == Set(waiting.numbers).sorted())
        #expect(waiting.first == Array(events.prefix(2)))
        #expect(waiting.none.isEmpty)
    }

    private static func eventsGoByAge(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        let answers = try await store.write { storage throws(DirectoryError) in
            for seconds in [3, 1, 2, 5, 4] as [Int64] {
                try storage.append(
                    Sample.event(about: account, at: Sample.start.adding(seconds: seconds)))
            }
            let last = try storage.waitingEvents(limit: 10).map(\.number).max()
            let end = Sample.start.adding(seconds: 5)
            let first = try storage.removeEvents(madeBefore: end, limit: 3)
            let left = try storage.waitingEvents(limit: 10).map(\.event.at)
            let second = try storage.removeEvents(madeBefore: end, limit: 3)
            let third = try storage.removeEvents(madeBefore: end.adding(days: 1), limit: 3)
            try storage.append(Sample.event(about: account))
            let next = try storage.waitingEvents(limit: 1).map(\.number).first
            return (counts: [first, second, third], left: left, last: last, next: next)
        }
        #expect(answers.counts == [3, 1, 1])
        #expect(answers.left == [5, 4].map { Sample.start.adding(seconds: $0) })
        // A subscriber remembers how far it came: a number must not come back.
        #expect(try #require(answers.next) > (try #require(answers.last)))
    }

    private static func bootstrapIsRemembered(_ store: SQLDirectoryStore) async throws {
        let answers = try await store.write { storage throws(DirectoryError) in
            var answers = [try storage.bootstrapAccountID()]
            for number in [7, Int64.max] {
                try storage.setBootstrapAccountID(AccountID(number))
                answers.append(try storage.bootstrapAccountID())
            }
            return answers
        }
        #expect(answers == [nil, AccountID(7), AccountID(.max)])
    }
}
