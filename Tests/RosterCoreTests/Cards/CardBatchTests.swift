import RosterCore
import RosterTestSupport
import Testing

/// Statuses of many cards in one transaction; what is not there stops nothing.
@Suite("A batch of cards")
struct CardBatchTests {
    @Test(
        "changes what is there and says of each id whether it was",
        arguments: CardStatus.allCases)
    func statuses(_ status: CardStatus) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        let ben = Actor.account(try await fixture.create("ben"))
        let active = try await fixture.createCard("active", by: ada)
        let disabled = try await fixture.createCard("disabled", by: ada)
        try await fixture.setStatuses(of: [disabled.id], to: .disabled, by: ada)
        let deleted = try await fixture.createCard("deleted", by: ada)
        let gone = try await fixture.deleteCard(deleted.id, by: ada)
        let untouched = try await fixture.createCard("untouched", by: ada)
        let foreign = try await fixture.createCard("foreign", by: ben)
        fixture.clock.advance(seconds: 1)
        let ids = [
            disabled.id, CardID("usr_nobody"), deleted.id, foreign.id, active.id, CardID("\u{0}"),
        ]
        let found = try await fixture.setStatuses(of: ids, to: status, by: ada)
        #expect(found == [true, false, false, false, true, false])
        let cards = try await fixture.cards(of: ada)
        #expect(
            cards.map(\.content.name.rawValue) == ["active", "deleted", "disabled", "untouched"])
        // Each rises by one, also where it had the status already.
        #expect(cards.map(\.revision) == [1, 1, 2, 0])
        #expect(cards.map(\.status) == [status, .deleted, status, .active])
        #expect(cards[0].updatedAt == fixture.clock.now && cards[2].updatedAt == fixture.clock.now)
        #expect(cards[0].content == active.content && cards[0].createdAt == active.createdAt)
        #expect(cards[1] == gone && cards[3] == untouched)
        #expect(try await fixture.cards(of: ben) == [foreign])
    }

    @Test("takes an id that stands twice as it finds it the second time")
    func repeatedIDs() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        let card = try await fixture.createCard("bob", by: ada)
        let twice = [card.id, card.id]
        #expect(try await fixture.setStatuses(of: twice, to: .disabled, by: ada) == [true, true])
        #expect(try await fixture.setStatuses(of: twice, to: .deleted, by: ada) == [true, false])
        #expect(try await fixture.cards(of: ada).map(\.revision) == [3])
    }

    @Test("of none does nothing")
    func emptyBatches() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        try await fixture.createCard("bob", by: ada)
        let before = try await DirectoryDump.of(fixture.engine)
        #expect(try await fixture.setStatuses(of: [], to: .deleted, by: ada) == [])
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }
}
