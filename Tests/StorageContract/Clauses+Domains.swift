import RosterCore
import RosterStorage
import Testing

/// Step 5: stored login ids get the key that their domain's A-labels give them.
extension StorageContract {
    static let domains: [StorageClause] = [
        .init(name: "step 5 gives each stored address its key", run: keysAreRespelt),
        .init(name: "step 5 settles whose a mailbox is, and loses nothing", run: clashesAreSettled),
        .init(name: "step 5 tells mailboxes apart that NFKC took for one", run: mailboxesPart),
        .init(name: "step 5 respells names that were freed, and knows waiting mails", run: others),
        .init("a search finds a domain as people read it, and by its A-labels", domainsAreFound),
    ]

    /// An account as the release before wrote it: its keys are folded by NFKC alone.
    private struct Old {
        let name: String
        var email: String?
        var isProven = false
        var createdAt: Int64 = 1
        var isDeleted = false
        /// A phone that was proven, as its key.
        var phone: String?
    }

    private static func plain(_ text: String) -> String { FoldedKey(foldingText: text).rawValue }

    private static func migrated(
        _ engine: any Engine, _ accounts: [Old], _ more: [String] = []
    ) async throws -> MigrationReport {
        try await engine.write { connection throws(DirectoryError) in
            for table in tables { try connection.execute("DROP TABLE \(table)", []) }
        }
        _ = try await Migrator.migrate(engine, now: Sample.start, upTo: 4)
        try await engine.write { connection throws(DirectoryError) in
            for account in accounts { try insert(account, connection) }
            for statement in more { try connection.execute(statement, []) }
        }
        return try await Migrator.migrate(engine, now: Sample.start.adding(days: 1))
    }

    private static func insert(
        _ account: Old, _ connection: any EngineConnection
    ) throws(DirectoryError) {
        let (name, email) = (plain(account.name), account.email.map(plain))
        let phone = SQLValue(account.phone)
        try connection.execute(
            """
            INSERT INTO account (
                guid, instance_id, name, name_key, display_name, display_name_key, email, email_key,
                email_is_proven, phone, phone_key, phone_is_proven, sex, role, status, revision,
                created_at, updated_at, deleted_at
            ) VALUES (
                $1, $1, $1, $2, $1, $2, $3, $4, $5, $6, $6, $7, 0, 'user', 'active', 3, $8, $8, $9
            )
            """,
            [
                .text(account.name), .text(name), SQLValue(account.email), SQLValue(email),
                SQLValue(account.isProven), phone, SQLValue(account.phone != nil),
                .integer(account.createdAt), account.isDeleted ? .integer(5) : .null,
            ])
        guard !account.isDeleted else { return }
        var flags: [String: (isName: Bool, isEmail: Bool, isPhone: Bool)] = [:]
        flags[name, default: (false, false, false)].isName = true
        if let email { flags[email, default: (false, false, false)].isEmail = true }
        if let phone = account.phone { flags[phone, default: (false, false, false)].isPhone = true }
        for (key, flag) in flags {
            try connection.execute(
                """
                INSERT INTO login_id
                SELECT $1, id, $2, $3, $4, $5 FROM account WHERE guid = $6
                """,
                [
                    .text(key), SQLValue(flag.isName), SQLValue(flag.isEmail),
                    SQLValue(flag.isEmail && account.isProven), SQLValue(flag.isPhone),
                    .text(account.name),
                ])
        }
    }

