import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let migrations: [StorageClause] = [
        .init(name: "a second migration does nothing", run: secondMigrationDoesNothing),
        .init(name: "each step is noted with its number and time", run: stepsAreNoted),
        .init(name: "a newer schema is refused and left alone", run: newerSchemaIsRefused),
        .init(name: "a failing step leaves nothing of itself", run: failingStepLeavesNothing),
        .init(name: "a database of step 1 keeps its rows, and works", run: firstStepIsMigrated),
        .init(name: "a database of step 2 keeps its rows, and works", run: secondStepIsMigrated),
        .init(name: "a database of step 3 keeps its rows, and works", run: thirdStepIsMigrated),
        .init(name: "a database of step 4 keeps its rows, and works", run: fourthStepIsMigrated),
        .init(name: "the names of step 9 get their looks", run: namesGetLooks),
        .init(name: "a database of step 9 remembers its latest time", run: latestTimeIsSeeded),
        .init(name: "failures of step 7 count on, from no block", run: seventhStepIsMigrated),
    ]

    private static func secondMigrationDoesNothing(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let account = try await store.keep(named: "kept")
        let before = try await steps(in: engine)
        let applied = try await Migrator.migrate(engine, now: Sample.start.adding(days: 1))
        #expect(applied == MigrationReport())
        #expect(try await steps(in: engine) == before)
        #expect(try await store.account(account.id) == account)
    }

    private static func stepsAreNoted(_ engine: any Engine) async throws {
        let noted = try await steps(in: engine)
        #expect(noted.map(\.number) == Migrator.steps)
        #expect(noted.allSatisfy { $0.appliedAt > 0 })
    }

    private static func newerSchemaIsRefused(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let account = try await store.keep(named: "kept")
        let newer = Migrator.newestStep + 1
        try await engine.write { connection throws(DirectoryError) in
            _ = try connection.execute(
                "INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)",
                [.integer(newer), .text("from the future"), .integer(1)])
        }
        let before = try await steps(in: engine)
        await #expect(throws: DirectoryError.storage(.newerSchema)) {
            try await Migrator.migrate(engine, now: Sample.start)
        }
        #expect(try await steps(in: engine) == before)
        #expect(try await store.account(account.id) == account)
    }

    /// The first step, made to run again, meets the tables of the first time.
    private static func failingStepLeavesNothing(_ engine: any Engine) async throws {
        try await engine.write { connection throws(DirectoryError) in
            try connection.execute("DELETE FROM schema_migration", [])
            // The step gets as far as its second table, which is there already.
            try connection.execute("DROP TABLE surface_key", [])
            try connection.execute("DROP TABLE session", [])
            try connection.execute("DROP TABLE api_key", [])
            try connection.execute("DROP TABLE login_id", [])
            try connection.execute("DROP TABLE account", [])
        }
        await #expect(throws: DirectoryError.self) {
            try await Migrator.migrate(engine, now: Sample.start)
        }
        #expect(try await steps(in: engine).isEmpty)
        await #expect(throws: DirectoryError.self) {
            try await SQLDirectoryStore(engine: engine).account(AccountID(1))
        }
    }

    private static func firstStepIsMigrated(_ engine: any Engine) async throws {
        try await engine.write { connection throws(DirectoryError) in
            for table in tables { try connection.execute("DROP TABLE \(table)", []) }
        }
        let start = Sample.start
        #expect(
            try await Migrator.migrate(engine, now: start, upTo: 1).applied == ["001-foundation"])
        try await engine.write { connection throws(DirectoryError) in
            for row in oldRows { try connection.execute(row, []) }
        }
        let applied = try await Migrator.migrate(engine, now: start.adding(days: 1))
        let noted = try await steps(in: engine)
        #expect(noted.map(\.number) == Migrator.steps)
        #expect(noted.dropFirst().map(\.name) == applied.applied)
        #expect(noted.first?.appliedAt == start.milliseconds)
        try await expectOldRows(in: SQLDirectoryStore(engine: engine))
    }

    /// What the rows of step 1 say is there, and what came with later steps can be done with it.
    private static func expectOldRows(in store: SQLDirectoryStore) async throws {
        let key = FoldedKey(folding: "ada")
        let found = try await store.read { storage throws(DirectoryError) in
            (
                ada: try storage.account(named: key), owner: try storage.owner(of: key),
                ben: try storage.account(named: FoldedKey(folding: "ben"))
            )
        }
        let ada = try #require(found.ada)
        #expect(found.owner?.accountID == ada.id)
        #expect(
            ada
                == Account(
                    stored: ada.id, guid: "guid 1", instanceID: "user-1",
                    name: try AccountName(parsing: "Ada"), displayName: "Ada L",
                    email: try EmailAddress(parsing: "Ada@example.com"), emailIsProven: true,
                    phone: nil, phoneIsProven: false, avatar: nil, background: nil, bio: "old",
                    sex: .female, location: nil, role: .admin, status: .active, extend: nil,
                    passwordHash: "hash", revision: 7, createdAt: Timestamp(milliseconds: 1),
                    updatedAt: Timestamp(milliseconds: 2),
                    lastLoginAt: Timestamp(milliseconds: 3), deletedAt: nil))
        let session = Session(
            id: SessionID("old"), accountID: ada.id, surface: SurfaceName("IAM"), generation: 3,
            createdAt: Timestamp(milliseconds: 1), lastUsedAt: Timestamp(milliseconds: 2),
            expiresAt: Sample.start, address: "::1", userAgent: nil)
        let card = Sample.card("usr_new", of: ada)
        let fresh = Sample.session("new", of: ada)
        let answers = try await store.write { storage throws(DirectoryError) in
            try storage.setLastUse(
                of: session.id, at: Timestamp(milliseconds: 1), now: Sample.start)
            try storage.insert(fresh, refreshHash: "hash")
            try storage.insert(card)
            return (
                sessions: try storage.sessions(of: ada.id),
                byNone: try storage.session(refreshHash: ""),
                byHash: try storage.session(refreshHash: "hash"),
                card: try storage.card(card.id, of: ada.id)
            )
        }
        #expect(answers.sessions == [session, fresh])
        #expect(answers.byNone == nil && answers.byHash?.session == fresh)
        #expect(answers.card == card)
        #expect(try await store.keep(named: "new").id > (try #require(found.ben)).id)
    }

    private static func secondStepIsMigrated(_ engine: any Engine) async throws {
        try await engine.write { connection throws(DirectoryError) in
            for table in tables { try connection.execute("DROP TABLE \(table)", []) }
        }
        let start = Sample.start
        _ = try await Migrator.migrate(engine, now: start, upTo: 2)
        try await engine.write { connection throws(DirectoryError) in
            for row in oldRows + secondRows { try connection.execute(row, []) }
        }
        let applied = try await Migrator.migrate(engine, now: start.adding(days: 1))
        let noted = try await steps(in: engine)
        #expect(noted.map(\.number) == Migrator.steps)
        #expect(noted.dropFirst(2).map(\.name) == applied.applied)
        let store = SQLDirectoryStore(engine: engine)
        try await expectSecondRows(in: store)
        try await expectPeople(in: store)
    }

    private static func thirdStepIsMigrated(_ engine: any Engine) async throws {
        try await engine.write { connection throws(DirectoryError) in
            for table in tables { try connection.execute("DROP TABLE \(table)", []) }
        }
        let start = Sample.start
        _ = try await Migrator.migrate(engine, now: start, upTo: 3)
        try await engine.write { connection throws(DirectoryError) in
            for row in oldRows + secondRows { try connection.execute(row, []) }
        }
        let applied = try await Migrator.migrate(engine, now: start.adding(days: 1))
        #expect(applied.applied == (try await steps(in: engine)).dropFirst(3).map(\.name))
        let store = SQLDirectoryStore(engine: engine)
        try await expectSecondRows(in: store)
        var run = ImportRun(id: "file", at: start)
        run.rows = 1
        run.counts.created = 1
        let found = try await store.write { [run] storage throws(DirectoryError) in
            try storage.set(run)
            return try storage.importRun("file")
        }
        #expect(found == run)
    }

    private static func fourthStepIsMigrated(_ engine: any Engine) async throws {
        try await engine.write { connection throws(DirectoryError) in
            for table in tables { try connection.execute("DROP TABLE \(table)", []) }
        }
        let start = Sample.start
        _ = try await Migrator.migrate(engine, now: start, upTo: 4)
        try await engine.write { connection throws(DirectoryError) in
            for row in oldRows + secondRows { try connection.execute(row, []) }
            try connection.execute(
                "INSERT INTO freed_name (name_key, closed_until) VALUES ('old', 9)", [])
        }
        let applied = try await Migrator.migrate(engine, now: start.adding(days: 1))
        #expect(applied.applied.contains("007-repeats"))
        let store = SQLDirectoryStore(engine: engine)
        try await expectSecondRows(in: store)
        let found = try await store.write { storage throws(DirectoryError) in
            let session = try storage.session(SessionID("fresh"))?.session
            let raised = try storage.raiseGeneration(
                of: SessionID("fresh"), from: 0, keeping: "sealed", at: start)
            return (
                name: try storage.freedName(FoldedKey(folding: "old")),
                replacedAt: session?.replacedAt, raised: raised,
                kept: try storage.keptToken(of: SessionID("fresh"))
            )
        }
        // Nobody knows who freed it: it stays closed to all.
        #expect(
            found.name
                == FreedName(closedUntil: Timestamp(milliseconds: 9), freedBy: nil))
        #expect(found.replacedAt == nil && found.raised && found.kept == "sealed")
    }

    private static func expectSecondRows(in store: SQLDirectoryStore) async throws {
        let answers = try await store.read { storage throws(DirectoryError) in
            let ada = try storage.account(named: FoldedKey(folding: "ada"))
            return (
                ada: ada, session: try storage.session(refreshHash: "refresh")?.session.id,
                card: try ada.flatMap { ada throws(DirectoryError) in
                    try storage.card(CardID("usr_old"), of: ada.id)
                },
                answer: try storage.keptAnswer("id", keptAfter: Timestamp(milliseconds: 0))
            )
        }
        #expect(answers.ada?.revision == 7)
        #expect(answers.session == SessionID("fresh"))
        #expect(answers.card?.content.snapshot == "{}" && answers.card?.revision == 4)
        #expect(answers.answer?.answer.body == "body")
    }

    /// What came with step 3 can be done with the accounts that were there before it.
    private static func expectPeople(in store: SQLDirectoryStore) async throws {
        let answers = try await store.write { storage throws(DirectoryError) in
            let page = try storage.accounts(AccountQuery())
            let ids = page.accounts.map(\.id)
            let before = try storage.counters(of: ids)
            let isNew = try storage.insertFollow(of: ids[0], by: ids[1], at: Sample.start)
            try storage.count(.followers, of: ids[0], by: 1, at: Sample.start)
            let balance = try storage.lastEntry(.cents, of: ids[0])
            try storage.append(Sample.entry(1, 5, of: ids[0], income: 5))
            try storage.insert(Sample.code("code", .prove, "d", of: ids[0]))
            try storage.insert(Sample.media("m", of: ids[0]))
            return (
                before: before, isNew: isNew, balance: balance,
                followers: try storage.counters(of: ids)[ids[0]]?.followers,
                phone: try storage.accounts(unprovenPhone: FoldedKey(stored: "+8613800138000"))
                    .map(\.name.rawValue)
            )
        }
        #expect(answers.before == [:] && answers.balance == nil)
        #expect(answers.isNew && answers.followers == 1)
        #expect(answers.phone == ["ben"])
    }

    /// All tables of the newest schema, those that refer to others first.
    static let tables = [
        "quota_use", "notice_sending", "verification_code", "outbox_message", "follow",
        "account_counter",
        "ledger_entry", "media",
        "card", "kept_answer", "session", "api_key", "login_id", "surface_key", "freed_name",
        "failure_counter", "known_block", "signing_key", "audit_entry", "outbox_event",
        "directory_fact",
        "account", "import_run", "schema_migration",
    ]

    /// Rows as the first release wrote them, whatever the storage verbs write by now.
    private static let oldRows = [
        """
        INSERT INTO account (
            guid, instance_id, name, name_key, display_name, display_name_key, email, email_key,
            email_is_proven, phone_is_proven, bio, sex, role, status, password_hash, revision,
            created_at, updated_at, last_login_at
        ) VALUES
            ('guid 1', 'user-1', 'Ada', 'ada', 'Ada L', 'ada l', 'Ada@example.com',
            'ada@example.com', 1, 0, 'old', 2, 'admin', 'active', 'hash', 7, 1, 2, 3),
            ('guid 2', 'user-2', 'ben', 'ben', 'ben', 'ben', NULL, NULL, 0, 0, NULL, 0, 'user',
            'disabled', NULL, 0, 1, 1, NULL)
        """,
        """
        INSERT INTO login_id (
            login_key, account_id, is_name, is_email, is_proven_email, is_phone
        ) SELECT name_key, id, 1, 0, 0, 0 FROM account
        """,
        """
        INSERT INTO session (
            id, account_id, surface, generation, created_at, last_used_at, expires_at, address
        ) SELECT 'old', id, 'IAM', 3, 1, 2, 1700000000000, '::1' FROM account
        WHERE name_key = 'ada'
        """,
    ]

    /// Rows as the second release wrote them, over those of the first.
    private static let secondRows = [
        """
        UPDATE account SET phone = '+86 138-0013-8000', phone_key = '+86 138-0013-8000'
        WHERE name_key = 'ben'
        """,
        """
        INSERT INTO session (
            id, account_id, surface, generation, created_at, last_used_at, expires_at, refresh_hash
        ) SELECT 'fresh', id, 'IAM', 0, 1, 2, 1700000000000, 'refresh' FROM account
        WHERE name_key = 'ada'
        """,
        """
        INSERT INTO card (
            id, account_id, name, name_key, status, snapshot, revision, created_at, updated_at
        ) SELECT 'usr_old', id, 'Old', 'old', 'active', '{}', 4, 1, 2 FROM account
        WHERE name_key = 'ada'
        """,
        """
        INSERT INTO kept_answer (id, content, status, headers, body, kept_at)
        VALUES ('id', 'content', 201, '[]', 'body', 1)
        """,
    ]

    private struct Step: Sendable, Equatable {
        let number: Int64
        let name: String
        let appliedAt: Int64
    }

    private static func steps(in engine: any Engine) async throws -> [Step] {
        try await engine.read { connection throws(DirectoryError) in
            var steps: [Step] = []
            try connection.rows(
                "SELECT number, name, applied_at FROM schema_migration ORDER BY number", []
            ) { row throws(DirectoryError) in
                steps.append(
                    Step(
                        number: row.integer(0) ?? -1, name: row.text(1) ?? "",
                        appliedAt: row.integer(2) ?? -1))
            }
            return steps
        }
    }
}
