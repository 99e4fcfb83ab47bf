import RosterCore
import RosterTestSupport
import Testing

/// A card's life: made, changed by compare-and-set, deleted for good.
@Suite("A card")
struct CardChangeTests {
    private func stage() async throws -> (fixture: DirectoryFixture, ada: Actor) {
        let fixture = try await DirectoryFixture.inMemory()
        return (fixture, .account(try await fixture.create("ada")))
    }

    @Test("is new with revision 0, active, under an id that nobody guesses")
    func newCards() async throws {
        let (fixture, ada) = try await stage()
        fixture.clock.advance(seconds: 5)
        let snapshot = #"{"b":1.0,"a":"\u0000"}"#
        let card = try await fixture.createCard("  bob\t", by: ada, snapshot: snapshot)
        #expect(card.content.name.rawValue == "bob")
        #expect(card.content.snapshot == snapshot)
        #expect(card.status == .active && card.revision == 0)
        #expect(card.createdAt == fixture.clock.now && card.updatedAt == fixture.clock.now)
        #expect(try await fixture.card(card.id, by: ada) == card)
        let other = try await fixture.createCard("other", by: ada)
        for id in [card.id, other.id] {
            #expect(id.rawValue.wholeMatch(of: /usr_[A-Za-z0-9_-]{21}/) != nil)
        }
        #expect(card.id != other.id)
    }

    @Test("rises by one revision with each change, be it to what it was")
    func changesRaise() async throws {
        let (fixture, ada) = try await stage()
        let card = try await fixture.createCard("bob", by: ada, snapshot: #"{"a":1,"b":2}"#)
        fixture.clock.advance(seconds: 1)
        var expected = card
        expected.content = CardContent("Bob", snapshot: #"{"c":3}"#)
        expected.revision = 1
        expected.updatedAt = fixture.clock.now
        // The snapshot is replaced whole, not merged.
        let renamed = try await fixture.updateCard(card.id, by: ada) {
            $0.content = CardContent("Bob", snapshot: #"{"c":3}"#)
        }
        #expect(renamed == expected)
        let disabled = try await fixture.updateCard(card.id, by: ada) { $0.status = .disabled }
        expected.status = .disabled
        expected.revision = 2
        #expect(disabled == expected)
        let same = try await fixture.updateCard(card.id, by: ada) {
            $0.content = expected.content
            $0.status = .disabled
        }
        #expect(same.revision == 3)
        let nothing = try await fixture.updateCard(card.id, by: ada)
        #expect(nothing.revision == 4)
        expected.revision = 4
        #expect(try await fixture.card(card.id, by: ada) == expected)
    }

    @Test("does not look changed before it was, though the clock goes back")
    func clocksGoBack() async throws {
        let (fixture, ada) = try await stage()
        let card = try await fixture.createCard("bob", by: ada)
        fixture.clock.advance(seconds: -60)
        let changed = try await fixture.updateCard(card.id, by: ada)
        #expect(changed.updatedAt == card.updatedAt && changed.createdAt == card.createdAt)
    }

    @Test("is looked for first, then its revision is compared, then its name")
    func orderOfRefusals() async throws {
        let (fixture, ada) = try await stage()
        let card = try await fixture.createCard("bob", by: ada)
        try await fixture.createCard("taken", by: ada)
        let gone = try await fixture.createCard("gone", by: ada)
        try await fixture.deleteCard(gone.id, by: ada)
        let before = try await DirectoryDump.of(fixture.engine)
        let stale = CardCondition([7])
        for id in [gone.id, CardID("usr_nobody")] {
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.updateCard(id, by: ada, if: stale) {
                    $0.content = CardContent("taken")
                }
            }
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.deleteCard(id, by: ada, if: stale)
            }
        }
        await #expect(throws: DirectoryError.revisionMismatch) {
            try await fixture.updateCard(card.id, by: ada, if: stale) {
                $0.content = CardContent("taken")
            }
        }
        await #expect(throws: DirectoryError.revisionMismatch) {
            try await fixture.deleteCard(card.id, by: ada, if: stale)
        }
        await #expect(throws: DirectoryError.cardNameTaken) {
            try await fixture.updateCard(card.id, by: ada, if: CardCondition([0])) {
                $0.content = CardContent("taken")
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("is changed when each condition holds, and is left alone when one does not")
    func conditions() async throws {
        let (fixture, ada) = try await stage()
        let id = try await fixture.createCard("bob", by: ada).id
        try await fixture.updateCard(id, by: ada)
        let failing = [
            CardCondition([0]), CardCondition([2]), CardCondition([]), CardCondition([0, 2]),
            CardCondition([1], [0]), CardCondition([0], [1]), CardCondition([1], []),
        ]
        for condition in failing {
            await #expect(throws: DirectoryError.revisionMismatch) {
                try await fixture.updateCard(id, by: ada, if: condition)
            }
        }
        #expect(try await fixture.updateCard(id, by: ada, if: CardCondition([1])).revision == 2)
        let both = CardCondition([0, 2], [2, 3])
        #expect(try await fixture.updateCard(id, by: ada, if: both).revision == 3)
        #expect(try await fixture.deleteCard(id, by: ada, if: CardCondition([3])).revision == 4)
    }

    @Test("takes one of many changes of one revision at once")
    func parallelChanges() async throws {
        let (fixture, ada) = try await stage()
        let id = try await fixture.createCard("bob", by: ada).id
        let outcomes = await atOnce(16) { number throws(DirectoryError) in
            try await fixture.updateCard(id, by: ada, if: CardCondition([0])) {
                $0.content = CardContent("\(number)")
            }
        }
        #expect(outcomes.values.count == 1)
        #expect(outcomes.failures == Array(repeating: .revisionMismatch, count: 15))
        #expect(try await fixture.cards(of: ada) == outcomes.values)
    }

    @Test("is gone once deleted, but for the lists that ask for it")
    func deletion() async throws {
        let (fixture, ada) = try await stage()
        let card = try await fixture.createCard("bob", by: ada)
        fixture.clock.advance(seconds: 1)
        var expected = card
        expected.status = .deleted
        expected.revision = 1
        expected.updatedAt = fixture.clock.now
        #expect(try await fixture.deleteCard(card.id, by: ada) == expected)
        await #expect(throws: DirectoryError.notFound) { try await fixture.card(card.id, by: ada) }
        let page = try await fixture.directory.cards(CardQuery(), by: ada.principal)
        #expect(page == CardPage(cards: [], total: 0))
        #expect(try await fixture.cards(of: ada) == [expected])
        // There is no way back.
        for status in [CardStatus.active, .disabled] {
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.updateCard(card.id, by: ada) { $0.status = status }
            }
            let found = try await fixture.setStatuses(of: [card.id], to: status, by: ada)
            #expect(found == [false])
        }
        #expect(try await fixture.cards(of: ada) == [expected])
    }
}
