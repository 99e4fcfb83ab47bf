import RosterCore
import RosterTestSupport
import Testing

/// THREATS 4: a name equal to someone else's e-mail or phone.
@Suite("One namespace of login ids")
struct NamespaceTests {
    /// A login id that somebody has, and spellings that an intruder could try.
    struct Taken: Sendable, CustomStringConvertible {
        let description: String
        let spelling: String
        /// Whether the spelling is a well-formed address too.
        var isAddress = false
    }

    static let taken: [Taken] = [
        Taken(description: "the name", spelling: "owner"),
        Taken(description: "the name in another width", spelling: "ＯＷＮＥＲ"),
        Taken(description: "the name with an invisible letter", spelling: "ow\u{3164}ner"),
        Taken(description: "the proven e-mail", spelling: "Proven@example.com", isAddress: true),
        Taken(description: "the proven phone", spelling: "13800138000"),
        // Its holder would catch the logins of the phone's owner.
        Taken(description: "the proven phone as it may be typed", spelling: "+86 138 0013 8000"),
        Taken(
            description: "a name that is an address", spelling: "name@example.com", isAddress: true),
        Taken(description: "an unproven e-mail", spelling: "claimed@example.com", isAddress: true),
    ]

    private func fixture() async throws -> DirectoryFixture {
        let fixture = try await DirectoryFixture.inMemory()
        let owner = try await fixture.create("owner") {
            $0.email = try EmailAddress(parsing: "proven@example.com")
            $0.phone = try PhoneNumber(parsing: "+86 138-0013-8000")
        }
        try await fixture.provePhone(of: owner)
        try await fixture.create("name@example.com")
        let claimer = try await fixture.create("claimer")
        try await fixture.claim("claimed@example.com", by: claimer)
        return fixture
    }

    @Test("no new account takes somebody's id as its name", arguments: taken)
    func createdNames(_ taken: Taken) async throws {
        let fixture = try await fixture()
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.conflict(.name)) {
            try await fixture.create(taken.spelling)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        // Nothing is hashed for what is refused anyway.
        #expect(fixture.passwords.hashes == 3)
    }

    @Test("no account is renamed to somebody's id", arguments: taken)
    func changedNames(_ taken: Taken) async throws {
        let fixture = try await fixture()
        let newcomer = try await fixture.create("newcomer")
        let before = try await DirectoryDump.of(fixture.engine)
        var change = AccountChange()
        change.name = .set(try AccountName(parsing: taken.spelling))
        let rename = change
        await #expect(throws: DirectoryError.conflict(.name)) {
            try await fixture.directory.update(newcomer.target, rename, by: .system)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test(
        "nobody sets somebody's id as its own e-mail", arguments: taken.filter(\.isAddress))
    func changedEmails(_ taken: Taken) async throws {
        let fixture = try await fixture()
        let newcomer = try await fixture.create("newcomer")
        let before = try await DirectoryDump.of(fixture.engine)
        var change = AccountChange()
        change.email = .set(try EmailAddress(parsing: taken.spelling))
        let claim = change
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.directory.update(newcomer.target, claim, by: .account(newcomer))
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test(
        "an administrator sets no e-mail that is proven or somebody's name",
        arguments: ["PROVEN@example.com", "Name@Example.com"])
    func provenEmailsStay(_ spelling: String) async throws {
        let fixture = try await fixture()
        let newcomer = try await fixture.create("newcomer")
        let before = try await DirectoryDump.of(fixture.engine)
        let email = try EmailAddress(parsing: spelling)
        var change = AccountChange()
        change.email = .set(email)
        let set = change
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.directory.update(newcomer.target, set, by: .system)
        }
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.create("another") { $0.email = email }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("an account keeps its ids when it is written as it was, or in another case")
    func ownIDsAreNoConflict() async throws {
        let fixture = try await fixture()
        let owner = try #require(try await fixture.live("owner"))
        var change = AccountChange()
        change.name = .set(try AccountName(parsing: "OWNER"))
        change.email = .set(try EmailAddress(parsing: "PROVEN@example.com"))
        change.phone = .set(owner.phone)
        let updated = try await fixture.directory.update(owner.target, change, by: .system)
        #expect(updated.name.rawValue == "OWNER")
        #expect(updated.phoneIsProven)
        for login in ["owner", "proven@example.com", "0086 138 0013 8000"] {
            #expect(try await fixture.authenticate(login).account?.id == owner.id)
        }
    }

    @Test("an account's name may be its own e-mail")
    func nameMayBeOwnEmail() async throws {
        let fixture = try await fixture()
        let account = try await fixture.create("Self@example.com") {
            $0.email = try EmailAddress(parsing: "self@example.com")
        }
        #expect(try await fixture.authenticate("SELF@EXAMPLE.COM").account?.id == account.id)
    }

    @Test("an unproven phone is free text: no login, never unique, and no bar to a name")
    func unprovenPhonesAreFree() async throws {
        let fixture = try await fixture()
        let phone = try PhoneNumber(parsing: "13900139000")
        try await fixture.create("first") { $0.phone = phone }
        try await fixture.create("second") { $0.phone = phone }
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.logIn("13900139000")
        }
        let named = try await fixture.create("13900139000")
        #expect(try await fixture.authenticate("13900139000").account?.id == named.id)
    }

    @Test("after a rename the new name logs in and the old one does not")
    func renamesMoveTheLogin() async throws {
        let fixture = try await fixture()
        let owner = try #require(try await fixture.live("owner"))
        var change = AccountChange()
        change.name = .set(try AccountName(parsing: "renamed"))
        _ = try await fixture.directory.update(owner.target, change, by: .system)
        #expect(try await fixture.authenticate("Renamed").account?.id == owner.id)
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.authenticate("owner")
        }
        // Free at once for an administrator to give.
        let heir = try await fixture.create("owner")
        #expect(heir.id != owner.id)
    }
}
