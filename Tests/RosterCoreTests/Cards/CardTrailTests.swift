import RosterCore
import RosterTestSupport
import Testing

/// THREATS 24: each change of a card is told by id, never by name or content.
@Suite("The audit trail of cards")
struct CardTrailTests {
    @Test("tells of each change, about its account, by whom and from where")
    func everyChange() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let account = try await fixture.create("ada")
        let key = try await fixture.directory.createKey(
            name: "key", owner: account.target, role: nil, scopes: nil, by: .system
        ).key
        let ada = Actor.key(key, of: account)
        let before = try await fixture.audit().count
        let first = try await fixture.createCard("first", by: ada).id
        let second = try await fixture.createCard("second", by: ada).id
        fixture.clock.advance(milliseconds: 7)
        try await fixture.updateCard(first, by: ada) { $0.status = .disabled }
        try await fixture.setStatuses(of: [second, CardID("usr_nobody")], to: .active, by: ada)
        try await fixture.deleteCard(first, by: ada)
        try await fixture.setStatuses(of: [first, second], to: .deleted, by: ada)
        let entries = try await fixture.audit().dropFirst(before)
        let expected: [(AuditAction, CardID)] = [
            (.cardCreated, first), (.cardCreated, second), (.cardUpdated, first),
            (.cardUpdated, second), (.cardDeleted, first), (.cardDeleted, second),
        ]
        #expect(entries.map(\.action) == expected.map(\.0))
        #expect(entries.map(\.fields) == expected.map { [$0.1.rawValue] })
        #expect(
            entries.last
                == AuditEntry(
                    at: fixture.clock.now, action: .cardDeleted, subject: account.id,
                    actor: account.id, keyID: key.id, surface: .test, requestID: "request",
                    address: "192.0.2.1", fields: [second.rawValue]))
        // Subscribers follow accounts, which no card changes.
        #expect(try await fixture.events().map(\.type) == [.accountCreated])
        #expect(try await fixture.account(account.id) == account)
    }

    @Test("holds no name and no snapshot, and tells nothing of what was refused")
    func noContent() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        let card = try await fixture.createCard(
            "a secret name", by: ada, snapshot: #"{"text":"a secret text"}"#)
        try await fixture.updateCard(card.id, by: ada) {
            $0.content = CardContent("another name", snapshot: #"{"text":"another text"}"#)
        }
        let records = try await DirectoryDump.of(fixture.engine).without("card")
        for text in ["a secret", "another"] { #expect(!records.contains(text), "\(text)") }
        let before = try await DirectoryDump.of(fixture.engine)
        _ = try? await fixture.createCard("another name", by: ada)
        _ = try? await fixture.updateCard(card.id, by: ada, if: CardCondition([0]))
        _ = try? await fixture.deleteCard(card.id, by: ada, if: CardCondition([0]))
        _ = try? await fixture.deleteCard(CardID("usr_nobody"), by: ada)
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }
}
