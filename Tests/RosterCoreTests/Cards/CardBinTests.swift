import RosterCore
import RosterTestSupport
import Testing

/// DESIGN §2: cards go into the recycle bin with their account, come back with it, and are purged
/// with it.
@Suite("Cards of a deleted account")
struct CardBinTests {
    @Test("come back as they were when the account is restored, their names with them")
    func restoration() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let account = try await fixture.create("ada")
        let ada = Actor.account(account)
        try await fixture.createCard("bob", by: ada, snapshot: #"{"a":1.0}"#)
        let second = try await fixture.createCard("disabled", by: ada)
        try await fixture.setStatuses(of: [second.id], to: .disabled, by: ada)
        let third = try await fixture.createCard("deleted", by: ada)
        try await fixture.deleteCard(third.id, by: ada)
        let before = try await fixture.cards(of: ada)
        try await fixture.delete(account)
        fixture.clock.advance(days: 29)
        _ = try await fixture.directory.keepHouse()
        let back = Actor.account(
            try await fixture.directory.restore(account.target, by: .system))
        #expect(try await fixture.cards(of: back) == before)
        for name in ["bob", "disabled", "deleted"] {
            await #expect(throws: DirectoryError.cardNameTaken) {
                try await fixture.createCard(CardContent(name), by: back)
            }
        }
    }

    @Test("are not seen by whoever has the name by then")
    func heirs() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let account = try await fixture.create("ada")
        let card = try await fixture.createCard("bob", by: .account(account))
        try await fixture.delete(account)
        let heir = Actor.account(try await fixture.create("ada"))
        #expect(try await fixture.cards(of: heir) == [])
        await #expect(throws: DirectoryError.notFound) { try await fixture.card(card.id, by: heir) }
        try await fixture.createCard("bob", by: heir)
    }

    @Test("are purged with it, and no others are")
    func purge() async throws {
        let fixture = try await DirectoryFixture.inMemory(policy: DirectoryPolicy(trashDays: 7))
        let account = try await fixture.create("ada")
        let ben = Actor.account(try await fixture.create("ben"))
        let card = try await fixture.createCard(
            "bob", by: .account(account), snapshot: #"{"text":"of the deleted"}"#)
        let other = try await fixture.createCard("bob", by: ben)
        try await fixture.delete(account)
        #expect(try await DirectoryDump.of(fixture.engine).contains("of the deleted"))
        fixture.clock.advance(days: 7)
        fixture.clock.advance(milliseconds: 1)
        #expect(try await fixture.directory.keepHouse().purgedAccounts == 1)
        let dump = try await DirectoryDump.of(fixture.engine)
        #expect(!dump.contains("of the deleted"))
        #expect(!dump.without("audit_entry").contains(card.id.rawValue))
        #expect(try await fixture.cards(of: ben) == [other])
    }
}
