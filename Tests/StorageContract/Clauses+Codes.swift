import RosterCore
import RosterStorage
import Testing

/// Verification codes as rows: one that can be typed for each purpose and destination.
extension StorageContract {
    static let codes: [StorageClause] = [
        .init("a code comes back with every field", codesComeBack),
        .init(
            "a later code closes the open one of its purpose, destination and asker", codesReplace),
        .init("a code of another asker stays open beside it", askersHaveTheirOwn),
        .init("a code is closed once", codesCloseOnce),
        .init("sendings are counted by whose they are", sendingsAreFound),
        .init("old traces of notices go, the oldest first", oldNoticesGo),
        .init("old sendings go, the oldest first", oldCodesGo),
        .init("codes go with their account", codesArePurged),
    ]

    private static func codesComeBack(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        for (number, owner) in [account.id, nil].enumerated() {
            let code = VerificationCode(
                id: "code \(number)", purpose: .prove, destination: "狐 \(number)",
                mailbox: "box", asker: "asker", channel: .sms, accountID: owner, codeHash: "hash",
                triesLeft: 5, sentAt: Sample.start,
                expiresAt: Sample.start.adding(seconds: 600))
            let found = try await store.write { storage throws(DirectoryError) in
                try storage.insert(code)
                return try storage.openCodes(.prove, destination: code.destination).first
            }
            #expect(found == code)
        }
        let none = try await store.read { storage throws(DirectoryError) in
            (
                try storage.openCodes(.claim, destination: "狐 0").first,
                try storage.openCodes(.prove, destination: "狐 2").first,
                try storage.last(.claim, "狐 0", upTo: Sample.second(1_000_000))
            )
        }
        #expect(none.0 == nil && none.1 == nil && none.2 == nil)
    }

    private static func codesReplace(_ store: SQLDirectoryStore) async throws {
        let open = try await store.write { storage throws(DirectoryError) in
            for (number, purpose) in [CodePurpose.claim, .prove, .claim].enumerated() {
                try storage.insert(Sample.code("\(number)", purpose, "d", after: Int64(number)))
            }
            try storage.insert(Sample.code("other", .claim, "e"))
            // A sending without a code closes the one before it, too.
            try storage.insert(Sample.code("empty", .prove, "d", after: 9, hash: nil))
            return (
                claim: try storage.openCodes(.claim, destination: "d").first,
                prove: try storage.openCodes(.prove, destination: "d").first,
                other: try storage.openCodes(.claim, destination: "e").first,
                first: try storage.closeCode("0")
            )
        }
        #expect(open.claim?.id == "2" && open.prove == nil && open.other?.id == "other")
        #expect(!open.first)
    }

    private static func codesCloseOnce(_ store: SQLDirectoryStore) async throws {
        let outcome = try await store.write { storage throws(DirectoryError) in
            try storage.insert(Sample.code("a", .claim, "d"))
            try storage.setTriesLeft(2, of: "a")
            let left = try storage.openCodes(.claim, destination: "d").first?.triesLeft
            return (
                left: left, first: try storage.closeCode("a"), second: try storage.closeCode("a"),
                unknown: try storage.closeCode("b"),
                sent: try storage.last(.claim, "d", upTo: Sample.second(1_000_000))
            )
        }
        #expect(outcome.left == 2)
        #expect(outcome.first && !outcome.second && !outcome.unknown)
        #expect(outcome.sent == Sample.start, "what was sent is remembered")
    }

    /// Each sending by another asker closes no code.
    private static func askersHaveTheirOwn(_ store: SQLDirectoryStore) async throws {
        let open = try await store.write { storage throws(DirectoryError) in
            for (number, asker) in ["x", "y", "x"].enumerated() {
                try storage.insert(
                    Sample.code("\(number)", .prove, "d", after: Int64(number), by: asker))
            }
            return try storage.openCodes(.prove, destination: "d").map(\.id)
        }
        #expect(open == ["2", "1"], "the newest first")
    }

