import GRDB
import RosterCore
import RosterStorage
import StorageSQLite
import Testing

@Suite("How SQLite finds rows")
struct QueryPlanTests {
    /// A storage verb that must not look at every row.
    struct LookUp: Sendable, CustomStringConvertible {
        let description: String
        let run: @Sendable (any DirectoryWriting) throws -> Void

        init(
            _ description: String,
            _ run: @escaping @Sendable (any DirectoryWriting) throws -> Void
        ) {
            self.description = description
            self.run = run
        }
    }

    private static let time = Timestamp(milliseconds: 1)

    static let lookUps: [LookUp] = [
        .init("account by number") { _ = try $0.account(AccountID(1)) },
        .init("account by name") { _ = try $0.account(named: FoldedKey(folding: "a")) },
        .init("account by guid") { _ = try $0.account(guid: "a") },
        .init("deleted by name") { _ = try $0.deletedAccounts(named: FoldedKey(folding: "a")) },
        .init("owner of a login id") { _ = try $0.owner(of: FoldedKey(folding: "a")) },
        .init("freed name") { _ = try $0.freedName(FoldedKey(folding: "a")) },
        .init("account by imported id") { _ = try $0.account(surface: .system, key: "1") },
        .init("imported id of an account") { _ = try $0.surfaceKey(.system, of: AccountID(1)) },
        .init("session") { _ = try $0.session(SessionID("a")) },
        .init("session by refresh token") { _ = try $0.session(refreshHash: "a") },
        .init("use of a session") { try $0.setLastUse(of: SessionID("a"), at: time, now: time) },
        .init("card") { _ = try $0.card(CardID("a"), of: AccountID(1)) },
        .init("cards of an account") { _ = try $0.cards(CardQuery(), of: AccountID(1)) },
        .init("kept answer") { _ = try $0.keptAnswer("a", keptAfter: time) },
        .init("old answers") { _ = try $0.removeAnswers(keptBefore: time, limit: 10) },
        .init("imported ids of a page") {
            _ = try $0.surfaceKeys(.system, of: [AccountID(1), AccountID(2)])
        },
        .init("sessions of an account") { _ = try $0.sessions(of: AccountID(1)) },
        .init("key by secret") { _ = try $0.apiKey(secretHash: "a") },
        .init("key by number") { _ = try $0.apiKey(APIKeyID(1)) },
        .init("failure counter") { _ = try $0.failureCounter(.account(AccountID(1)), block: "b") },
        .init("failure counters of an account") {
            _ = try $0.failureCounters(of: .account(AccountID(1)))
        },
        .init("known block") {
            _ = try $0.isKnownBlock("b", of: AccountID(1), seenAfter: time)
        },
        .init("old blocks") { _ = try $0.forgetBlocks(seenBefore: time, limit: 10) },
        .init("blocks of an account") { try $0.forgetBlocks(of: AccountID(1)) },
        .init("failures at an account") {
            try $0.removeFailureCounters(of: .account(AccountID(1)))
        },
        .init("audit of an account") {
            _ = try $0.auditEntries(about: AccountID(1), limit: 10)
        },
        .init("last login") { try $0.setLastLogin(AccountID(1), at: time) },
        .init("new form of a hash") {
            _ = try $0.replacePasswordHash(AccountID(1), old: "a", new: "b")
        },
        .init("login ids") { try $0.setLoginIDs([], of: AccountID(1)) },
        .init("closed names") {
            _ = try $0.openNames(closedBefore: time, limit: 10)
        },
        .init("end of a session") { _ = try $0.endSession(SessionID("a")) },
        .init("end of an account's sessions") {
            _ = try $0.endSessions(of: AccountID(1), except: SessionID("a"))
        },
        .init("end of expired sessions") {
            _ = try $0.endSessions(expiredBefore: time, limit: 10)
        },
        .init("generation") {
            _ = try $0.raiseGeneration(
                of: SessionID("a"), from: 0, keeping: "sealed", at: time)
        },
        .init("kept token") { _ = try $0.keptToken(of: SessionID("a")) },
        .init("kept token forgotten") {
            try $0.forgetKeptToken(of: SessionID("a"), generation: 1)
        },
        .init("end of a key") { _ = try $0.deleteAPIKey(APIKeyID(1)) },
        .init("end of an account's keys") { _ = try $0.deleteAPIKeys(of: AccountID(1)) },
        .init("use of a key") { try $0.setLastUse(of: APIKeyID(1), at: time) },
        .init("end of a counter") { try $0.removeFailureCounter(.unknown(hash: "a"), block: "b") },
        .init("purge") { _ = try $0.purgeAccounts(deletedBefore: time, limit: 10) },
        .init("old events") { _ = try $0.removeEvents(madeBefore: time, limit: 10) },
    ]

