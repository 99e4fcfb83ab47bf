import RosterCore
import RosterTestSupport
import Testing

@Suite("Hashes of an older form")
struct RehashTests {
    @Test("a login stores the password in today's form, and nothing else changes")
    func loginRehashes() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.changeForm()
        fixture.clock.advance(seconds: 1)
        let token = try await fixture.logIn("ada").token
        let rehashed = try #require(try await fixture.account(ada.id))
        #expect(rehashed.passwordHash != ada.passwordHash)
        #expect(rehashed.revision == ada.revision && rehashed.updatedAt == ada.updatedAt)
        #expect(try await fixture.audit(of: ada.id).map(\.action).contains(.passwordRehashed))
        #expect(try await fixture.authenticate(bearer: token).account?.id == ada.id)
        _ = try await fixture.logIn("ada")
        #expect(try await fixture.account(ada.id)?.passwordHash == rehashed.passwordHash)
    }

    @Test("a wrong password changes no stored form")
    func wrongPasswordsDoNotRehash() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.changeForm()
        _ = try? await fixture.logIn("ada", password: "wrong")
        #expect(try await fixture.account(ada.id) == ada)
        #expect(fixture.passwords.hashes == 1)
    }

    @Test("a busy pool lets the login pass and the old form stay")
    func busyPoolKeepsTheOldForm() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.changeForm()
        fixture.passwords.refuseHashes(true)
        #expect(try await fixture.logIn("ada").account.id == ada.id)
        #expect(try await fixture.account(ada.id)?.passwordHash == ada.passwordHash)
    }

    @Test("right passwords that arrive together all log in, whoever stores the new form")
    func parallelRehashes() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.changeForm()
        let outcomes = await atOnce(32) { _ throws(DirectoryError) in
            try await fixture.logIn("ada").account.id
        }
        #expect(outcomes.failures == [])
        #expect(outcomes.values == Array(repeating: ada.id, count: 32))
        #expect(try await fixture.failures(of: ada) == nil)
    }
}
