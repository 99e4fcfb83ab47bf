import RosterCore
import RosterTestSupport
import Testing

/// What an upsert may not do, and what happens between its check and its transaction.
@Suite("An upsert is refused")
struct UpsertRefusalTests {
    /// THREATS 4: a name that is somebody's other login id.
    @Test(
        "that makes an account of a name that is another's login id",
        arguments: [
            "ada@example.com", "ADA@Example.com", "claimed@example.com", "13800138000",
            "+86 138-0013-8000",
        ])
    func takenNames(_ name: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada") {
            $0.email = try EmailAddress(parsing: "ada@example.com")
            $0.phone = try PhoneNumber(parsing: "138 0013 8000")
        }
        try await fixture.provePhone(of: ada)
        try await fixture.claim("claimed@example.com", by: try await fixture.create("claimer"))
        let hashes = fixture.passwords.hashes
        try await expect(.conflict(.name), in: fixture) {
            try await fixture.upsert(name) { $0.password = "new" }
        }
        try await expect(.notFound, in: fixture) {
            try await fixture.upsert(name, makingMissing: false)
        }
        #expect(fixture.passwords.hashes == hashes)
    }

    @Test("to anybody but an administrator, for itself too")
    func callers() async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(isRegistrationOpen: true))
        let admin = try await fixture.createAdministrator("admin")
        let ada = try await fixture.create("ada")
        let key = try await fixture.directory.createKey(
            name: "key", owner: admin.target, role: .user, scopes: nil, by: .system
        ).key
        for actor in [Actor.account(ada), .key(key, of: admin), .anonymous] {
            for name in ["ada", "new"] {
                try await expect(.forbidden(.notAdministrator), in: fixture) {
                    try await fixture.upsert(name, by: actor) { $0.displayName = .set("x") }
                }
            }
        }
    }

    /// THREATS 28.
    @Test("to a scoped key at an administrator; users it may make and change")
    func scopedKeys() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let admin = try await fixture.createAdministrator("admin")
        try await fixture.createAdministrator("other")
        let key = try await fixture.directory.createKey(
            name: "key", owner: admin.target, role: nil, scopes: [.test], by: .system
        ).key
        let actor = Actor.key(key, of: admin)
        for name in ["admin", "other"] {
            try await expect(.forbidden(.scopedKey), in: fixture) {
                try await fixture.upsert(name, by: actor) { $0.password = "new" }
            }
            try await expect(.forbidden(.scopedKey), in: fixture) {
                try await fixture.upsert(name, by: actor)
            }
        }
        let made = try await fixture.upsert("new", by: actor)
        let changed = try await fixture.upsert("new", by: actor) { $0.displayName = .set("x") }
        #expect(changed.id == made.id && changed.displayName == "x" && changed.role == .user)
    }

    /// THREATS 27.
    @Test("that would disable the last administrator")
    func lastAdministrator() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.createAdministrator("first")
        try await fixture.createAdministrator("second")
        try await fixture.upsert("first") { $0.status = .set(.disabled) }
        try await expect(.forbidden(.lastAdministrator), in: fixture) {
            try await fixture.upsert("second") {
                $0.status = .set(.disabled)
                $0.password = "new"
            }
        }
        try await fixture.upsert("second") { $0.status = .set(.active) }
    }

    @Test("that sets what no account may have, be it a new one or an old one")
    func fields() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        let long = String(repeating: "x", count: Limits.displayNameCodePointsMax + 1)
        let bytes = Limits.passwordBytesMax
        for name in ["ada", "new"] {
            let tooLong = InvalidReason.tooLong(maximum: Limits.displayNameCodePointsMax)
            try await expect(.invalid([InvalidField(.displayName, tooLong)]), in: fixture) {
                try await fixture.upsert(name) { $0.displayName = .set(long) }
            }
            let controls = InvalidField(.displayName, .forbiddenCharacters)
            try await expect(.invalid([controls]), in: fixture) {
                try await fixture.upsert(name) { $0.displayName = .set("a\u{0}") }
            }
            let password = InvalidField(.password, .tooLong(maximum: bytes))
            try await expect(.invalid([password]), in: fixture) {
                try await fixture.upsert(name) {
                    $0.password = String(repeating: "x", count: bytes + 1)
                }
            }
            let nul = InvalidField(.password, .forbiddenCharacters)
            try await expect(.invalid([nul]), in: fixture) {
                try await fixture.upsert(name) { $0.password = "a\u{0}" }
            }
        }
    }

    @Test("when the pool is busy, and nothing has happened")
    func busyPool() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        fixture.passwords.refuseHashes(true)
        for name in ["ada", "new"] {
            try await expect(.busy(retryAfterSeconds: 1), in: fixture) {
                try await fixture.upsert(name) {
                    $0.displayName = .set("x")
                    $0.password = "new"
                }
            }
        }
    }

    /// What others do while the password is hashed.
    enum Meanwhile: String, CaseIterable, Sendable {
        case created, changed, deleted, deletedAndNotToBeMade, promoted, nameTaken, phoneProven

        /// Whether the name is nobody's when the upsert begins.
        var isOfNewAccount: Bool { [.created, .nameTaken, .phoneProven].contains(self) }
    }

    @Test("or not by what is there when it is applied", arguments: Meanwhile.allCases)
    func whileHashing(_ event: Meanwhile) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let admin = try await fixture.createAdministrator("admin")
        let key = try await fixture.directory.createKey(
            name: "key", owner: admin.target, role: nil, scopes: [.test], by: .system
        ).key
        let name = event == .phoneProven ? "+86 138-0013-8000" : "ada@example.com"
        if !event.isOfNewAccount { try await fixture.create(name, password: nil) }
        fixture.passwords.hashing.close()
        let upsert = Task {
            try await fixture.upsert(
                name, makingMissing: event != .deletedAndNotToBeMade, by: .key(key, of: admin)
            ) {
                $0.displayName = .set("Upserted")
                $0.password = DirectoryFixture.password
            }
        }
        await fixture.passwords.hashing.waitUntilHolding(1)
        fixture.clock.advance(seconds: 10)
        let found = try await fixture.live(name)
        switch event {
        case .created: try await fixture.create("ADA@example.com", password: nil)
        case .changed: try await fixture.edit(try #require(found)) { $0.bio = .set("changed") }
        case .deleted, .deletedAndNotToBeMade: try await fixture.delete(try #require(found))
        case .promoted: try await fixture.edit(try #require(found)) { $0.role = .set(.admin) }
        case .nameTaken:
            try await fixture.create("other", password: nil) {
                $0.email = try EmailAddress(parsing: name)
            }
        case .phoneProven:
            try await fixture.provePhone(
                of: try await fixture.create("other", password: nil) {
                    $0.phone = try PhoneNumber(parsing: "13800138000")
                })
        }
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.passwords.hashing.open()
        let refusals: [Meanwhile: DirectoryError] = [
            .deletedAndNotToBeMade: .notFound, .promoted: .forbidden(.scopedKey),
            .nameTaken: .conflict(.name), .phoneProven: .conflict(.name),
        ]
        if let refusal = refusals[event] {
            await #expect(throws: refusal) { try await upsert.value }
            #expect(try await DirectoryDump.of(fixture.engine) == before)
            return
        }
        let account = try await upsert.value
        #expect(account.displayName == "Upserted")
        #expect(account.updatedAt == fixture.clock.now)
        #expect(try await fixture.logIn(name).account.id == account.id)
        switch event {
        case .created: #expect(account.name.rawValue == "ADA@example.com" && account.revision == 1)
        case .changed: #expect(account.bio == "changed" && account.revision == 2)
        default:
            let deleted = try #require(found)
            #expect(account.createdAt == fixture.clock.now)
            #expect(account.revision == 0 && account.id > deleted.id)
        }
    }

    /// Expects `error`, and that nothing at all has changed.
    private func expect(
        _ error: DirectoryError, in fixture: DirectoryFixture,
        at location: SourceLocation = #_sourceLocation, _ body: () async throws -> Account
    ) async throws {
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: error, sourceLocation: location) { _ = try await body() }
        let after = try await DirectoryDump.of(fixture.engine)
        #expect(after == before, sourceLocation: location)
    }
}
