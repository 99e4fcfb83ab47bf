import RosterCore
import RosterTestSupport
import Testing

/// Many upserts as one change, all or none; their hashes wait behind every login (DESIGN §6).
@Suite("A batch of upserts")
struct BatchUpsertTests {
    @Test("makes and changes accounts in order, each as an upsert of its own would")
    func order() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("Ada") { $0.displayName = "Shown" }
        let ben = try await fixture.create("ben")
        let adaToken = try await fixture.logIn("ada").token
        let benToken = try await fixture.logIn("ben").token
        for _ in 0..<3 { try await fixture.guess("ben") }
        fixture.clock.advance(seconds: 1)
        let accounts = try await fixture.upserts([
            try AccountUpsert(named: "new") { $0.password = DirectoryFixture.password },
            try AccountUpsert(named: "ADA") { $0.displayName = .set(nil) },
            try AccountUpsert(named: "ben") { $0.password = "ben's new" },
            try AccountUpsert(named: "other") { $0.status = .set(.disabled) },
        ])
        #expect(accounts.map(\.name.rawValue) == ["new", "Ada", "ben", "other"])
        #expect(accounts.map(\.revision) == [0, 1, 1, 0])
        #expect(accounts.map(\.displayName) == ["new", "Ada", "ben", "other"])
        #expect(accounts.map(\.status) == [.active, .active, .active, .disabled])
        #expect(accounts.allSatisfy { $0.updatedAt == fixture.clock.now && $0.role == .user })
        #expect(accounts[1].id == ada.id && accounts[2].id == ben.id)
        for account in accounts { #expect(try await fixture.account(account.id) == account) }
        #expect(try await fixture.logIn("new").account.id == accounts[0].id)
        _ = try await fixture.authenticate(bearer: adaToken)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await fixture.authenticate(bearer: benToken)
        }
        #expect(try await fixture.failures(of: ben) == nil)
        _ = try await fixture.logIn("ben", password: "ben's new")
        #expect(
            try await fixture.events().dropFirst(2).map(\.type) == [
                .accountCreated, .accountUpdated, .passwordChanged, .accountCreated,
            ])
    }

    @Test("that sets nothing, or of none, leaves no trace")
    func nothingSet() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let before = try await DirectoryDump.of(fixture.engine)
        let upserts = [try AccountUpsert(named: "ada"), try AccountUpsert(named: "ADA")]
        #expect(try await fixture.upserts(upserts) == [ada, ada])
        #expect(try await fixture.upserts([]) == [])
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("that names one account twice changes it twice, in order")
    func repeatedNames() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let accounts = try await fixture.upserts([
            try AccountUpsert(named: "Ada") {
                $0.displayName = .set("first")
                $0.password = "first"
            },
            try AccountUpsert(named: "ADA") {
                $0.displayName = .set(nil)
                $0.password = "second"
            },
            try AccountUpsert(named: "ada") { $0.status = .set(.disabled) },
            try AccountUpsert(named: "ada") { $0.status = .set(.active) },
        ])
        #expect(Set(accounts.map(\.id)).count == 1)
        #expect(accounts.map(\.revision) == [0, 1, 2, 3])
        #expect(accounts.map(\.displayName) == ["first", "Ada", "Ada", "Ada"])
        #expect(accounts.allSatisfy { $0.name.rawValue == "Ada" })
        #expect(try await fixture.account(accounts[0].id) == accounts[3])
        #expect(try await fixture.logIn("ada", password: "second").account.revision == 3)
    }

    /// What is wrong with one element.
    enum Fault: String, CaseIterable, Sendable {
        case unknown, takenName, scopedKey, lastAdministrator, displayName, longPassword, nul
    }

    @Test("is refused whole for one element, and says which", arguments: Fault.allCases)
    func allOrNothing(_ fault: Fault) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let admin = try await fixture.createAdministrator("admin")
        try await fixture.create("ada") { $0.email = try EmailAddress(parsing: "ada@example.com") }
        try await fixture.create("ben")
        let token = try await fixture.logIn("ada").token
        let key = try await fixture.directory.createKey(
            name: "key", owner: admin.target, role: nil, scopes: [.test], by: .system
        ).key
        var upserts = try ["ada", "ben", "ada", "ben"].map { name in
            try AccountUpsert(named: name) {
                $0.password = "new"
                $0.displayName = .set("new")
            }
        }
        if fault != .unknown { upserts[0] = try AccountUpsert(named: "new") }
        let bytes = Limits.passwordBytesMax
        let error: DirectoryError
        switch fault {
        case .unknown:
            upserts[2] = try AccountUpsert(named: "nobody")
            error = .notFound
        case .takenName:
            upserts[2] = try AccountUpsert(named: "ADA@example.com")
            error = .conflict(.name)
        case .scopedKey:
            upserts[2] = try AccountUpsert(named: "admin")
            error = .forbidden(.scopedKey)
        case .lastAdministrator:
            upserts[2] = try AccountUpsert(named: "admin") { $0.status = .set(.disabled) }
            error = .forbidden(.lastAdministrator)
        case .displayName:
            upserts[2].displayName = .set("a\u{0}")
            error = .invalid([InvalidField(.displayName, .forbiddenCharacters)])
        case .longPassword:
            upserts[2].password = String(repeating: "x", count: bytes + 1)
            error = .invalid([InvalidField(.password, .tooLong(maximum: bytes))])
        case .nul:
            upserts[2].password = "a\u{0}"
            error = .invalid([InvalidField(.password, .forbiddenCharacters)])
        }
        let elements = upserts
        let actor = fault == .scopedKey ? Actor.key(key, of: admin) : .system
        let hashes = fixture.passwords.hashes
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.inBatch(index: 2, error)) {
            try await fixture.upserts(elements, makingMissing: fault != .unknown, by: actor)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        _ = try await fixture.authenticate(bearer: token)
        // Only what the pool or the transaction alone can tell has cost hashes.
        if ![.nul, .lastAdministrator].contains(fault) {
            #expect(fixture.passwords.hashes == hashes)
        }
    }

    @Test("names the first of several elements that fail alike")
    func firstFailure() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let pair = try ["fine", "nul", "fine too", "nul too"].map { name in
            try AccountUpsert(named: name) { $0.password = name.contains("nul") ? "\u{0}" : "x" }
        }
        let nul = DirectoryError.invalid([InvalidField(.password, .forbiddenCharacters)])
        await #expect(throws: DirectoryError.inBatch(index: 1, nul)) {
            try await fixture.upserts(pair)
        }
        let unknown = try ["ada", "nobody", "somebody"].map { try AccountUpsert(named: $0) }
        try await fixture.create("ada")
        await #expect(throws: DirectoryError.inBatch(index: 1, .notFound)) {
            try await fixture.upserts(unknown, makingMissing: false)
        }
    }

    @Test("leaves an administrator, though it would disable them one by one")
    func lastAdministrator() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        for name in ["first", "second"] { try await fixture.createAdministrator(name) }
        let both = try ["first", "user", "second"].map { name in
            try AccountUpsert(named: name) { $0.status = .set(.disabled) }
        }
        let before = try await DirectoryDump.of(fixture.engine)
        let refusal = DirectoryError.forbidden(.lastAdministrator)
        await #expect(throws: DirectoryError.inBatch(index: 2, refusal)) {
            try await fixture.upserts(both)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("blames no element for the caller or a busy pool")
    func noElementsFault() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let upserts = [try AccountUpsert(named: "ada") { $0.password = "new" }]
        let before = try await DirectoryDump.of(fixture.engine)
        for (actor, elements) in [(Actor.account(ada), upserts), (.anonymous, [])] {
            await #expect(throws: DirectoryError.forbidden(.notAdministrator)) {
                try await fixture.upserts(elements, by: actor)
            }
        }
        fixture.passwords.refuseHashes(true)
        await #expect(throws: DirectoryError.busy(retryAfterSeconds: 1)) {
            try await fixture.upserts(upserts)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("hashes before its transaction, behind logins: 1000 of them hold up nobody")
    func hashingHoldsUpNobody() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let count = Limits.batchElementsMax
        let upserts = try (0..<count).map { number in
            try AccountUpsert(named: "new \(number)") { $0.password = "password \(number)" }
        }
        let interactive = fixture.passwords.priorities
        fixture.passwords.hashing.close()
        async let batch = fixture.upserts(upserts + [try AccountUpsert(named: "passwordless")])
        // All at once: it is the pool that decides how many run.
        await fixture.passwords.hashing.waitUntilHolding(count)
        let changed = try await fixture.edit(ada) { $0.bio = .set("meanwhile") }
        #expect(changed.revision == 1)
        let issued = try await fixture.logIn("ada")
        _ = try await fixture.authenticate(bearer: issued.token)
        try await fixture.create("made meanwhile", password: nil)
        #expect(try await fixture.live("new 0") == nil)
        fixture.passwords.hashing.open()
        let accounts = try await batch
        let bulk = [HashPriority](repeating: .bulk, count: count)
        #expect(fixture.passwords.priorities == interactive + bulk)
        #expect(accounts.count == count + 1)
        #expect(accounts.map(\.name.rawValue).dropLast() == (0..<count).map { "new \($0)" })
        // Each got its own hash.
        for number in [0, 1, count / 2, count - 1] {
            let login = try await fixture.logIn("new \(number)", password: "password \(number)")
            #expect(login.account.id == accounts[number].id)
        }
    }

    @Test("is judged again when it is applied, by what is there then", arguments: [true, false])
    func whileHashing(_ makingMissing: Bool) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada", password: nil)
        let ben = try await fixture.create("ben", password: nil)
        let upserts = try ["ben", "ada"].map { name in
            try AccountUpsert(named: name) { $0.password = DirectoryFixture.password }
        }
        fixture.passwords.hashing.close()
        let batch = Task { try await fixture.upserts(upserts, makingMissing: makingMissing) }
        await fixture.passwords.hashing.waitUntilHolding(2)
        try await fixture.delete(ada)
        let changed = try await fixture.edit(ben) { $0.bio = .set("changed") }
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.passwords.hashing.open()
        guard makingMissing else {
            await #expect(throws: DirectoryError.inBatch(index: 1, .notFound)) {
                try await batch.value
            }
            #expect(try await DirectoryDump.of(fixture.engine) == before)
            return
        }
        let accounts = try await batch.value
        #expect(accounts[0].id == ben.id && accounts[0].revision == changed.revision + 1)
        #expect(accounts[0].bio == "changed")
        #expect(accounts[1].id > ben.id && accounts[1].revision == 0)
        for name in ["ada", "ben"] { _ = try await fixture.logIn(name) }
    }
}

extension DirectoryFixture {
    /// Changes or makes accounts, all or none.
    @discardableResult
    func upserts(
        _ upserts: [AccountUpsert], makingMissing: Bool = true, by actor: Actor = .system
    ) async throws(DirectoryError) -> [Account] {
        try await directory.commit(
            try await directory.preparedUpserts(upserts, makingMissing: makingMissing, by: actor))
    }
}
