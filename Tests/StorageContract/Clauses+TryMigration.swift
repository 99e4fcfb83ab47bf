import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    /// Failures that were counted for everybody together are among those of all blocks; the delay that
    /// they began, which held the owner too, is over.
    static func seventhStepIsMigrated(_ engine: any Engine) async throws {
        try await engine.write { connection throws(DirectoryError) in
            for table in tables { try connection.execute("DROP TABLE \(table)", []) }
        }
        _ = try await Migrator.migrate(engine, now: Sample.start, upTo: 7)
        try await engine.write { connection throws(DirectoryError) in
            _ = try connection.execute(
                """
                INSERT INTO failure_counter (subject, failures, blocked_until, updated_at)
                VALUES ('a:1', 7, 1700000000000, 5), ('u:hash', 2, NULL, 6)
                """, [])
        }
        let applied = try await Migrator.migrate(engine, now: Sample.start)
        #expect(applied.applied.contains("008-tries"))
        let store = SQLDirectoryStore(engine: engine)
        let account = try await store.keep(named: "new")
        let counter = FailureCounter(failures: 1, blockedUntil: nil, updatedAt: Sample.start)
        let found = try await store.write { storage throws(DirectoryError) in
            let found = [
                try storage.failureCounters(of: .account(AccountID(1))),
                try storage.failureCounters(of: .unknown(hash: "hash")),
            ]
            try storage.set(counter, of: .account(AccountID(1)), block: "b")
            try storage.noteBlock("b", of: account.id, at: Sample.start, atMost: 1)
            return found
        }
        #expect(
            found == [
                [
                    FailureCounter(
                        failures: 7, blockedUntil: nil, updatedAt: Timestamp(milliseconds: 5))
                ],
                [
                    FailureCounter(
                        failures: 2, blockedUntil: nil, updatedAt: Timestamp(milliseconds: 6))
                ],
            ])
    }
}
