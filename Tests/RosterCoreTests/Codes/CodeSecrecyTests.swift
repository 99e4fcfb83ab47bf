import RosterCore
import RosterTestSupport
import Testing

/// THREATS 24, for codes and the addresses that they go to.
@Suite("What the database tells of verification codes")
struct CodeSecrecyTests {
    @Test("nothing: neither a code nor, but in the outbox, an address that was typed")
    func nothingInTheClear() async throws {
        let fixture = try await DirectoryFixture.open()
        try await fixture.send(.claim, to: "Typed@Example.com")
        try await fixture.send(.prove, to: "nobody@example.com")
        let waiting = try await DirectoryDump.of(fixture.engine)
        let message = try #require(try await fixture.arrivals().first)
        guard case .code(let code, _) = message.content else {
            Issue.record("\(message)")
            return
        }
        let after = try await DirectoryDump.of(fixture.engine)
        for dump in [waiting, after] {
            #expect(!dump.contains(code))
            let rest = dump.without("outbox_message")
            #expect(!rest.contains("nobody@example.com"))
            #expect(!rest.contains("Typed@Example.com") && !rest.contains("typed@example.com"))
        }
        // What is delivered is forgotten.
        #expect(waiting.tables["outbox_message"]?.count == 2)
        #expect(after.tables["outbox_message"] == [])
    }

    @Test("not even which destination got two codes, to whoever lacks the secret")
    func keyedHashes() async throws {
        var hashes: [[String]] = []
        for secret in [nil, "another"] {
            let fixture = try await DirectoryFixture.open()
            let other = try await fixture.withSecret(secret)
            try await other.send(.claim, to: "typed@example.com")
            let code = try await other.store.read { storage throws(DirectoryError) in
                try storage.sending(
                    numbered: 1, in: .codes(mailbox: "typed@example.com"),
                    after: Timestamp(milliseconds: 0), upTo: Timestamp(milliseconds: .max))
            }
            #expect(code == nil)
            let dump = try await DirectoryDump.of(other.engine)
            hashes.append(dump.tables["verification_code"] ?? [])
        }
        #expect(hashes[0] != hashes[1])
    }

    @Test("a code counts for nothing and is not delivered under another secret")
    func anotherSecret() async throws {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.createProven("ada", email: "ada@example.com")
        let code = try await fixture.code(.prove, to: "ada@example.com")
        try await fixture.send(.claim, to: "new@example.com")
        let other = try await fixture.withSecret("another")
        await #expect(throws: DirectoryError.wrongCode) {
            try await other.logIn("ada@example.com", code: code)
        }
        let mailbox = Mailbox()
        let taken = try #require(try await other.directory.takeMessages(limit: 10).first)
        let outcome = try await other.directory.deliver(taken, by: mailbox)
        #expect(outcome == .dropped(reason: "secret.file does not open its code"))
        #expect(mailbox.messages == [])
        #expect(try await other.directory.nextMessageDue() == nil)
        // Where it was sent it still works.
        try await fixture.logIn("ada@example.com", code: code)
    }

    @Test("one message's code does not pass for another's")
    func exchangedCodes() async throws {
        let fixture = try await DirectoryFixture.open()
        for address in ["a@example.com", "b@example.com"] {
            try await fixture.send(.claim, to: address)
        }
        let taken = try await fixture.directory.takeMessages(limit: 10)
        let mixed = StoredMessage(
            id: taken[0].id, channel: .mail, recipient: taken[0].recipient, kind: .code,
            purpose: .claim,
            sealedCode: taken[1].sealedCode, createdAt: taken[0].createdAt,
            expiresAt: taken[0].expiresAt, attempts: 1)
        let outcome = try await fixture.directory.deliver(mixed, by: Mailbox())
        #expect(outcome == .dropped(reason: "secret.file does not open its code"))
    }

    @Test("an audit trail and events without codes or addresses")
    func trail() async throws {
        let fixture = try await DirectoryFixture.open()
        let code = try await fixture.code(.claim, to: "new@example.com")
        try await fixture.register("ada", proving: "new@example.com", code: code)
        let dump = try await DirectoryDump.of(fixture.engine)
        for table in ["audit_entry", "outbox_event"] {
            let rows = (dump.tables[table] ?? []).joined()
            #expect(!rows.contains("new@example.com") && !rows.contains(code))
        }
    }
}

extension DirectoryFixture {
    /// The same database under another `secret.file`. Its signing keys, which that would not open,
    /// give way first.
    fileprivate func withSecret(_ secret: String?) async throws -> DirectoryFixture {
        guard let secret else { return self }
        _ = try await store.write { storage throws(DirectoryError) in
            try storage.removeSigningKeys(madeBefore: Timestamp(milliseconds: .max))
        }
        return try await restarted(secret: secret)
    }
}
