import RosterCore
import RosterTestSupport
import Testing

@Suite("A row of an old table of user cards")
struct ImportCardTests {
    private static func card(
        _ name: String?, id: String? = nil, of owner: String?, at number: Int = 1,
        _ edit: (inout ImportCard) -> Void = { _ in }
    ) -> ImportCard {
        var card = ImportCard(number: number)
        card.id = id
        card.owner = owner
        card.name = name
        card.snapshot = name.map { #"{"name":"\#($0)"}"# }
        edit(&card)
        return card
    }

    private static func exported(_ fixture: DirectoryFixture) async throws -> [ExportedCard] {
        try await fixture.directory.exportedCards(after: nil, limit: 100, by: .operator)
    }

    @Test("keeps its id, revision, status and times, and belongs to whom it names")
    func kept() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ann = try await fixture.create("ann")
        let row = Self.card("Card", id: "usr_stored by clients", of: "ANN") {
            $0.status = "deleted"
            $0.revision = 12
            $0.createdAt = 1_000
            $0.updatedAt = 2_000
        }
        let report = try await fixture.importing(.cards([row]), .strict)[0]
        #expect(report.outcome == .created && report.account == ann.id.rawValue)
        let card = try #require(try await Self.exported(fixture).first)
        #expect(card.owner == "ann" && card.card.id.rawValue == row.id)
        #expect(card.card.revision == 12 && card.card.status == .deleted)
        #expect(card.card.createdAt.milliseconds == 1_000)
        #expect(card.card.updatedAt.milliseconds == 2_000)
        #expect(
            try await fixture.importing(.cards([row]), .strict, id: "again")[0].outcome == .present)
    }

    @Test("is refused without an account, under another's id and name, and with a broken field")
    func refused() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ann")
        try await fixture.create("bob")
        let rows = [
            Self.card("Card", id: "one", of: "ann"),
            Self.card("Card", id: "two", of: "ann", at: 2),
            Self.card("Card", id: "one", of: "bob", at: 3),
            Self.card("Card", id: "four", of: "nobody", at: 4),
            Self.card("Card", id: "five", of: nil, at: 5),
            Self.card(nil, id: "six", of: "ann", at: 6),
            Self.card("Other", id: "a/b", of: "ann", at: 7),
            Self.card("Other", id: "", of: "ann", at: 8),
            Self.card("Other", id: "nine", of: "ann", at: 9) { $0.status = "asleep" },
            Self.card("Other", id: "ten", of: "ann", at: 10) { $0.unreadable = "snapshot" },
            Self.card("Card", of: "bob", at: 11),
        ]
        let reports = try await fixture.importing(.cards(rows), .strict)
        #expect(
            reports.map { $0.reason?.code } == [
                nil, .taken, .idTaken, .noOwner, .noOwner, .invalid, .invalid, .invalid, .invalid,
                .unreadable, nil,
            ])
        #expect(reports.count { $0.outcome == .created } == 2)
        #expect(try await Self.exported(fixture).count == 2)
    }

    @Test("goes to the one who was named for cards of nobody, by name or by e-mail")
    func owner() async throws {
        for (match, owner) in [
            (ImportOptions.Match.name, "ann"), (.none, "Ann"), (.email, "ANN@example.com"),
        ] {
            let fixture = try await DirectoryFixture.inMemory()
            let ann = try await fixture.create("ann") {
                $0.email = try EmailAddress(parsing: "ann@example.com")
            }
            let options = ImportOptions(match: match, onConflict: .report, owner: owner)
            let report = try await fixture.importing(
                .cards([Self.card("Card", of: nil)]), options)[0]
            #expect(report.outcome == .created && report.account == ann.id.rawValue, "\(match)")
        }
    }

    @Test("is rehearsed as it is then done, and nothing is stored by that")
    func rehearsed() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ann")
        let cards = [
            Self.card("Card", id: "one", of: "ann"), Self.card("Card", id: "two", of: "ann", at: 2),
            Self.card("New", id: "one", of: "ann", at: 3), Self.card("New", of: "none", at: 4),
        ]
        let before = try await DirectoryDump.of(fixture.engine)
        let rehearsed = try await fixture.rehearsing(
            [.cards(Array(cards.prefix(2))), .cards(Array(cards.suffix(2)))], .strict)
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        #expect(try await fixture.importing(.cards(cards), .strict) == rehearsed)
    }
}
