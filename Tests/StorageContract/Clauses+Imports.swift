import RosterCore
import RosterStorage
import Testing

extension StorageContract {
    static let imports: [StorageClause] = [
        .init(name: "an import's progress comes back as it was set", run: runsComeBack),
        .init(name: "imports that nobody went on with are forgotten in batches", run: runsGo),
        .init(
            name: "numbers are raised before the first account, and never lowered", run: raising),
        .init(name: "a number that was taken is nobody's", run: taking),
        .init(name: "a number given on a surface yields to an imported id", run: givenKeys),
        .init(name: "ids are found of deleted accounts, too", run: anyAccounts),
        .init(name: "ids of a range of accounts, by surface", run: keysOfRange),
        .init(name: "the recycle bin by number, newest first", run: recycleBin),
        .init(name: "cards of all live accounts by id, and whose each is", run: allCards),
        .init(name: "cards of accounts deleted long ago go in batches", run: cardsOfDeleted),
        .init(name: "an account comes with every field of its first day", run: wholeAccount),
    ]

    private static func runsComeBack(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        var run = ImportRun(id: "a", at: Sample.start)
        let other = ImportRun(id: "b", at: Sample.start)
        try await store.write { [run] storage throws(DirectoryError) in
            try storage.set(run)
            try storage.set(other)
        }
        #expect(try await store.importRun("a") == run)
        run.rows = 15
        run.counts.created = 1
        run.counts.linked = 2
        run.counts.present = 3
        run.counts.skipped = 4
        run.counts.refused = 5
        run.lastReports = "{\"row\":15}\n\u{1F600}"
        run.updatedAt = Sample.start.adding(seconds: 1)
        run.finishedAt = Sample.start.adding(seconds: 2)
        try await store.write { [run] storage throws(DirectoryError) in try storage.set(run) }
        #expect(try await store.importRun("a") == run)
        #expect(try await store.importRun("b") == other)
        #expect(try await store.importRun("c") == nil)
    }

    private static func runsGo(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let removed = try await store.write { storage throws(DirectoryError) in
            for (number, id) in ["a", "b", "c"].enumerated() {
                try storage.set(ImportRun(id: id, at: Sample.start.adding(seconds: Int64(number))))
            }
            let end = Sample.start.adding(seconds: 2)
            return [
                try storage.removeImportRuns(untouchedSince: end, limit: 1),
                try storage.removeImportRuns(untouchedSince: end, limit: 5),
            ]
        }
        #expect(removed == [1, 1])
        #expect(try await store.importRun("b") == nil)
        #expect(try await store.importRun("c") != nil)
    }

    private static func raising(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        try await store.write { storage throws(DirectoryError) in
            try storage.raiseAccountNumbers(above: 500)
            try storage.raiseAccountNumbers(above: 20)
        }
        #expect(try await store.keep(named: "first").id == AccountID(501))
        try await store.write { storage throws(DirectoryError) in
            try storage.raiseAccountNumbers(above: 1000)
        }
        #expect(try await store.keep(named: "second").id == AccountID(1001))
    }

    private static func taking(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let first = try await store.write { storage throws(DirectoryError) in
            try storage.takeAccountNumber()
        }
        let ada = try await store.keep(named: "ada")
        let next = try await store.write { storage throws(DirectoryError) in
            [try storage.takeAccountNumber(), try storage.takeAccountNumber()]
        }
        let ben = try await store.keep(named: "ben")
        let numbers = [first, ada.id.rawValue] + next + [ben.id.rawValue]
        #expect(Set(numbers).count == 5 && numbers == numbers.sorted(), "\(numbers)")
    }

