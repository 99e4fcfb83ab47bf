import RosterCore
import RosterTestSupport
import Testing

/// THREATS 5: pre-registered account takeover.
@Suite("What is proven, and who gives way")
struct ProofTests {
    private let address = "Ada@example.com"

    @Test("an e-mail that an administrator sets logs in; one that a user sets does not")
    func emailsLogInWhenProven() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let proven = try await fixture.create("ada") {
            $0.email = try EmailAddress(parsing: "Ada@example.com")
        }
        #expect(proven.emailIsProven)
        #expect(try await fixture.authenticate("ADA@EXAMPLE.COM").account?.id == proven.id)
        let changed = try await fixture.claim("other@example.com", by: proven)
        #expect(!changed.emailIsProven)
        for login in ["other@example.com", address] {
            await #expect(throws: DirectoryError.wrongCredentials) {
                try await fixture.authenticate(login)
            }
        }
    }

    @Test("an e-mail sent along unchanged keeps its proof, another one has none")
    func proofIsOfTheAddress() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada") {
            $0.email = try EmailAddress(parsing: "Ada@example.com")
        }
        #expect(try await fixture.claim(address, by: ada).emailIsProven)
        #expect(try await !fixture.claim("ada@example.net", by: ada).emailIsProven)
        // An administrator who sends it along unchanged vouches for nothing; one who sets another
        // does.
        let same = try await fixture.directory.update(
            ada.target, fixture.settingEmail("ada@example.net"), by: .system)
        #expect(!same.emailIsProven)
        let other = try await fixture.directory.update(
            ada.target, fixture.settingEmail("ada@example.org"), by: .system)
        #expect(other.emailIsProven)
    }

    @Test("an e-mail given at self-registration is unproven, logs in nobody, and is held")
    func registeredEmailsAreUnproven() async throws {
        let fixture = try await DirectoryFixture.inMemory(
            policy: DirectoryPolicy(isRegistrationOpen: true))
        let squatter = try await fixture.register("squatter", email: address)
        #expect(!squatter.emailIsProven)
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.authenticate(address)
        }
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.register("second", email: "ADA@example.com")
        }
    }

    @Test(
        "an unproven e-mail yields to an administrator who gives it to another",
        arguments: [true, false])
    func unprovenEmailYields(_ isCreated: Bool) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let squatter = try await fixture.claim(address, by: try await fixture.create("squatter"))
        let administrator = try await fixture.createAdministrator("admin")
        var owner = try await fixture.create("ada")
        let email = try EmailAddress(parsing: "ada@EXAMPLE.com")
        fixture.clock.advance(seconds: 5)
        let actor = Actor.account(administrator)
        if isCreated {
            var draft = AccountDraft(name: try AccountName(parsing: "second ada"))
            draft.email = email
            owner = try await fixture.directory.create(draft, by: actor)
        } else {
            owner = try await fixture.edit(owner, by: actor) { $0.email = .set(email) }
        }
        #expect(owner.email == email && owner.emailIsProven)
        let loser = try #require(try await fixture.account(squatter.id))
        #expect(loser.email == nil && !loser.emailIsProven)
        #expect(loser.revision == squatter.revision + 1)
        #expect(loser.updatedAt == fixture.clock.now)
        let entry = try #require(try await fixture.audit(of: squatter.id).last)
        #expect(entry.action == .emailDisplaced)
        #expect(entry.fields == ["email"])
        #expect(entry.actor == administrator.id)
        let event = try #require(
            try await fixture.events().last { $0.accountID == squatter.id })
        #expect(event.type == .emailDisplaced && event.revision == loser.revision)
        // The loser is an account still.
        #expect(try await fixture.authenticate("squatter").account?.id == squatter.id)
    }

    @Test("a name that is the address too gives way to nobody")
    func namesDoNotYield() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let named = try await fixture.create(address)
        try await fixture.claim(address, by: named)
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.create("ada") {
                $0.email = try EmailAddress(parsing: "ada@example.com")
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("a displacement that comes to nothing displaces nobody")
    func refusedChangeDisplacesNobody() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let squatter = try await fixture.claim(address, by: try await fixture.create("squatter"))
        try await fixture.create("taken")
        let ada = try await fixture.create("ada")
        let before = try await DirectoryDump.of(fixture.engine)
        var change = try fixture.settingEmail(address)
        change.name = .set(try AccountName(parsing: "taken"))
        let refused = change
        await #expect(throws: DirectoryError.conflict(.name)) {
            try await fixture.directory.update(ada.target, refused, by: .system)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        #expect(try await fixture.account(squatter.id) == squatter)
    }

    @Test("a phone's proof goes with the number, and stays when it is sent along unchanged")
    func phonesLoseTheirProof() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let phone = try PhoneNumber(parsing: "+86 13800138000")
        let ada = try await fixture.create("ada") { $0.phone = phone }
        #expect(!ada.phoneIsProven)
        try await fixture.provePhone(of: ada)
        #expect(try await fixture.authenticate("138-0013-8000").account?.id == ada.id)
        #expect(try await fixture.edit(ada) { $0.phone = .set(phone) }.phoneIsProven)
        let other = try PhoneNumber(parsing: "13900139000")
        #expect(try await !fixture.edit(ada) { $0.phone = .set(other) }.phoneIsProven)
        for login in ["13800138000", "13900139000"] {
            await #expect(throws: DirectoryError.wrongCredentials) {
                try await fixture.authenticate(login)
            }
        }
    }
}

extension DirectoryFixture {
    fileprivate func settingEmail(_ text: String) throws -> AccountChange {
        var change = AccountChange()
        change.email = .set(try EmailAddress(parsing: text))
        return change
    }

    fileprivate func register(_ name: String, email: String) async throws -> Account {
        var draft = AccountDraft(name: try AccountName(parsing: name))
        draft.email = try EmailAddress(parsing: email)
        draft.password = Self.password
        return try await directory.create(draft, by: .anonymous)
    }
}
