import RosterCore
import RosterTestSupport
import Testing

/// contracts/tavern.md §4: what a card may be called, and when a name is taken.
@Suite("The name of a card")
struct CardNameTests {
    @Test(
        "loses the white space at its edges, and nothing else",
        arguments: [
            ("bob", "bob"), (" bob ", "bob"), ("\t\n\u{3000}bob\u{A0}\r\n", "bob"),
            ("b  o\tb", "b  o\tb"), ("\u{200B}bob", "\u{200B}bob"), (".", "."), ("🦊", "🦊"),
            ("<b>%_\\'\"", "<b>%_\\'\""), ("\u{1}", "\u{1}"), ("ＢＯＢ", "ＢＯＢ"),
        ])
    func trimming(_ text: String, _ expected: String) throws {
        let name = try CardName(parsing: text)
        #expect(name.rawValue.utf8.elementsEqual(expected.utf8))
    }

    @Test("has 1 to 200 UTF-16 units, counted without the edges, and no NUL")
    func bounds() throws {
        let long = InvalidField(.cardName, .tooLong(maximum: 200))
        let short = InvalidField(.cardName, .tooShort(minimum: 1))
        for text in ["", " ", "\u{3000}\t\n"] {
            #expect(throws: short) { try CardName(parsing: text) }
        }
        for text in [String(repeating: "x", count: 201), String(repeating: "🦊", count: 101)] {
            #expect(throws: long) { try CardName(parsing: text) }
        }
        for text in [
            String(repeating: "x", count: 200), String(repeating: "狐", count: 200),
            String(repeating: "🦊", count: 100), "  " + String(repeating: "x", count: 200) + " ",
        ] {
            #expect(try CardName(parsing: text).rawValue.utf16.count == 200)
        }
        #expect(throws: InvalidField(.cardName, .forbiddenCharacters)) {
            try CardName(parsing: "b\u{0}b")
        }
    }

    @Test("is compared exactly: no two spellings are one, in memory and in the directory")
    func exactness() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        let names = ["bob", "Bob", "BOB", "ｂｏｂ", "é", "e\u{301}", "bo b", "\u{200B}bob"]
        for name in names { try await fixture.createCard(name, by: ada) }
        #expect(Set(names.map { CardName(stored: $0) }).count == names.count)
        // As the engine sees them: Swift's own texts are equal when they are canonically.
        #expect(CardName(stored: "é") != CardName(stored: "e\u{301}"))
        for name in names {
            await #expect(throws: DirectoryError.cardNameTaken) {
                try await fixture.createCard(CardContent(name), by: ada)
            }
        }
        await #expect(throws: DirectoryError.cardNameTaken) {
            try await fixture.createCard(" bob ", by: ada)
        }
        #expect(try await fixture.cards(of: ada).count == names.count)
    }

    @Test(
        "is taken within the account alone, by a card of any status",
        arguments: CardStatus.allCases)
    func takenNames(_ status: CardStatus) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        let ben = Actor.account(try await fixture.create("ben"))
        let holder = try await fixture.createCard("taken", by: ada)
        try await fixture.setStatuses(of: [holder.id], to: status, by: ada)
        let other = try await fixture.createCard("other", by: ada)
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.cardNameTaken) {
            try await fixture.createCard(CardContent("taken"), by: ada)
        }
        await #expect(throws: DirectoryError.cardNameTaken) {
            try await fixture.updateCard(other.id, by: ada) { $0.content = CardContent("taken") }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        try await fixture.createCard("taken", by: ben)
    }

    @Test("is free once its card is called otherwise, and stays its own card's")
    func freedNames() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        let card = try await fixture.createCard("bob", by: ada)
        let kept = try await fixture.updateCard(card.id, by: ada) {
            $0.content = CardContent("bob", snapshot: #"{"new":true}"#)
        }
        #expect(kept.content == CardContent("bob", snapshot: #"{"new":true}"#))
        try await fixture.updateCard(card.id, by: ada) { $0.content = CardContent("Bob") }
        try await fixture.createCard("bob", by: ada)
    }

    @Test("goes to one of many who want it at once")
    func parallelCreates() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        let outcomes = await atOnce(16) { _ throws(DirectoryError) in
            try await fixture.createCard(CardContent("bob"), by: ada)
        }
        #expect(outcomes.values.count == 1)
        #expect(outcomes.failures == Array(repeating: .cardNameTaken, count: 15))
        #expect(try await fixture.cards(of: ada) == outcomes.values)
    }
}
