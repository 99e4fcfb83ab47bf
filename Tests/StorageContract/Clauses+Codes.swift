import RosterCore
import RosterStorage
import Testing

/// Verification codes as rows: one that can be typed for each purpose and destination.
extension StorageContract {
    static let codes: [StorageClause] = [
        .init("a code comes back with every field", codesComeBack),
        .init("a later code closes the open one of its purpose and destination", codesReplace),
        .init("a code is closed once", codesCloseOnce),
        .init("sendings are found by destination over all purposes", sendingsAreFound),
        .init("old sendings go, the oldest first", oldCodesGo),
        .init("codes go with their account", codesArePurged),
    ]

    private static func codesComeBack(_ store: SQLDirectoryStore) async throws {
        let account = try await store.keep(named: "a")
        for (number, owner) in [account.id, nil].enumerated() {
            let code = VerificationCode(
                id: "code \(number)", purpose: .prove, destination: "狐 \(number)",
                accountID: owner, codeHash: "hash", triesLeft: 5, sentAt: Sample.start,
                expiresAt: Sample.start.adding(seconds: 600))
            let found = try await store.write { storage throws(DirectoryError) in
                try storage.insert(code)
                return try storage.openCode(.prove, destination: code.destination)
            }
            #expect(found == code)
        }
        let none = try await store.read { storage throws(DirectoryError) in
            (
                try storage.openCode(.claim, destination: "狐 0"),
                try storage.openCode(.prove, destination: "狐 2"),
                try storage.lastSending(.claim, destination: "狐 0", upTo: Sample.second(1_000_000))
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
                claim: try storage.openCode(.claim, destination: "d"),
                prove: try storage.openCode(.prove, destination: "d"),
                other: try storage.openCode(.claim, destination: "e"),
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
            let left = try storage.openCode(.claim, destination: "d")?.triesLeft
            return (
                left: left, first: try storage.closeCode("a"), second: try storage.closeCode("a"),
                unknown: try storage.closeCode("b"),
                sent: try storage.lastSending(
                    .claim, destination: "d", upTo: Sample.second(1_000_000))
            )
        }
        #expect(outcome.left == 2)
        #expect(outcome.first && !outcome.second && !outcome.unknown)
        #expect(outcome.sent == Sample.start, "what was sent is remembered")
    }

    private static func sendingsAreFound(_ store: SQLDirectoryStore) async throws {
        let sent = try await store.write { storage throws(DirectoryError) in
            for number in 0..<5 {
                let purpose = number.isMultiple(of: 2) ? CodePurpose.claim : .prove
                try storage.insert(Sample.code("\(number)", purpose, "d", after: Int64(number)))
            }
            try storage.insert(Sample.code("other", .claim, "e", after: 4))
            return (
                all: try storage.sendings(
                    destination: "d", after: Sample.second(-1), upTo: Sample.second(4), limit: 10),
                early: try storage.sendings(
                    destination: "d", after: Sample.second(0), upTo: Sample.second(3), limit: 2),
                newest: try storage.sendings(
                    destination: "d", after: Sample.second(1), upTo: Sample.second(4), limit: 2),
                last: try storage.lastSending(
                    .prove, destination: "d", upTo: Sample.second(4)),
                before: try storage.lastSending(
                    .prove, destination: "d", upTo: Sample.second(2))
            )
        }
        #expect(sent.all == (0..<5).map { Sample.start.adding(seconds: $0) })
        #expect(sent.newest == [3, 4].map { Sample.start.adding(seconds: $0) })
        #expect(sent.last == Sample.second(3) && sent.before == Sample.second(1))
        #expect(sent.early == [Sample.second(2), Sample.second(3)])
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
                try storage.openCode(.claim, destination: "3")?.id
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
            return try storage.lastSending(.prove, destination: "d", upTo: Sample.second(1_000_000))
        }
        #expect(left == nil)
    }
}

extension Sample {
    static func code(
        _ id: String, _ purpose: CodePurpose, _ destination: String, of account: AccountID? = nil,
        after seconds: Int64 = 0, hash: String? = "hash"
    ) -> VerificationCode {
        let sentAt = start.adding(seconds: seconds)
        return VerificationCode(
            id: id, purpose: purpose, destination: destination, accountID: account, codeHash: hash,
            triesLeft: 5, sentAt: sentAt, expiresAt: sentAt.adding(seconds: 600))
    }
}