    private static func sendingsAreFound(_ store: SQLDirectoryStore) async throws {
        try await store.write { storage throws(DirectoryError) in
            for number in 0..<6 {
                let purpose = number.isMultiple(of: 2) ? CodePurpose.claim : .prove
                try storage.insert(
                    Sample.code(
                        "\(number)", purpose, "d", after: Int64(number),
                        by: number < 3 ? "x" : "y"))
            }
            try storage.insert(Sample.code("other", .claim, "e", after: 9, by: "x"))
            for number in 0..<3 {
                try storage.insert(
                    NoticeSending(
                        id: "\(number)", channel: .mail, mailbox: "d",
                        subject: number == 0 ? "s" : "t",
                        sentAt: Sample.second(Int64(10 + number))))
            }
        }
        let expected: [(SendingRule.Scope, [Int64])] = [
            (.purpose(.claim, mailbox: "d", asker: "x"), [2, 0]),
            (.purpose(.prove, mailbox: "d", asker: "y"), [5, 3]),
            (.asked(mailbox: "d", asker: "y"), [5, 4, 3]),
            (.codes(mailbox: "d"), [5, 4, 3, 2, 1, 0]), (.codes(mailbox: "f"), []),
            (.share(.mail, asker: "x"), [9, 2, 1, 0]), (.share(.sms, asker: "x"), []),
            (.channel(.mail), [12, 11, 10, 9, 5, 4, 3, 2, 1, 0]), (.channel(.sms), []),
            (.notices(.mail), [12, 11, 10]), (.noticesTo(mailbox: "d"), [12, 11, 10]),
            (.repeats(mailbox: "d", subject: "t"), [12, 11]),
        ]
        for (scope, seconds) in expected {
            let found = try await store.read { storage throws(DirectoryError) in
                var found: [Timestamp?] = []
                for number in 1...11 {
                    found.append(
                        try storage.sending(
                            numbered: number, in: scope, after: Sample.second(-1),
                            upTo: Sample.second(12)))
                }
                return found
            }
            #expect(found.compactMap { $0 } == seconds.map(Sample.second), "\(scope)")
        }
        let bounded = try await store.read { storage throws(DirectoryError) in
            (
                try storage.sending(
                    numbered: 1, in: .channel(.mail), after: Sample.second(0),
                    upTo: Sample.second(11)),
                try storage.sending(
                    numbered: 5, in: .codes(mailbox: "d"), after: Sample.second(1),
                    upTo: Sample.second(12))
            )
        }
        #expect(bounded.0 == Sample.second(11) && bounded.1 == nil)
    }

    private static func oldNoticesGo(_ store: SQLDirectoryStore) async throws {
        let removed = try await store.write { storage throws(DirectoryError) in
            for number in 0..<4 {
                try storage.insert(
                    NoticeSending(
                        id: "\(number)", channel: .sms, mailbox: "d", subject: "s",
                        sentAt: Sample.second(Int64(number))))
            }
            return (
                try storage.removeNotices(sentBefore: Sample.second(3), limit: 2),
                try storage.removeNotices(sentBefore: Sample.second(3), limit: 2)
            )
        }
        #expect(removed == (2, 1))
    }

    private static func oldCodesGo(_ store: SQLDirectoryStore) async throws {
        let removed = try await store.write { storage throws(DirectoryError) in
            for number in 0..<4 {
                try storage.insert(
                    Sample.code("\(number)", .claim, "\(number)", after: Int64(number)))
            }
            let before = Sample.start.adding(seconds: 3)
            return (
                try storage.removeCodes(sentBefore: before, limit: 2),
                try storage.removeCodes(sentBefore: before, limit: 2),
                try storage.openCodes(.claim, destination: "3").first?.id
            )
        }
        #expect(removed == (2, 1, "3"))
    }

    private static func codesArePurged(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        try await store.write { storage throws(DirectoryError) in
            try storage.insert(Sample.code("a", .prove, "d", of: account.id))
        }
        _ = try await store.bin(account)
        let left = try await store.write { storage throws(DirectoryError) in
            _ = try storage.purgeAccounts(deletedBefore: Sample.start.adding(days: 1), limit: 10)
            return try storage.last(.prove, "d", upTo: Sample.second(1_000_000))
        }
        #expect(left == nil)
    }
}

extension Sample {
    static func code(
        _ id: String, _ purpose: CodePurpose, _ destination: String, of account: AccountID? = nil,
        after seconds: Int64 = 0, hash: String? = "hash", by asker: String = ""
    ) -> VerificationCode {
        let sentAt = start.adding(seconds: seconds)
        return VerificationCode(
            id: id, purpose: purpose, destination: destination, mailbox: destination,
            asker: asker, channel: .mail, accountID: account, codeHash: hash, triesLeft: 5,
            sentAt: sentAt, expiresAt: sentAt.adding(seconds: 600))
    }
}

extension DirectoryReading {
    /// The last sending of a purpose by nobody in particular.
    func last(
        _ purpose: CodePurpose, _ mailbox: String, upTo latest: Timestamp
    ) throws(DirectoryError) -> Timestamp? {
        try sending(
            numbered: 1, in: .purpose(purpose, mailbox: mailbox, asker: ""),
            after: Sample.second(-1_000_000), upTo: latest)
    }
}
