import RosterCore
import RosterTestSupport
import Testing

/// THREATS 11 for cards: nobody reads or changes somebody else's, an administrator included.
@Suite("A card's owner")
struct CardOwnerTests {
    @Test("is the only one who finds it; to anybody else it does not exist")
    func othersFindNothing() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = Actor.account(try await fixture.create("ada"))
        let card = try await fixture.createCard("bob", by: ada)
        let administrator = try await fixture.createAdministrator("admin")
        let key = try await fixture.directory.createKey(
            name: "key", owner: administrator.target, role: nil, scopes: nil, by: .system
        ).key
        let others = [
            Actor.account(administrator), .key(key, of: administrator),
            .account(try await fixture.create("ben")),
        ]
        let before = try await DirectoryDump.of(fixture.engine)
        for other in others {
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.card(card.id, by: other)
            }
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.updateCard(card.id, by: other) { $0.status = .disabled }
            }
            await #expect(throws: DirectoryError.notFound) {
                try await fixture.deleteCard(card.id, by: other)
            }
            for status in CardStatus.allCases {
                let found = try await fixture.setStatuses(of: [card.id], to: status, by: other)
                #expect(found == [false])
            }
            #expect(try await fixture.cards(of: other) == [])
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        #expect(try await fixture.card(card.id, by: ada) == card)
    }

    @Test("is the account, by whatever credential it comes")
    func everyCredential() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let key = try await fixture.directory.createKey(
            name: "key", owner: ada.target, role: nil, scopes: [.test], by: .system
        ).key
        let issued = try await fixture.logIn("ada")
        let local = Actor(principal: Principal(account: ada, credential: .local), origin: .test)
        let actors = [Actor.account(ada), .session(issued), .key(key, of: ada), local]
        for (number, actor) in actors.enumerated() {
            let card = try await fixture.createCard("card \(number)", by: actor)
            #expect(card.accountID == ada.id)
            for reader in actors {
                #expect(try await fixture.card(card.id, by: reader) == card)
                #expect(try await fixture.cards(of: reader).count == number + 1)
            }
        }
    }

    @Test("has to be an account: the operator has no cards, and nobody has none")
    func noAccountNoCards() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let card = try await fixture.createCard(
            "bob", by: .account(try await fixture.create("ada")))
        let before = try await DirectoryDump.of(fixture.engine)
        let refusal = DirectoryError.unauthenticated(.missing)
        for principal in [Principal.anonymous, .operator] {
            let actor = Actor(principal: principal, origin: .test)
            await #expect(throws: refusal) {
                try await fixture.createCard(CardContent("new"), by: actor)
            }
            await #expect(throws: refusal) { try await fixture.card(card.id, by: actor) }
            await #expect(throws: refusal) { try await fixture.cards(of: actor) }
            await #expect(throws: refusal) { try await fixture.updateCard(card.id, by: actor) }
            await #expect(throws: refusal) { try await fixture.deleteCard(card.id, by: actor) }
            await #expect(throws: refusal) {
                try await fixture.setStatuses(of: [card.id], to: .disabled, by: actor)
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }
}
