import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let counters: [StorageClause] = [
        .init("a failure counter comes back, changes and goes", countersComeBack),
        .init("counters of unknown login ids are forgotten by age", staleCountersGo),
        .init("counters of unknown login ids are bounded, the newest stay", countersAreBounded),
    ]

    private static func countersComeBack(_ store: SQLDirectoryStore) async throws {
        let subjects: [FailureSubject] = [
            .account(AccountID(1)), .account(AccountID(11)), .unknown(hash: "1"),
        ]
        let first = FailureCounter(failures: 1, blockedUntil: nil, updatedAt: Sample.start)
        let second = FailureCounter(
            failures: .max, blockedUntil: Sample.start.adding(days: 1),
            updatedAt: Sample.start.adding(seconds: 1))
        for subject in subjects {
            let answers = try await store.write { storage throws(DirectoryError) in
                var answers = [try storage.failureCounter(subject)]
                try storage.set(first, of: subject)
                answers.append(try storage.failureCounter(subject))
                try storage.set(second, of: subject)
                answers.append(try storage.failureCounter(subject))
                return answers
            }
            #expect(answers == [nil, first, second])
        }
        let left = try await store.write { storage throws(DirectoryError) in
            try storage.removeFailureCounter(subjects[0])
            try storage.removeFailureCounter(subjects[0])
            var left: [FailureCounter?] = []
            for subject in subjects { left.append(try storage.failureCounter(subject)) }
            return left
        }
        #expect(left == [nil, second, second])
    }

    private static func staleCountersGo(_ store: SQLDirectoryStore) async throws {
        let subjects: [FailureSubject] = [
            .account(AccountID(1)), .unknown(hash: "before"), .unknown(hash: "at"),
        ]
        let answers = try await store.write { storage throws(DirectoryError) in
            for (subject, seconds) in zip(subjects, [-9, -1, 0] as [Int64]) {
                try storage.set(
                    FailureCounter(
                        failures: 1, blockedUntil: nil,
                        updatedAt: Sample.start.adding(seconds: seconds)),
                    of: subject)
            }
            let removed = try storage.removeUnknownCounters(
                untouchedSince: Sample.start, beyond: 10, limit: 1000)
            var left: [Bool] = []
            for subject in subjects { left.append(try storage.failureCounter(subject) != nil) }
            return (removed: removed, left: left)
        }
        #expect(answers.removed == 1)
        #expect(answers.left == [true, false, true])
    }

    private static func countersAreBounded(_ store: SQLDirectoryStore) async throws {
        let answers = try await store.write { storage throws(DirectoryError) in
            for number in 0..<20 {
                let time = Sample.start.adding(seconds: Int64(number))
                let counter = FailureCounter(failures: 1, blockedUntil: nil, updatedAt: time)
                try storage.set(counter, of: .unknown(hash: "\(number)"))
                try storage.set(counter, of: .account(AccountID(Int64(number))))
            }
            let removed = try storage.removeUnknownCounters(
                untouchedSince: Sample.start, beyond: 5, limit: 1000)
            var unknown: [Int] = []
            var accounts = 0
            for number in 0..<20 {
                if try storage.failureCounter(.unknown(hash: "\(number)")) != nil {
                    unknown.append(number)
                }
                if try storage.failureCounter(.account(AccountID(Int64(number)))) != nil {
                    accounts += 1
                }
            }
            return (removed: removed, unknown: unknown, accounts: accounts)
        }
        #expect(answers.removed == 15)
        #expect(answers.unknown == [15, 16, 17, 18, 19])
        #expect(answers.accounts == 20)
    }
}
