import RosterCore
import RosterTestSupport
import Testing

@Suite("Changing a password")
struct PasswordTests {
    @Test("needs the old one, and then the new one alone logs in")
    func change() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        try await fixture.directory.changePassword(
            of: ada.target, old: DirectoryFixture.password, new: "new", by: .account(ada))
        #expect(try await fixture.logIn("ada", password: "new").account.id == ada.id)
        try await fixture.guess("ada")
        await #expect(throws: DirectoryError.wrongCredentials) { try await fixture.logIn("ada") }
        let changed = try #require(try await fixture.account(ada.id))
        #expect(changed.revision == ada.revision + 1)
        let entry = try #require(
            try await fixture.audit(of: ada.id).first { $0.action == .passwordChanged })
        #expect(entry.fields == ["password"])
    }

    @Test("with the right old password forgets earlier failures")
    func changeResetsFailures() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for _ in 0..<4 { try await fixture.guess("ada") }
        try await fixture.directory.changePassword(
            of: ada.target, old: DirectoryFixture.password, new: "new", by: .account(ada))
        #expect(try await fixture.failures(of: ada) == nil)
    }

    @Test("to one that is refused counts no failure: the old one was right")
    func unfitNewPasswordsDoNotCount() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for _ in 0..<6 {
            await #expect(
                throws: DirectoryError.invalid([InvalidField(.password, .forbiddenCharacters)])
            ) {
                try await fixture.directory.changePassword(
                    of: ada.target, old: DirectoryFixture.password, new: "a\u{0}b",
                    by: .account(ada))
            }
        }
        #expect(try await fixture.logIn("ada").account.id == ada.id)
    }

    @Test("twice at once with one old password works once")
    func parallelChanges() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.hashing.close()
        async let outcomes = atOnce(2) { number throws(DirectoryError) in
            try await fixture.directory.changePassword(
                of: ada.target, old: DirectoryFixture.password, new: "new \(number)",
                by: .account(ada))
            return number
        }
        await fixture.passwords.hashing.waitUntilHolding(2)
        fixture.passwords.hashing.open()
        let winner = try #require(await outcomes.values.first)
        // Whoever came second came by a password that is the old one now.
        #expect(await outcomes.failures == [.unauthenticated(.sessionEnded)])
        #expect(try await fixture.logIn("ada", password: "new \(winner)").account.id == ada.id)
    }

    @Test("of an account without one takes an administrator")
    func passwordlessAccounts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada", password: nil)
        for old in ["", DirectoryFixture.password] {
            await #expect(throws: DirectoryError.wrongCredentials) {
                try await fixture.directory.changePassword(
                    of: ada.target, old: old, new: "new", by: .account(ada))
            }
        }
        try await fixture.directory.setPassword(of: ada.target, to: "new", by: .system)
        #expect(try await fixture.logIn("ada", password: "new").account.id == ada.id)
    }

    @Test("that the algorithm would cut is refused, in bytes (THREATS 14)")
    func algorithmsLimit() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        fixture.passwords.limitBytes(to: 72)
        let refusal = DirectoryError.invalid([InvalidField(.password, .tooLong(maximum: 72))])
        await #expect(throws: refusal) {
            try await fixture.create("ada", password: String(repeating: "x", count: 73))
        }
        await #expect(throws: refusal) {
            try await fixture.create("ada", password: String(repeating: "界", count: 25))
        }
        try await fixture.create("ada", password: String(repeating: "界", count: 24))
    }

    @Test("of nobody is not found, for those who may know")
    func unknownAccounts() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let target = Directory.Target.name(FoldedKey(folding: "nobody"))
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.setPassword(of: target, to: "new", by: .system)
        }
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.changePassword(
                of: target, old: "old", new: "new", by: .system)
        }
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.unlock(target, by: .system)
        }
    }
}
