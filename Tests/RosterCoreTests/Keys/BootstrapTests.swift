import RosterCore
import RosterTestSupport
import Testing

@Suite("The first administrator")
struct BootstrapTests {
    @Test("is made with the settings' name and password, and owns keys that name no other")
    func madeFromSettings() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let name = try AccountName(parsing: "Root")
        let outcome = try await fixture.directory.bootstrap(name: "Root", password: "a password")
        #expect(outcome == .created(name))
        let issued = try await fixture.logIn("root", password: "a password")
        #expect(issued.account.role == .admin && issued.account.status == .active)
        let (key, _) = try await fixture.directory.createKey(
            name: "key", owner: nil, role: nil, scopes: nil, by: .system)
        #expect(key.accountID == issued.account.id)
    }

    @Test("gets a password that is shown once and stored nowhere in the clear")
    func generatedPassword() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let outcome = try await fixture.directory.bootstrap(name: "admin", password: nil)
        guard case .createdWithPassword(let name, let password) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(name.rawValue == "admin")
        #expect(password.count == 20)
        #expect(try await fixture.logIn("admin", password: password).account.role == .admin)
        #expect(try await !DirectoryDump.of(fixture.engine).contains(password))
        let other = try await DirectoryFixture.inMemory(seed: 2)
        #expect(try await other.directory.bootstrap(name: "admin", password: nil) != outcome)
    }

    @Test("is not made again, nor its password changed, by a later start")
    func laterStarts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.directory.bootstrap(name: "admin", password: "first")
        let before = try await DirectoryDump.of(fixture.engine)
        for (name, password) in [("admin", "second"), ("other", nil), ("\u{0}", nil)] {
            let outcome = try await fixture.directory.bootstrap(name: name, password: password)
            #expect(outcome == .present(try AccountName(parsing: "admin")))
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("needs a fit name and password, and makes nothing without")
    func unfitSettings() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.invalid([InvalidField(.name, .malformed)])) {
            try await fixture.directory.bootstrap(name: " admin", password: nil)
        }
        await #expect(
            throws: DirectoryError.invalid([InvalidField(.password, .forbiddenCharacters)])
        ) {
            try await fixture.directory.bootstrap(name: "admin", password: "a\u{0}")
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }
}