    private static func givenKeys(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let ada = try await store.keep(named: "ada")
        let (iam, sns) = (SurfaceName("IAM"), SurfaceName("ThinkSNS"))
        let states = try await store.write { storage throws(DirectoryError) in
            func state() throws(DirectoryError) -> [String] {
                [
                    try storage.surfaceKey(iam, of: ada.id) ?? "-",
                    "\(try storage.isGivenKey(iam, of: ada.id))",
                    "\(try storage.isGivenKey(sns, of: ada.id))",
                    "\(try storage.account(surface: iam, key: "900") == ada.id)",
                ]
            }
            var states = [try state()]
            try storage.giveKey(surface: iam, number: 900, to: ada.id)
            states.append(try state())
            _ = try storage.link(surface: iam, key: .number(7), to: ada.id)
            states.append(try state())
            // An imported one stays.
            _ = try storage.link(surface: iam, key: .number(8), to: ada.id)
            states.append(try state())
            return states
        }
        #expect(
            states == [
                ["-", "false", "false", "false"], ["900", "true", "false", "true"],
                ["7", "false", "false", "false"], ["7", "false", "false", "false"],
            ])
    }

    private static func anyAccounts(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let ada = try await store.keep(named: "ada")
        try await store.delete(ada, at: Sample.start)
        let found = try await store.read { storage throws(DirectoryError) in
            [
                try storage.anyAccount(guid: ada.guid),
                try storage.anyAccount(instanceID: ada.instanceID),
                try storage.anyAccount(guid: ada.instanceID),
                try storage.anyAccount(guid: "a\0b"),
            ]
        }
        #expect(found == [ada.id, ada.id, nil, nil])
    }

    private static func keysOfRange(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let ada = try await store.keep(named: "ada")
        let ben = try await store.keep(named: "ben")
        let cat = try await store.keep(named: "cat")
        let (iam, sns) = (SurfaceName("IAM"), SurfaceName("ThinkSNS"))
        let keys = try await store.write { storage throws(DirectoryError) in
            _ = try storage.link(surface: iam, key: .number(70), to: ada.id)
            _ = try storage.link(surface: sns, key: .number(71), to: ada.id)
            _ = try storage.link(surface: sns, key: .number(72), to: cat.id)
            return [
                try storage.surfaceKeys(ada.id...ben.id), try storage.surfaceKeys(ben.id...cat.id),
            ]
        }
        #expect(keys == [[ada.id: [iam: "70", sns: "71"]], [cat.id: [sns: "72"]]])
    }

    private static func recycleBin(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        var gone: [Account] = []
        for name in ["ada", "ben", "cat", "dan"] {
            let account = try await store.keep(named: name)
            if name != "ben" { gone.append(try await store.delete(account, at: Sample.start)) }
        }
        let pages = try await store.read { [gone] storage throws(DirectoryError) in
            [
                try storage.deletedAccounts(below: nil, limit: 2),
                try storage.deletedAccounts(below: gone[1].id, limit: 2),
            ].map { $0.map(\.name.rawValue) }
        }
        #expect(pages == [["dan", "cat"], ["ada"]])
    }

    private static func allCards(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let ada = try await store.keep(named: "ada")
        let ben = try await store.keep(named: "ben")
        let cards = [
            Sample.card("usr_b", of: ada), Sample.card("usr_a", of: ben),
            Sample.card("usr_C", of: ada, named: "C"),
        ]
        try await store.write { storage throws(DirectoryError) in
            for card in cards { try storage.insert(card) }
        }
        let answers = try await store.read { storage throws(DirectoryError) in
            (
                first: try storage.cards(after: nil, limit: 2).map(\.id.rawValue),
                rest: try storage.cards(after: CardID("usr_a"), limit: 2).map(\.id.rawValue),
                owner: try storage.owner(of: CardID("usr_a")),
                nobody: try storage.owner(of: CardID("usr_x")),
                holds: try storage.holds(cardNamed: cards[0].content.name, of: ada.id),
                lacks: try storage.holds(cardNamed: cards[2].content.name, of: ben.id)
            )
        }
        // By code point: capitals first.
        #expect(answers.first == ["usr_C", "usr_a"] && answers.rest == ["usr_b"])
        #expect(answers.owner == ben.id && answers.nobody == nil)
        #expect(answers.holds && !answers.lacks)
        try await store.delete(ben, at: Sample.start)
        let left = try await store.read { storage throws(DirectoryError) in
            try storage.cards(after: nil, limit: 9).map(\.id.rawValue)
        }
        #expect(left == ["usr_C", "usr_b"])
    }

    private static func cardsOfDeleted(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        let ada = try await store.keep(named: "ada")
        let ben = try await store.keep(named: "ben")
        try await store.write { storage throws(DirectoryError) in
            for number in 1...3 {
                try storage.insert(Sample.card("usr_\(number)", of: ada, named: "c\(number)"))
            }
            try storage.insert(Sample.card("usr_ben", of: ben))
        }
        try await store.delete(ada, at: Sample.start)
        let removed = try await store.write { storage throws(DirectoryError) in
            let later = Sample.start.adding(seconds: 1)
            return [
                try storage.removeCards(ofAccountsDeletedBefore: Sample.start, limit: 9),
                try storage.removeCards(ofAccountsDeletedBefore: later, limit: 2),
                try storage.removeCards(ofAccountsDeletedBefore: later, limit: 2),
                try storage.removeCards(ofAccountsDeletedBefore: later, limit: 2),
            ]
        }
        #expect(removed == [0, 2, 1, 0])
        let left = try await store.read { storage throws(DirectoryError) in
            try storage.owner(of: CardID("usr_ben"))
        }
        #expect(left == ben.id)
    }

    private static func wholeAccount(_ engine: any Engine) async throws {
        let store = SQLDirectoryStore(engine: engine)
        var new = try Sample.account("ada")
        new.phone = try PhoneNumber(parsing: "13800138000", in: .china)
        new.phoneIsProven = true
        new.avatar = "https://example.com/a.png"
        new.background = "https://example.com/b.png"
        new.bio = "line\nline"
        new.sex = .female
        new.location = "杭州"
        new.updatedAt = Sample.start.adding(seconds: 9)
        new.lastLoginAt = Sample.start.adding(seconds: 8)
        let account = try await store.write { [new] storage throws(DirectoryError) in
            try storage.insert(new)
        }
        #expect(account.phoneIsProven && account.phone == new.phone)
        #expect(account.avatar == new.avatar && account.background == new.background)
        #expect(account.bio == new.bio && account.sex == .female && account.location == "杭州")
        #expect(account.updatedAt == new.updatedAt && account.lastLoginAt == new.lastLoginAt)
        #expect(try await store.account(account.id) == account)
    }
}

extension SQLDirectoryStore {
    fileprivate func importRun(_ id: String) async throws -> ImportRun? {
        try await read { storage throws(DirectoryError) in try storage.importRun(id) }
    }

    @discardableResult
    fileprivate func delete(_ account: Account, at time: Timestamp) async throws -> Account {
        var gone = account
        gone.deletedAt = time
        gone.revision += 1
        let isDone = try await write { [gone] storage throws(DirectoryError) in
            try storage.update(gone, from: account.revision)
        }
        #expect(isDone)
        return gone
    }
}
