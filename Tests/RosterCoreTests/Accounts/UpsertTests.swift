import RosterCore
import RosterTestSupport
import Testing

/// An account by name: changed in what is set, or made.
@Suite("An upsert")
struct UpsertTests {
    @Test("makes a missing account with what is set, and an ordinary user of the rest")
    func missingAccounts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let bare = try await fixture.upsert("Bare")
        #expect(bare.name.rawValue == "Bare" && bare.displayName == "Bare")
        #expect(bare.role == .user && bare.status == .active && bare.passwordHash == nil)
        #expect(bare.email == nil && bare.phone == nil && bare.revision == 0)
        fixture.clock.advance(seconds: 1)
        let full = try await fixture.upsert("Full") {
            $0.displayName = .set("Shown")
            $0.status = .set(.disabled)
            $0.password = DirectoryFixture.password
        }
        #expect(full.displayName == "Shown" && full.status == .disabled)
        #expect(full.createdAt == fixture.clock.now)
        await #expect(throws: DirectoryError.accountDisabled) { try await fixture.logIn("full") }
        let reset = try await fixture.upsert("reset") { $0.displayName = .set(nil) }
        #expect(reset.displayName == "reset")
        #expect(try await fixture.audit(of: full.id).map(\.action) == [.accountCreated])
        #expect(try await fixture.events().map(\.accountID) == [bare.id, full.id, reset.id])
        #expect(try await fixture.authenticateFails("bare"))
    }

    @Test("makes nothing where missing accounts are not to be made")
    func unknownAccounts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let gone = try await fixture.create("gone")
        try await fixture.delete(gone)
        let hashes = fixture.passwords.hashes
        let before = try await DirectoryDump.of(fixture.engine)
        for name in ["nobody", "gone"] {
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.upsert(name, makingMissing: false) { $0.password = "new" }
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        // Hashing is dear: what will be refused anyway is refused first.
        #expect(fixture.passwords.hashes == hashes)
    }

    @Test("changes what is set of an account and leaves the rest", arguments: [true, false])
    func merging(_ makingMissing: Bool) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("Ada") {
            $0.displayName = "Shown"
            $0.email = try EmailAddress(parsing: "ada@example.com")
            $0.phone = try PhoneNumber(parsing: "13800138000")
            $0.avatar = "https://example.com/a.png"
            $0.extend = #"{"a":1.0}"#
        }
        try await fixture.provePhone(of: ada)
        var expected = try #require(try await fixture.account(ada.id))
        fixture.clock.advance(seconds: 1)
        // The name is looked up folded, and stays as it was written first.
        let named = try await fixture.upsert("ＡＤＡ", makingMissing: makingMissing) {
            $0.displayName = .set("New")
        }
        expected.displayName = "New"
        expected.revision += 1
        expected.updatedAt = fixture.clock.now
        #expect(named == expected)
        let disabled = try await fixture.upsert("ada", makingMissing: makingMissing) {
            $0.status = .set(.disabled)
        }
        expected.status = .disabled
        expected.revision += 1
        #expect(disabled == expected)
        let both = try await fixture.upsert("ada", makingMissing: makingMissing) {
            $0.displayName = .set("")
            $0.status = .set(.active)
        }
        expected.displayName = ""
        expected.status = .active
        expected.revision += 1
        #expect(both == expected)
        #expect(try await fixture.account(ada.id) == expected)
        for login in ["ada", "ada@example.com", "13800138000"] {
            #expect(try await fixture.authenticate(login).account?.id == ada.id)
        }
        let page = try await fixture.directory.accounts(AccountQuery(), by: .operator)
        #expect(page.total == 1)
    }

    @Test("makes the display name the account's own name again")
    func displayNameReset() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("Ada") { $0.displayName = "Shown" }
        let reset = try await fixture.upsert("ADA") { $0.displayName = .set(nil) }
        #expect(reset.displayName == "Ada")
    }

    @Test("that sets nothing changes nothing and leaves no trace")
    func nothingSet() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada") { $0.displayName = "Shown" }
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.clock.advance(seconds: 1)
        for makingMissing in [true, false] {
            #expect(try await fixture.upsert("ADA", makingMissing: makingMissing) == ada)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("with a password ends the sessions, forgets failures, and says so in the trail")
    func passwords() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let issued = try await fixture.logIn("ada")
        for _ in 0..<4 { try await fixture.guess("ada") }
        let changed = try await fixture.upsert("ada") { $0.password = "new" }
        #expect(changed.revision == ada.revision + 1)
        #expect(try await fixture.failures(of: ada) == nil)
        await #expect(throws: DirectoryError.unauthenticated(.sessionEnded)) {
            try await fixture.authenticate(bearer: issued.token)
        }
        #expect(try await fixture.authenticateFails("ada"))
        #expect(try await fixture.logIn("ada", password: "new").account.id == ada.id)
        try await fixture.upsert("ada") {
            $0.password = "newer"
            $0.displayName = .set("Shown")
        }
        #expect(try await fixture.logIn("ada", password: "newer").account.displayName == "Shown")
        let entries = try await fixture.audit(of: ada.id).filter {
            [.passwordChanged, .accountUpdated].contains($0.action)
        }
        #expect(entries.map(\.action) == [.passwordChanged, .accountUpdated])
        #expect(entries.map(\.fields) == [["password"], ["displayName", "password"]])
        #expect(
            try await fixture.events().map(\.type) == [
                .accountCreated, .passwordChanged, .accountUpdated,
            ])
        #expect(fixture.passwords.priorities == [.interactive, .interactive, .interactive])
    }

    @Test("without a password leaves sessions and keys alone, until it disables the account")
    func sessionsAndKeys() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let token = try await fixture.logIn("ada").token
        let secret = try await fixture.directory.createKey(
            name: "key", owner: ada.target, role: nil, scopes: nil, by: .system
        ).secret
        try await fixture.upsert("ada") {
            $0.displayName = .set("Shown")
            $0.status = .set(.active)
        }
        for credential in [token, secret] {
            #expect(try await fixture.authenticate(bearer: credential).account?.id == ada.id)
        }
        try await fixture.upsert("ada") { $0.status = .set(.disabled) }
        try await fixture.upsert("ada") { $0.status = .set(.active) }
        for credential in [token, secret] {
            await #expect(throws: DirectoryError.self) {
                try await fixture.authenticate(bearer: credential)
            }
        }
    }
}

extension DirectoryFixture {
    /// Changes the account of a name, or makes it.
    @discardableResult
    func upsert(
        _ name: String, makingMissing: Bool = true, by actor: Actor = .system,
        _ edit: (inout AccountUpsert) -> Void = { _ in }
    ) async throws -> Account {
        let upsert = try AccountUpsert(named: name, edit)
        return try await directory.commit(
            try await directory.preparedUpsert(upsert, makingMissing: makingMissing, by: actor))
    }

    /// Whether the password that accounts are made with is refused.
    fileprivate func authenticateFails(_ login: String) async throws -> Bool {
        do throws(DirectoryError) {
            _ = try await authenticate(login)
            return false
        } catch {
            return error == .wrongCredentials
        }
    }
}

extension AccountUpsert {
    init(named name: String, _ edit: (inout AccountUpsert) -> Void = { _ in }) throws {
        self.init(name: try AccountName(parsing: name))
        edit(&self)
    }
}
