import RosterCore
import RosterStorage
import Testing

/// Step 9 and every start with another region: stored phones get the key of the number that they are.
extension StorageContract {
    static let phones: [StorageClause] = [
        .init(name: "stored phones get the key of their number", run: phonesAreRespelt),
        .init(name: "whose a proven phone is that two accounts have is settled", run: phonesClash),
        .init(name: "another region reads stored phones anew, once", run: regionsAreRead),
        .init(name: "step 9 keeps what was sent and what waits", run: sendingsAreKept),
    ]

    /// An account as the release before wrote it.
    private struct Old {
        let name: String
        let phone: String
        /// Its login id, if it was proven.
        var key: String?
        var createdAt: Int64 = 1
        var isDeleted = false
    }

    private static func old(
        _ engine: any Engine, _ accounts: [Old], _ more: [String] = []
    ) async throws {
        try await engine.write { connection throws(DirectoryError) in
            for table in tables { try connection.execute("DROP TABLE \(table)", []) }
        }
        _ = try await Migrator.migrate(engine, now: Sample.start, upTo: 7)
        try await engine.write { connection throws(DirectoryError) in
            for account in accounts { try insert(account, connection) }
            for statement in more { try connection.execute(statement, []) }
        }
    }

    private static func insert(
        _ account: Old, _ connection: any EngineConnection
    ) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO account (
                guid, instance_id, name, name_key, display_name, display_name_key,
                email_is_proven, phone, phone_key, phone_is_proven, sex, role, status, revision,
                created_at, updated_at, deleted_at
            ) VALUES (
                $1, $1, $1, $1, $1, $1, 0, $2, $2, $3, 0, 'user', 'active', 3, $4, $4, $5
            )
            """,
            [
                .text(account.name), .text(account.phone), SQLValue(account.key != nil),
                .integer(account.createdAt), account.isDeleted ? .integer(5) : .null,
            ])
        guard !account.isDeleted else { return }
        for (key, isName) in [(account.name, true), (account.key ?? "", false)] where !key.isEmpty {
            try connection.execute(
                """
                INSERT INTO login_id
                SELECT $1, id, $2, 0, 0, $3 FROM account WHERE guid = $4
                """,
                [.text(key), SQLValue(isName), SQLValue(!isName), .text(account.name)])
        }
    }

    private static func migrate(
        _ engine: any Engine, _ code: String = "CN", days: Int64 = 1
    ) async throws -> MigrationReport {
        let region: PhoneRegion = try #require(PhoneRegion(code))
        return try await Migrator.migrate(
            engine, now: Sample.start.adding(days: days), phonesIn: region)
    }

    /// The account of a name, deleted or not, with what its phone is to it as a login id.
    private static func account(
        _ name: String, in engine: any Engine
    ) async throws -> (account: Account, key: String, isLogin: Bool) {
        let store = SQLDirectoryStore(engine: engine)
        return try await store.read { storage throws(DirectoryError) in
            guard let id = try storage.anyAccount(guid: name), let found = try storage.account(id),
                let phone = found.phone
            else { throw .notFound }
            let owner = try storage.owner(of: phone.key)
            return (
                found, phone.key.rawValue, owner?.accountID == id && owner?.entry.isPhone == true
            )
        }
    }

    private static func phonesAreRespelt(_ engine: any Engine) async throws {
        try await old(
            engine,
            [
                Old(name: "mobile", phone: "+86 138-0013-8000", key: "13800138000"),
                Old(name: "fixed", phone: "0086 10 6552 9988", key: "00861065529988"),
                Old(name: "text", phone: "ext. 5", key: "ext.5"),
                Old(name: "unproven", phone: "(138) 0013.8000"),
                Old(name: "gone", phone: "013900139000", key: "013900139000", isDeleted: true),
            ])
        let report = try await migrate(engine)
        #expect(report.applied.contains("009-phones") && report.clashes.isEmpty)
        for (name, key, isLogin) in [
            ("mobile", "+8613800138000", true), ("fixed", "+861065529988", true),
            ("text", "ext.5", true), ("unproven", "+8613800138000", false),
            ("gone", "+8613900139000", false),
        ] {
            let found = try await account(name, in: engine)
            #expect(found.key == key && found.isLogin == isLogin, "\(name): \(found)")
            #expect(found.account.revision == 3)
        }
        let store = SQLDirectoryStore(engine: engine)
        let unproven = try await store.read { storage throws(DirectoryError) in
            (
                try storage.accounts(unprovenPhone: FoldedKey(stored: "+8613800138000"))
                    .map(\.name.rawValue),
                try storage.owner(of: FoldedKey(stored: "13800138000")),
                try storage.owner(of: FoldedKey(stored: "mobile"))?.entry.isName
            )
        }
        #expect(unproven.0 == ["unproven"] && unproven.1 == nil && unproven.2 == true)
    }

    private static func phonesClash(_ engine: any Engine) async throws {
        try await old(
            engine,
            [
                Old(
                    name: "younger", phone: "0086 10 6552 9988", key: "00861065529988", createdAt: 9
                ),
                Old(name: "older", phone: "010-65529988", key: "01065529988", createdAt: 1),
                Old(name: "+8613900139000", phone: "110", createdAt: 9),
                Old(name: "owner", phone: "13900139000", key: "13900139000", createdAt: 1),
            ])
        let report = try await migrate(engine)
        let store = SQLDirectoryStore(engine: engine)
        for (name, winner) in [("younger", "older"), ("owner", "+8613900139000")] {
            let loser = try await account(name, in: engine)
            let keeper = try await account(winner, in: engine)
            #expect(
                report.clashes.contains(
                    LoginIDClash(
                        kind: .phone, keptBy: keeper.account.id, yieldedBy: loser.account.id)))
            #expect(!loser.account.phoneIsProven && !loser.isLogin)
            #expect(loser.account.revision == 4 && keeper.account.revision == 3)
            let entries = try await store.read { storage throws(DirectoryError) in
                try storage.auditEntries(about: loser.account.id, limit: 9)
            }
            #expect(entries.map(\.action) == [.loginIDYielded])
            #expect(entries.first?.fields == ["phone", "kept by account \(keeper.account.id)"])
        }
        #expect(report.clashes.count == 2)
        #expect(try await account("older", in: engine).isLogin)
    }

    private static func regionsAreRead(_ engine: any Engine) async throws {
        try await old(
            engine,
            [
                Old(name: "us", phone: "(650) 253-0000", key: "(650)2530000"),
                Old(name: "cn", phone: "138 0013 8000", key: "13800138000"),
                Old(name: "abroad", phone: "+49 30 901820", key: "+4930901820"),
            ])
        #expect(try await migrate(engine).clashes.isEmpty)
        #expect(try await account("us", in: engine).key == "(650)2530000")
        _ = try await migrate(engine, "US")
        // What is no number here stays the one that it was.
        for (name, key) in [
            ("us", "+16502530000"), ("cn", "+8613800138000"), ("abroad", "+4930901820"),
        ] {
            let found = try await account(name, in: engine)
            #expect(found.key == key && found.isLogin, "\(name): \(found)")
        }
        // A start with the same region looks at no row.
        try await engine.write { connection throws(DirectoryError) in
            _ = try connection.execute("UPDATE account SET phone_number_key = 'x'", [])
        }
        _ = try await migrate(engine, "US")
        #expect(try await account("us", in: engine).key == "x")
        _ = try await Migrator.migrate(engine, now: Sample.start, phonesIn: nil)
        #expect(try await account("us", in: engine).key == "x")
        _ = try await migrate(engine, "DE")
        #expect(try await account("abroad", in: engine).key == "+4930901820")
    }

    private static func sendingsAreKept(_ engine: any Engine) async throws {
        try await old(
            engine, [],
            [
                """
                INSERT INTO verification_code (
                    id, purpose, destination, code_hash, tries_left, sent_at, expires_at
                ) VALUES ('a', 'prove', 'd', 'hash', 5, \(Sample.start.milliseconds), 9)
                """,
                """
                INSERT INTO outbox_message VALUES
                    ('1', 'mail', 'a@b.cn', 'prove', 'sealed', 1, 2, 0, 1, 'b.cn'),
                    ('2', 'sms', '138', NULL, NULL, 1, 2, 0, 1, NULL)
                """,
            ])
        _ = try await migrate(engine)
        let found = try await SQLDirectoryStore(engine: engine).write {
            storage throws(DirectoryError) in
            (
                try storage.openCodes(.prove, destination: "d").map(\.id),
                try storage.sending(
                    numbered: 1, in: .codes(mailbox: "d"), after: Sample.second(-1),
                    upTo: Sample.second(1)),
                try storage.takeMessages(
                    OutboxSelection(), dueBy: Sample.start, orAfter: Sample.start,
                    again: Sample.start, limit: 9)
            )
        }
        #expect(found.0 == ["a"] && found.1 == Sample.start)
        #expect(found.2.map(\.kind) == [.code, .addressInUse])
    }
}
