import RosterCore
import RosterTestSupport
import Testing

/// One password in other bytes, at every door of the directory.
@Suite("The same password in other bytes")
struct PasswordSpellingTests {
    private static let composed = "Caf\u{E9} \u{D55C}\u{AE00} 2020"
    private static let decomposed =
        "Cafe\u{301}\u{A0}\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}\u{3000}2020"

    /// A way to give an account a password.
    enum Making: String, CaseIterable, Sendable {
        case create, upsert, change, reset, first, register, recover, plainImport
    }

    private static func make(
        _ making: Making, _ password: String, in fixture: DirectoryFixture
    ) async throws {
        let directory = fixture.directory
        switch making {
        case .create: try await fixture.create("ada", password: password)
        case .upsert:
            var upsert = AccountUpsert(name: try AccountName(parsing: "ada"))
            upsert.password = password
            _ = try await directory.commit(
                try await directory.preparedUpserts([upsert], makingMissing: true, by: .system))
        case .change:
            let ada = try await fixture.create("ada")
            try await directory.changePassword(
                of: ada.target, old: DirectoryFixture.password, new: password, by: .account(ada))
        case .reset:
            let ada = try await fixture.create("ada")
            try await directory.setPassword(of: ada.target, to: password, by: .system)
        case .first:
            let ada = try await fixture.create("ada", password: nil)
            try await directory.setFirstPassword(password, by: .account(ada))
        case .register:
            let code = try await fixture.code(.claim, to: "ada@example.com")
            try await fixture.register("ada", proving: "ada@example.com", code: code) {
                $0.password = password
            }
        case .recover:
            _ = try await fixture.createProven("ada", email: "ada@example.com")
            let code = try await fixture.code(.prove, to: "ada@example.com")
            try await fixture.recover("ada@example.com", code: code, new: password)
        case .plainImport:
            var row = ImportRow(number: 1)
            row.name = "ada"
            row.password = password
            _ = try await fixture.importing(row)
        }
    }

    @Test("however it was made, both spellings log in", arguments: Making.allCases)
    func doors(_ making: Making) async throws {
        for made in [Self.composed, Self.decomposed] {
            let fixture = try await DirectoryFixture.open()
            try await Self.make(making, made, in: fixture)
            for typed in [Self.composed, Self.decomposed] {
                _ = try await fixture.logIn("ada", password: typed)
                _ = try await fixture.authenticate("ada", password: typed)
            }
            await #expect(throws: DirectoryError.wrongCredentials) {
                _ = try await fixture.logIn("ada", password: Self.composed + "x")
            }
            let ada = try #require(try await fixture.live("ada"))
            // What was typed in full is the form already: nothing is stored anew by these logins.
            #expect(
                try await !fixture.audit(of: ada.id).map(\.action).contains(.passwordRehashed))
            try await fixture.directory.changePassword(
                of: ada.target, old: Self.decomposed, new: "new", by: .account(ada))
        }
    }

    @Test("a hash of another spelling, as old systems made it, logs in and is stored in the form")
    func oldHashes() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        // Hashed without the directory.
        let old = try await fixture.passwords.hash(Self.decomposed, priority: .bulk)
        var changed = ada
        changed.passwordHash = old
        changed.revision += 1
        let stored = changed
        _ = try await fixture.store.write { storage throws(DirectoryError) in
            try storage.update(stored, from: ada.revision)
        }
        await #expect(throws: DirectoryError.wrongCredentials) {
            _ = try await fixture.logIn("ada", password: Self.composed)
        }
        _ = try await fixture.logIn("ada", password: Self.decomposed)
        let rehashed = try await fixture.account(ada.id)?.passwordHash
        #expect(rehashed != nil && rehashed != old)
        _ = try await fixture.logIn("ada", password: Self.composed)
        _ = try await fixture.logIn("ada", password: Self.decomposed)
        #expect(try await fixture.account(ada.id)?.passwordHash == rehashed)
    }

    @Test("a form that the algorithm cannot take leaves the old hash as it is")
    func tooLongForms() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        // Six bytes each once they are in the form, three as typed.
        let typed = String(repeating: "\u{958}", count: 20)
        let ada = try await fixture.create("ada")
        var changed = ada
        changed.passwordHash = try await fixture.passwords.hash(typed, priority: .bulk)
        changed.revision += 1
        let stored = changed
        _ = try await fixture.store.write { storage throws(DirectoryError) in
            try storage.update(stored, from: ada.revision)
        }
        fixture.passwords.limitBytes(to: 72)
        _ = try await fixture.logIn("ada", password: typed)
        #expect(try await fixture.account(ada.id)?.passwordHash == stored.passwordHash)
        await #expect(
            throws: DirectoryError.invalid([InvalidField(.password, .tooLong(maximum: 72))])
        ) {
            try await fixture.directory.setPassword(of: ada.target, to: typed, by: .system)
        }
        // Bytes count in the form: here it is shorter than what was typed.
        let short = String(repeating: "e\u{301}", count: 36)
        try await fixture.directory.setPassword(of: ada.target, to: short, by: .system)
        _ = try await fixture.logIn("ada", password: String(repeating: "\u{E9}", count: 36))
    }

    @Test(
        "unknown, wrong, right, disabled and passwordless cost the same, which depends on what is typed",
        arguments: [("plain", 1), ("caf\u{E9}", 1), ("cafe\u{301}", 2), ("a\u{A0}b", 2)])
    func equalWork(_ typed: String, _ comparisons: Int) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("right", password: typed)
        try await fixture.create("composed", password: PasswordForm.prepared(typed))
        try await fixture.create("wrong", password: "other")
        try await fixture.create("none", password: nil)
        let disabled = try await fixture.create("disabled", password: typed)
        try await fixture.edit(disabled) { $0.status = .set(.disabled) }
        for login in ["right", "composed", "wrong", "none", "disabled", "nobody"] {
            let before = fixture.passwords.comparisons
            _ = try? await fixture.logIn(login, password: typed)
            #expect(fixture.passwords.comparisons - before == comparisons, "\(login)")
        }
        // A hash of what was typed is compared to the end, too.
        let old = try await fixture.create("old")
        var changed = old
        changed.passwordHash = try await fixture.passwords.hash(typed, priority: .bulk)
        changed.revision += 1
        let stored = changed
        _ = try await fixture.store.write { storage throws(DirectoryError) in
            try storage.update(stored, from: old.revision)
        }
        let before = fixture.passwords.comparisons
        _ = try await fixture.logIn("old", password: typed)
        #expect(fixture.passwords.comparisons - before == comparisons)
    }
}
