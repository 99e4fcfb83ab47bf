import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let counters: [StorageClause] = [
        .init("a failure counter comes back, changes and goes", countersComeBack),
        .init("counters are forgotten by age, of accounts too", staleCountersGo),
        .init(
            "counters are bounded: those of few failures go, then the oldest", countersAreBounded),
        .init("the blocks of one subject are bounded, the newest stay", blocksAreBounded),
        .init("blocks that an account logged in from come back and go", knownBlocks),
    ]

    private static func countersComeBack(_ store: SQLDirectoryStore) async throws {
        let subjects: [FailureSubject] = [
            .account(AccountID(1)), .account(AccountID(11)), .unknown(hash: "1"),
        ]
        let first = FailureCounter(failures: 1, blockedUntil: nil, updatedAt: Sample.start)
        let second = FailureCounter(
            failures: .max, blockedUntil: Sample.start.adding(days: 1),
            updatedAt: Sample.start.adding(seconds: 1))
        for (subject, block) in subjects.flatMap({ [($0, nil), ($0, "b")] }) {
            let answers = try await store.write { storage throws(DirectoryError) in
                var answers = [try storage.failureCounter(subject, block: block)]
                try storage.set(first, of: subject, block: block)
                answers.append(try storage.failureCounter(subject, block: block))
                try storage.set(second, of: subject, block: block)
                answers.append(try storage.failureCounter(subject, block: block))
                return answers
            }
            #expect(answers == [nil, first, second])
        }
        let left = try await store.write { storage throws(DirectoryError) in
            for _ in 0..<2 { try storage.removeFailureCounter(subjects[0], block: "b") }
            var left: [[FailureCounter]] = []
            for subject in subjects { left.append(try storage.failureCounters(of: subject)) }
            try storage.removeFailureCounters(of: subjects[1])
            for subject in subjects { left.append(try storage.failureCounters(of: subject)) }
            return left
        }
        #expect(
            left == [
                [second], [second, second], [second, second], [second], [], [second, second],
            ])
    }

    private static func staleCountersGo(_ store: SQLDirectoryStore) async throws {
        let subjects: [FailureSubject] = [
            .account(AccountID(1)), .unknown(hash: "before"), .account(AccountID(2)),
            .unknown(hash: "at"),
        ]
        let answers = try await store.write { storage throws(DirectoryError) in
            for (subject, seconds) in zip(subjects, [-9, -1, 0, 0] as [Int64]) {
                try storage.set(
                    FailureCounter(
                        failures: 1, blockedUntil: nil,
                        updatedAt: Sample.start.adding(seconds: seconds)),
                    of: subject, block: "b")
            }
            let removed = try storage.removeFailureCounters(
                untouchedSince: Sample.start, beyond: 10, limit: 1000)
            var left: [Bool] = []
            for subject in subjects {
                left.append(try storage.failureCounter(subject, block: "b") != nil)
            }
            return (removed: removed, left: left)
        }
        #expect(answers.removed == 2)
        #expect(answers.left == [false, false, true, true])
    }

    private static func countersAreBounded(_ store: SQLDirectoryStore) async throws {
        let answers = try await store.write { storage throws(DirectoryError) in
            for number in 0..<20 {
                let counter = FailureCounter(
                    failures: number < 2 ? 5 : 1, blockedUntil: nil,
                    updatedAt: Sample.start.adding(seconds: Int64(number)))
                try storage.set(counter, of: .unknown(hash: "\(number)"), block: nil)
                try storage.set(
                    counter, of: .account(AccountID(Int64(number))), block: nil)
            }
            let removed = try storage.removeFailureCounters(
                untouchedSince: Sample.start, beyond: 10, limit: 1000)
            var left: [[Int]] = [[], []]
            for number in 0..<20 {
                let subjects: [FailureSubject] = [
                    .unknown(hash: "\(number)"), .account(AccountID(Int64(number))),
                ]
                for (index, subject) in subjects.enumerated()
                where try storage.failureCounter(subject, block: nil) != nil {
                    left[index].append(number)
                }
            }
            return (removed: removed, left: left)
        }
        #expect(answers.removed == 30)
        // Known and unknown alike.
        #expect(answers.left == [[0, 1, 17, 18, 19], [0, 1, 17, 18, 19]])
    }

    private static func blocksAreBounded(_ store: SQLDirectoryStore) async throws {
        let subject = FailureSubject.unknown(hash: "hash")
        let left = try await store.write { storage throws(DirectoryError) in
            for number in 0..<9 {
                let counter = FailureCounter(
                    failures: number + 1, blockedUntil: nil,
                    updatedAt: Sample.start.adding(seconds: Int64(number)))
                try storage.set(counter, of: subject, block: "\(number)")
            }
            let all = FailureCounter(
                failures: 45, blockedUntil: nil, updatedAt: Sample.start.adding(seconds: -9))
            try storage.set(all, of: subject, block: nil)
            try storage.boundFailureBlocks(of: subject, to: 3)
            return try storage.failureCounters(of: subject).map(\.failures)
        }
        #expect(left.sorted() == [7, 8, 9, 45])
    }

    private static func knownBlocks(_ store: SQLDirectoryStore) async throws {
        let accounts = try await store.keep(["ada", "ben"])
        let (ada, ben) = (accounts[0].id, accounts[1].id)
        let start = Sample.start
        let found = try await store.write { storage throws(DirectoryError) in
            var found: [[Bool]] = []
            func look() throws(DirectoryError) {
                var row: [Bool] = []
                for (id, block) in [(ada, "1"), (ada, "2"), (ada, "3"), (ben, "1")] {
                    row.append(try storage.isKnownBlock(block, of: id, seenAfter: start))
                }
                found.append(row)
            }
            try storage.noteBlock("1", of: ada, at: start, atMost: 2)
            try storage.noteBlock("1", of: ben, at: start.adding(seconds: 1), atMost: 2)
            try look()
            for seconds in 1...3 as ClosedRange<Int64> {
                try storage.noteBlock(
                    "\(seconds)", of: ada, at: start.adding(seconds: seconds), atMost: 2)
            }
            try look()
            let removed = try storage.forgetBlocks(
                seenBefore: start.adding(seconds: 3), limit: 10)
            found.append([removed == 2])
            try look()
            try storage.forgetBlocks(of: ada)
            try look()
            return found
        }
        #expect(
            found == [
                [false, false, false, true], [false, true, true, true], [true],
                [false, false, true, false], [false, false, false, false],
            ])
    }
}
