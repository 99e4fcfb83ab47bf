import RosterCore
import RosterTestSupport
import Testing

/// THREATS 4: one mailbox is one login id, however its domain is spelt.
@Suite("One mailbox is one login id")
struct OneMailboxTests {
    static let spellings = [
        "jo@bücher.example", "Jo@BÜCHER.Example", "jo@xn--bcher-kva.example",
        "jo@XN--BCHER-KVA.example", "jo@bücher。example", "jo@bu\u{308}cher.example",
        "jo@ｂｕ\u{308}ｃｈｅｒ.example",
    ]
    /// Each beside the next one.
    static let pairs = zip(spellings, spellings.dropFirst() + spellings.prefix(1)).map { ($0, $1) }

    @Test("nobody else gets it, as an e-mail or as a name", arguments: pairs)
    func taken(stored: String, other: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.createProven("jo", email: stored)
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.createProven("other", email: other)
        }
        await #expect(throws: DirectoryError.conflict(.name)) { try await fixture.create(other) }
        let ben = try await fixture.create("ben")
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.claim(other, by: ben)
        }
    }

    @Test("an account whose name it is keeps others from it", arguments: pairs)
    func takenName(stored: String, other: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.create(stored)
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.createProven("other", email: other)
        }
        _ = try await fixture.logIn(other)
        #expect(try await fixture.live(other)?.name.rawValue == stored)
    }

    @Test("its owner logs in by any spelling, and is found by it", arguments: pairs)
    func logsIn(stored: String, typed: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let jo = try await fixture.createProven("jo", email: stored)
        _ = try await fixture.logIn(typed)
        let found = try await fixture.directory.account(
            .proven(.email(try EmailAddress(parsing: typed))), by: .operator)
        #expect(found.id == jo.id && found.email?.rawValue == stored, "as it was written")
    }

    @Test("a code for one spelling is one for the other, sent to the stored one", arguments: pairs)
    func codes(stored: String, typed: String) async throws {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.createProven("jo", email: stored)
        try await fixture.send(.prove, to: typed)
        let mail = try #require(try await fixture.arrivals().last)
        #expect(mail.recipient == stored)
        guard case .code(let code, _) = mail.content else { return }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 60)) {
            try await fixture.send(.prove, to: stored)
        }
        try await fixture.logIn(stored, code: code)
    }

    @Test(
        "it can be registered in the spellings that people use",
        arguments: Array(spellings.prefix(6)))
    func registers(typed: String) async throws {
        let fixture = try await DirectoryFixture.open()
        let code = try await fixture.code(.claim, to: typed)
        try await fixture.register("jo", proving: "jo@bücher.example", code: code)
        let jo = try #require(try await fixture.live("jo"))
        #expect(jo.emailIsProven && jo.email?.key.rawValue == "jo@xn--bcher-kva.example")
    }

    @Test("failures at an unknown one are counted together", arguments: pairs)
    func guesses(first: String, second: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        for login in [first, second, first, second, first] {
            await #expect(throws: DirectoryError.wrongCredentials) {
                try await fixture.logIn(login, password: "wrong")
            }
        }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.logIn(second, password: "wrong")
        }
    }

    @Test("an unproven one in another spelling yields to whoever proves it", arguments: pairs)
    func displaced(claimed: String, proven: String) async throws {
        let fixture = try await DirectoryFixture.open()
        let squatter = try await fixture.create("squatter")
        try await fixture.claim(claimed, by: squatter)
        _ = try await fixture.createProven("jo", email: proven)
        #expect(try await fixture.account(squatter.id)?.email == nil)
    }

    @Test("a name that was freed is closed in each of its spellings", arguments: pairs)
    func freed(old: String, new: String) async throws {
        let fixture = try await DirectoryFixture.open()
        let jo = try await fixture.create(old)
        try await fixture.delete(jo)
        let freed = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.freedName(FoldedKey(folding: new))
        }
        #expect(freed != nil)
    }

    @Test("a row of an import is the person with the mailbox", arguments: pairs)
    func imports(stored: String, row: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let jo = try await fixture.createProven("jo", email: stored)
        let matched = try await fixture.importing(
            ImportRow.of("jo of old", id: 70) { $0.email = row },
            ImportOptions(match: .email, onConflict: .report))
        #expect(matched.outcome == .linked && matched.account == jo.id.rawValue)
        #expect(matched.differs?.contains("email") != true)
        let refused = try await fixture.importing(
            ImportRow.of("another", id: 71) { $0.email = row },
            ImportOptions(match: .none, onConflict: .report), id: "second")
        #expect(refused.outcome == .refused)
    }

    @Test("an account whose address another one has in another spelling can be changed")
    func yielded() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let stored = FoldedKey(stored: "jo@xn--bcher-kva.example\(LoginIDClash.mark)1")
        let jo = try await fixture.create("jo") {
            $0.email = EmailAddress(stored: "jo@bücher.example", key: stored)
        }
        _ = try await fixture.createProven("ann", email: "jo@xn--bcher-kva.example")
        // As a form sends back all that it was shown.
        let after = try await fixture.edit(jo) {
            $0.email = .set(try? EmailAddress(parsing: "jo@bücher.example"))
            $0.bio = .set("new")
        }
        #expect(after.bio == "new" && after.email?.key == stored)
        await #expect(throws: DirectoryError.conflict(.email)) {
            try await fixture.edit(jo) {
                $0.email = .set(try? EmailAddress(parsing: "jo@BÜCHER.example"))
            }
        }
    }
}