    private static func account(
        _ name: String, in engine: any Engine
    ) async throws -> (account: Account, ids: [LoginID]) {
        let store = SQLDirectoryStore(engine: engine)
        let account = try #require(
            try await store.read { storage throws(DirectoryError) in
                try storage.anyAccount(guid: name).flatMap { id throws(DirectoryError) in
                    try storage.account(id)
                }
            })
        return try await store.read { storage throws(DirectoryError) in
            var ids: [LoginID] = []
            for id in account.loginIDs {
                let owner = try storage.owner(of: id.key)
                #expect(owner?.accountID == account.id && owner?.entry == id, "\(id)")
                ids.append(id)
            }
            return (account, ids)
        }
    }

    private static func keysAreRespelt(_ engine: any Engine) async throws {
        let report = try await migrated(
            engine,
            [
                Old(name: "jo", email: "Jo@BÜCHER.example", isProven: true, phone: "13800138000"),
                Old(name: "ann@例子.中国", email: "ann@straße.de"),
                Old(name: "ben", email: "ben@xn--bcher-kva.example", isProven: true),
                Old(name: "gone", email: "jo@bücher.example", isProven: true, isDeleted: true),
                Old(name: "plain", email: "Plain@Example.com", isProven: true),
            ])
        #expect(report.applied.first == "005-domains" && report.clashes.isEmpty)
        let expected = [
            ("jo", "jo", "jo@xn--bcher-kva.example", true),
            ("ann@例子.中国", "ann@xn--fsqu00a.xn--fiqs8s", "ann@xn--strae-oqa.de", false),
            ("ben", "ben", "ben@xn--bcher-kva.example", true),
            ("plain", "plain", "plain@example.com", true),
        ]
        for (name, nameKey, emailKey, isProven) in expected {
            let (account, ids) = try await account(name, in: engine)
            #expect(account.name.key.rawValue == nameKey && account.name.rawValue == name)
            #expect(account.email?.key.rawValue == emailKey)
            #expect(account.emailIsProven == isProven && account.revision == 3)
            #expect(ids.contains { $0.isProvenEmail } == isProven)
            #expect(ids.contains { $0.isPhone } == (name == "jo"))
        }
        let (jo, _) = try await account("jo", in: engine)
        #expect(jo.email?.rawValue == "Jo@BÜCHER.example", "as it was written")
        let gone = try await SQLDirectoryStore(engine: engine).read {
            storage throws(DirectoryError) in try storage.deletedAccounts(below: nil, limit: 9)
        }
        #expect(gone.map(\.email?.key.rawValue) == ["jo@xn--bcher-kva.example"])
    }

    private static func clashesAreSettled(_ engine: any Engine) async throws {
        let report = try await migrated(
            engine,
            [
                Old(name: "unproven", email: "a@xn--bcher-kva.example", createdAt: 1),
                Old(name: "proven", email: "a@bücher.example", isProven: true, createdAt: 9),
                Old(
                    name: "younger", email: "b@xn--bcher-kva.example", isProven: true, createdAt: 9),
                Old(name: "older", email: "b@bücher.example", isProven: true, createdAt: 1),
                Old(name: "c@bücher.example", createdAt: 9),
                Old(name: "mail", email: "c@xn--bcher-kva.example", isProven: true, createdAt: 1),
                Old(name: "d@bücher.example", createdAt: 9),
                Old(name: "d@xn--bcher-kva.example", createdAt: 1),
            ])
        let losers = [
            ("unproven", "proven", LoginIDKind.email), ("younger", "older", .email),
            ("mail", "c@bücher.example", .email),
            ("d@bücher.example", "d@xn--bcher-kva.example", .name),
        ]
        #expect(report.clashes.count == losers.count)
        let store = SQLDirectoryStore(engine: engine)
        for (name, winner, kind) in losers {
            let (loser, ids) = try await account(name, in: engine)
            let (keeper, _) = try await account(winner, in: engine)
            #expect(
                report.clashes.contains(
                    LoginIDClash(kind: kind, keptBy: keeper.id, yieldedBy: loser.id)))
            #expect(loser.name.rawValue == name && !loser.emailIsProven)
            #expect(!ids.contains { $0.isProvenEmail })
            #expect(loser.revision == 4 && loser.updatedAt == Sample.start.adding(days: 1))
            #expect(keeper.revision == 3)
            let (entries, events, again) = try await store.write {
                storage throws(DirectoryError) in
                // It can still be changed and stored like any other.
                var new = loser
                new.revision += 1
                new.bio = "new"
                let isStored = try storage.update(new, from: loser.revision)
                try storage.setLoginIDs(new.loginIDs, of: new.id)
                return (
                    try storage.auditEntries(about: loser.id, limit: 9),
                    try storage.waitingEvents(limit: 99).filter { $0.event.accountID == loser.id },
                    isStored
                )
            }
            #expect(again)
            #expect(entries.map(\.action) == [.loginIDYielded])
            #expect(entries.first?.fields == [kind.rawValue, "kept by account \(keeper.id)"])
            #expect(events.map(\.event.revision) == [4])
        }
        let facts = try await DatabaseFacts(engine).accountsWithYieldedIDs(limit: 9)
        #expect(facts == report.clashes.map(\.yieldedBy).sorted())
    }

    private static func mailboxesPart(_ engine: any Engine) async throws {
        // By NFKC, ß is ss; by IDNA 2008 it is a letter of its own.
        let report = try await migrated(
            engine,
            [
                Old(name: "jo@straße.de"), Old(name: "jo@xn--strae-oqa.de", createdAt: 2),
                Old(name: "x", email: "y@straße.de", isProven: true),
            ])
        #expect(report.clashes.map(\.kind) == [.name])
        let (first, _) = try await account("jo@straße.de", in: engine)
        #expect(first.name.key.rawValue == "jo@xn--strae-oqa.de")
        let store = SQLDirectoryStore(engine: engine)
        // What was taken for the other mailbox is free again.
        #expect(try await store.keep(named: "jo@strasse.de").id.rawValue > 3)
    }

    private static func others(_ engine: any Engine) async throws {
        _ = try await migrated(
            engine, [],
            [
                """
                INSERT INTO freed_name VALUES ('a@bücher.example', 10), ('b@bücher.example', 10),
                    ('b@xn--bcher-kva.example', 20), ('c@bücher.example', 30),
                    ('c@xn--bcher-kva.example', 20), ('ü', 40)
                """,
                """
                INSERT INTO outbox_message VALUES
                    ('1', 'mail', 'a@BÜCHER.example', NULL, NULL, 1, 2, 0, 1),
                    ('2', 'sms', '138', NULL, NULL, 1, 2, 0, 1)
                """,
            ])
        var busy = OutboxSelection()
        busy.exceptMailboxHosts = ["xn--bcher-kva.example"]
        let selection = busy
        let found = try await SQLDirectoryStore(engine: engine).write {
            storage throws(DirectoryError) in
            var closed: [Int64?] = []
            for name in ["a@xn--bcher-kva.example", "b@bücher.example", "c@BÜCHER.example", "Ü"] {
                closed.append(
                    try storage.freedName(FoldedKey(folding: name))?.closedUntil.milliseconds)
            }
            let taken = try storage.takeMessages(
                selection, dueBy: Sample.start, orAfter: Sample.start, again: Sample.start, limit: 9
            )
            return (closed, taken.map(\.id))
        }
        #expect(found.0 == [10, 20, 30, 40])
        #expect(found.1 == ["2"])
    }

    private static func found(
        _ query: AccountQuery, in store: SQLDirectoryStore
    ) async throws(DirectoryError) -> [String] {
        try await store.read { storage throws(DirectoryError) in
            try storage.accounts(query).accounts.map(\.name.rawValue)
        }
    }

    private static func domainsAreFound(_ store: SQLDirectoryStore) async throws {
        for (name, email) in [
            ("a", "a@bücher.example"), ("b", "b@xn--bcher-kva.example"), ("c", "c@example.org"),
            ("d@BÜCHER.example", nil),
        ] {
            var new = try Sample.account(name)
            new.email = try email.map { try EmailAddress(parsing: $0) }
            _ = try await store.keep(new)
        }
        let searches: [(String, [String])] = [
            ("bücher", ["a", "b"]), ("@BÜCHER.ex", ["a", "b"]), ("xn--bcher", ["a", "b"]),
            ("b@bücher.example", ["b"]), ("A@XN--BCHER-KVA.example", ["a"]),
            ("example", ["a", "b", "c"]),
        ]
        for (text, expected) in searches {
            var query = AccountQuery()
            query.contains = text
            query.searched = [.email]
            #expect(
                try await found(query, in: store) == expected, "\(text)")
        }
        for text in ["d@bücher.example", "D@xn--bcher-kva.example"] {
            var query = AccountQuery()
            query.contains = text
            #expect(
                try await found(query, in: store) == ["d@BÜCHER.example"],
                "\(text)")
            query.contains = nil
            query.nameConditions = [.matchesOneOf([[FoldedKey(foldingText: text).rawValue]])]
            #expect(
                try await found(query, in: store) == ["d@BÜCHER.example"],
                "\(text)")
        }
    }
}