    /// Those of codes, messages, follows, counters, ledgers and uploads.
    static let peopleLookUps: [LookUp] = [
        .init("unproven phone") {
            _ = try $0.accounts(unprovenPhone: FoldedKey(stored: "+8613800138000"))
        },
        .init("open codes") { _ = try $0.openCodes(.claim, destination: "a") },
        .init("sendings") {
            let scopes: [SendingRule.Scope] = [
                .purpose(.claim, mailbox: "a", asker: "b"), .asked(mailbox: "a", asker: "b"),
                .codes(mailbox: "a"), .share(.mail, asker: "b"), .channel(.mail),
                .notices(.mail), .noticesTo(mailbox: "a"), .repeats(mailbox: "a", subject: "b"),
            ]
            for scope in scopes {
                _ = try $0.sending(numbered: 10, in: scope, after: time, upTo: time)
            }
        },
        .init("old notices") { _ = try $0.removeNotices(sentBefore: time, limit: 10) },
        .init("end of a code") { _ = try $0.closeCode("a") },
        .init("times of a code") { try $0.redateCode("a", sentAt: time, expiresAt: time) },
        .init("tries of a code") { try $0.setTriesLeft(1, of: "a") },
        .init("old codes") { _ = try $0.removeCodes(sentBefore: time, limit: 10) },
        .init("next message") { _ = try $0.nextMessageDue(OutboxSelection()) },
        .init("messages due") {
            _ = try $0.takeMessages(
                OutboxSelection(), dueBy: time, orAfter: time, again: time, limit: 10)
        },
        .init("messages due besides others") {
            var selection = OutboxSelection(channel: .mail)
            selection.exceptIDs = ["a", "b"]
            selection.exceptRecipients = ["a@b.cn"]
            selection.exceptMailboxHosts = ["b.cn"]
            selection.noticesMax = 3
            _ = try $0.takeMessages(
                selection, dueBy: time, orAfter: time, again: time, limit: 10)
        },
        .init("postponed messages") { try $0.postponeMessages(["a", "b"], to: time) },
        .init("returned messages") { try $0.returnMessages(["a", "b"], dueAt: time) },
        .init("end of a message") { try $0.removeMessage("a") },
        .init("follow") { _ = try $0.follows(AccountID(1), AccountID(2)) },
        .init("followers of a page") {
            _ = try $0.followers(of: AccountID(1), among: [AccountID(2), AccountID(3)])
        },
        .init("followees of a page") {
            _ = try $0.followees(of: AccountID(1), among: [AccountID(2), AccountID(3)])
        },
        .init("followers") {
            _ = try $0.accounts(.followers, of: AccountID(1), offset: 0, limit: 10)
        },
        .init("followings") {
            _ = try $0.accounts(.followings, of: AccountID(1), offset: 0, limit: 10)
        },
        .init("mutual follows") {
            _ = try $0.mutualAccounts(
                of: AccountID(1), nameContaining: "a", offset: 0, limit: 10)
        },
        .init("uploads of a page") {
            _ = try $0.media(among: [MediaNode(stored: "a"), MediaNode(stored: "b")])
        },
        .init("friends") { _ = try $0.friendsCount(of: AccountID(1)) },
        .init("end of a follow") { _ = try $0.removeFollow(of: AccountID(1), by: AccountID(2)) },
        .init("counters of a page") { _ = try $0.counters(of: [AccountID(1), AccountID(2)]) },
        .init("neighbours' counters") {
            try $0.countNeighbours(of: AccountID(1), by: -1, at: time)
        },
        .init("last entry") { _ = try $0.lastEntry(.cents, of: AccountID(1)) },
        .init("entries") { _ = try $0.ledgerEntries(.cents, of: AccountID(1), limit: 10) },
        .init("upload") { _ = try $0.media(MediaNode(stored: "a")) },
        .init("unbound uploads") {
            _ = try $0.unboundMedia(of: AccountID(1), upTo: time, limit: 10)
        },
        .init("stored upload") {
            _ = try $0.setStored(MediaNode(stored: "a"), size: PixelSize(width: 1, height: 1))
        },
        .init("old uploads") { _ = try $0.doomMedia(announcedBefore: time, limit: 10) },
        .init("end of an upload") { try $0.removeMedia(MediaNode(stored: "a")) },
        .init("page of given accounts") {
            var query = AccountQuery()
            query.ids = [AccountID(1), AccountID(2)]
            _ = try $0.accounts(query)
        },
        .init("page below a number") {
            var query = AccountQuery()
            query.below = AccountID(9)
            query.order = .idDescending
            _ = try $0.accounts(query)
        },
    ]

    @Test("every look-up by key searches an index", arguments: lookUps + peopleLookUps)
    func lookUpsUseAnIndex(_ lookUp: LookUp) async throws {
        try await withEngineOnDisk { engine, path in
            let recorder = RecordingEngine(engine)
            let store = SQLDirectoryStore(engine: recorder)
            let outcome = try await store.write { storage throws(DirectoryError) in
                Result { try lookUp.run(storage) }
            }
            try outcome.get()
            let statements = recorder.takeStatements()
            try #require(!statements.isEmpty)
            for sql in statements {
                let plan = try await plan(of: sql, at: path)
                #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(sql)\n\(plan)")
                #expect(plan.contains { $0.hasPrefix("SEARCH") }, "\(sql)\n\(plan)")
            }
        }
    }

    @Test("administrators are counted from an index of administrators")
    func administratorsHaveAnIndex() async throws {
        try await withEngineOnDisk { engine, path in
            let recorder = RecordingEngine(engine)
            _ = try await SQLDirectoryStore(engine: recorder).read {
                storage throws(DirectoryError) in
                try storage.activeAdministrators(limit: 2)
            }
            let plan = try await plan(of: try #require(recorder.takeStatements().first), at: path)
            #expect(plan.contains { $0.contains("account_administrator") }, "\(plan)")
        }
    }

    @Test(
        "what hangs on an account is found by an index when the account goes",
        arguments: [
            ("card", "account_id"), ("login_id", "account_id"), ("surface_key", "account_id"),
            ("session", "account_id"), ("api_key", "account_id"),
            ("verification_code", "account_id"), ("account_counter", "account_id"),
            ("ledger_entry", "account_id"), ("media", "account_id"), ("follow", "follower_id"),
            ("follow", "followee_id"),
        ])
    func cascadesUseAnIndex(_ table: String, _ column: String) async throws {
        try await withEngineOnDisk { _, path in
            let plan = try await plan(of: "DELETE FROM \(table) WHERE \(column) = $1", at: path)
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
        }
    }

    @Test("uploads to be removed are read from an index of them alone")
    func doomedMediaHaveAnIndex() async throws {
        try await withEngineOnDisk { engine, path in
            let recorder = RecordingEngine(engine)
            _ = try await SQLDirectoryStore(engine: recorder).read {
                storage throws(DirectoryError) in
                try storage.doomedMedia(limit: 10)
            }
            let plan = try await plan(of: try #require(recorder.takeStatements().first), at: path)
            #expect(plan.contains { $0.contains("media_doomed") }, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    @Test(
        "followers are read in the order of their index, not sorted", arguments: FollowSide.allCases
    )
    func followsAreNotSorted(_ side: FollowSide) async throws {
        try await withEngineOnDisk { engine, path in
            let recorder = RecordingEngine(engine)
            _ = try await SQLDirectoryStore(engine: recorder).scan {
                storage throws(DirectoryError) in
                try storage.accounts(side, of: AccountID(1), offset: 0, limit: 10)
            }
            let plan = try await plan(of: try #require(recorder.takeStatements().first), at: path)
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    @Test("people are found in the order of an index, none of which sorts the table")
    func foundPeopleAreNotSorted() async throws {
        let lists: [(index: String, list: @Sendable (any DirectoryReading) throws -> Void)] = [
            (
                "account_counter_followers",
                { _ = try $0.mostFollowedAccounts(offset: 9, limit: 10) }
            ),
            (
                "account_created",
                {
                    var query = AccountQuery()
                    query.order = .newestFirst
                    query.status = .active
                    query.wantsTotal = false
                    _ = try $0.accounts(query)
                }
            ),
            (
                "follow_followings",
                {
                    _ = try $0.mutualAccounts(
                        of: AccountID(1), nameContaining: nil, offset: 0, limit: 10)
                }
            ),
        ]
        try await withEngineOnDisk { engine, path in
            for (index, list) in lists {
                let recorder = RecordingEngine(engine)
                let outcome = try await SQLDirectoryStore(engine: recorder).scan {
                    storage throws(DirectoryError) in
                    Result { try list(storage) }
                }
                try outcome.get()
                let statements = recorder.takeStatements()
                let first = try await plan(of: try #require(statements.first), at: path)
                #expect(first.contains { $0.contains(index) }, "\(first)")
                for sql in statements {
                    let plan = try await plan(of: sql, at: path)
                    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(sql)\n\(plan)")
                }
            }
        }
    }

    @Test("a list without a search is read in the order of the table, not sorted")
    func listsAreNotSorted() async throws {
        try await withEngineOnDisk { engine, path in
            let recorder = RecordingEngine(engine)
            _ = try await SQLDirectoryStore(engine: recorder).scan {
                storage throws(DirectoryError) in
                var query = AccountQuery()
                query.order = .idDescending
                return try storage.accounts(query)
            }
            let plan = try await plan(of: try #require(recorder.takeStatements().first), at: path)
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    /// The steps of SQLite's plan for a statement in our portable SQL.
    private func plan(of sql: String, at path: String) async throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        return try await queue.read { database in
            let statement = try database.makeStatement(
                sql: "EXPLAIN QUERY PLAN " + sql.replacing("$", with: "?"))
            statement.setUncheckedArguments(StatementArguments())
            return try Row.fetchAll(statement).map { $0["detail"] as String }
        }
    }
}
