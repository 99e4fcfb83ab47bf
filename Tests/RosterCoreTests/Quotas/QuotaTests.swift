import RosterCore
import RosterStorage
import RosterTestSupport
import Testing

/// Callers who each keep to the bounds of a request fill neither memory nor disk (THREATS 31).
@Suite("Quotas of an account") struct QuotaTests {
    @Test("the card beyond the bound is refused, a deleted one counts, another account's does not")
    func cards() async throws {
        let fixture = try await fixture { $0.cards = 2 }
        let ann = Actor.account(try await fixture.create("ann"))
        let ben = Actor.account(try await fixture.create("ben"))
        let first = try await fixture.card("one", by: ann)
        try await fixture.card("two", by: ann)
        await #expect(throws: DirectoryError.quotaExceeded(.cards, retryAfterSeconds: nil)) {
            try await fixture.card("three", by: ann)
        }
        try await fixture.deleteCard(first.id, by: ann)
        await #expect(throws: DirectoryError.quotaExceeded(.cards, retryAfterSeconds: nil)) {
            try await fixture.card("three", by: ann)
        }
        try await fixture.card("three", by: ben)
    }

    @Test("bytes of snapshots are counted as they grow and shrink")
    func cardBytes() async throws {
        let fixture = try await fixture { $0.cardBytes = 300 }
        let ann = Actor.account(try await fixture.create("ann"))
        let card = try await fixture.card("one", bytes: 200, by: ann)
        await #expect(throws: DirectoryError.quotaExceeded(.cardBytes, retryAfterSeconds: nil)) {
            try await fixture.card("two", bytes: 200, by: ann)
        }
        await #expect(throws: DirectoryError.quotaExceeded(.cardBytes, retryAfterSeconds: nil)) {
            try await fixture.change(card, bytes: 301, by: ann)
        }
        try await fixture.change(card, bytes: 100, by: ann)
        try await fixture.card("two", bytes: 200, by: ann)
    }

    @Test("a snapshot beyond its own bound is refused, new or changed")
    func snapshotBytes() async throws {
        let fixture = try await fixture { $0.snapshotBytes = 100 }
        let ann = Actor.account(try await fixture.create("ann"))
        let card = try await fixture.card("one", bytes: 100, by: ann)
        let refusal = DirectoryError.quotaExceeded(.snapshotBytes, retryAfterSeconds: nil)
        await #expect(throws: refusal) { try await fixture.card("two", bytes: 101, by: ann) }
        await #expect(throws: refusal) { try await fixture.change(card, bytes: 101, by: ann) }
    }

    @Test("an account follows only so many, and may follow again after it let one go")
    func follows() async throws {
        let fixture = try await fixture { $0.follows = 1 }
        let ann = Actor.account(try await fixture.create("ann"))
        let ben = try await fixture.create("ben")
        let cem = try await fixture.create("cem")
        try await fixture.directory.follow(.id(ben.id), by: ann)
        await #expect(throws: DirectoryError.quotaExceeded(.follows, retryAfterSeconds: nil)) {
            try await fixture.directory.follow(.id(cem.id), by: ann)
        }
        try await fixture.directory.unfollow(.id(ben.id), by: ann)
        try await fixture.directory.follow(.id(cem.id), by: ann)
    }

    @Test("a user renames itself so often in a day, an administrator as often as need be")
    func renames() async throws {
        let fixture = try await fixture { $0.renames = 2 }
        let account = try await fixture.create("ann")
        let ann = Actor.account(account)
        for name in ["ann2", "ann3"] { try await fixture.rename(account, to: name, by: ann) }
        let wait = Int(86_400 - fixture.clock.now.milliseconds / 1000 % 86_400)
        await #expect(throws: DirectoryError.quotaExceeded(.renames, retryAfterSeconds: wait)) {
            try await fixture.rename(account, to: "ann4", by: ann)
        }
        let chief = Actor.account(try await fixture.createAdministrator("chief"))
        for name in ["ann5", "ann6", "ann7"] {
            try await fixture.rename(account, to: name, by: chief)
        }
        fixture.clock.advance(seconds: 86_400)
        try await fixture.rename(account, to: "ann8", by: ann)
    }

    @Test("an account has only so many API keys")
    func keys() async throws {
        let fixture = try await fixture { $0.keys = 1 }
        let ann = try await fixture.create("ann")
        func make(_ name: String) async throws {
            _ = try await fixture.directory.createKey(
                name: name, owner: .id(ann.id), role: nil, scopes: nil, by: .system)
        }
        try await make("one")
        await #expect(throws: DirectoryError.quotaExceeded(.keys, retryAfterSeconds: nil)) {
            try await make("two")
        }
    }

    @Test("an account announces only so many uploads in a day")
    func uploads() async throws {
        let fixture = try await fixture { $0.uploads = 1 }
        let ann = Actor.account(try await fixture.create("ann"))
        let plan = UploadPlan(
            type: .png, bytesCount: 10, md5: String(repeating: "0", count: 32))
        _ = try await fixture.directory.planUpload(plan, by: ann)
        await #expect(throws: DirectoryError.self) {
            try await fixture.directory.planUpload(plan, by: ann)
        }
        fixture.clock.advance(seconds: 86_400)
        _ = try await fixture.directory.planUpload(plan, by: ann)
    }

    @Test("answers kept for a user are bounded in a day, those for an administrator are not")
    func keptAnswers() async throws {
        let fixture = try await fixture { $0.answerBytes = 100 }
        let ann = Actor.account(try await fixture.create("ann"))
        let chief = Actor.account(try await fixture.createAdministrator("chief"))
        let answer = KeptAnswer(
            status: 200, headers: [], body: String(repeating: "x", count: 60))
        func ask(_ id: String, by actor: Actor) async throws {
            let key = fixture.directory.key(of: actor.principal, request: [id], content: [])
            let change = try fixture.directory.preparedCardCreate(
                CardContent(id), by: actor)
            _ = try await fixture.directory.commit(change, keeping: key) { _ in answer }
        }
        try await ask("one", by: ann)
        await #expect(throws: DirectoryError.self) { try await ask("two", by: ann) }
        let cards = try await fixture.directory.cards(CardQuery(), by: ann.principal)
        #expect(cards.total == 1)
        for id in ["one", "two", "three"] { try await ask(id, by: chief) }
    }

    @Test("counts of days that are over are removed, standing ones stay")
    func housekeeping() async throws {
        let fixture = try await fixture {
            $0.cards = 1
            $0.renames = 1
        }
        let account = try await fixture.create("ann")
        let ann = Actor.account(account)
        try await fixture.rename(account, to: "ann2", by: ann)
        try await fixture.card("one", by: ann)
        fixture.clock.advance(seconds: 2 * 86_400)
        _ = try await fixture.directory.keepHouse()
        let rows = try await fixture.engine.read { connection throws(DirectoryError) in
            var rows: [String] = []
            try connection.rows("SELECT quota FROM quota_use ORDER BY quota", []) { row in
                rows.append(row.text(0) ?? "")
            }
            return rows
        }
        #expect(rows == ["cardBytes", "cards"])
    }

    private func fixture(_ edit: (inout Quotas) -> Void) async throws -> DirectoryFixture {
        var policy = DirectoryPolicy()
        edit(&policy.quotas)
        return try await DirectoryFixture.inMemory(policy: policy)
    }
}

extension DirectoryFixture {
    @discardableResult
    fileprivate func card(_ name: String, bytes: Int = 9, by actor: Actor) async throws -> Card {
        try await createCard(.sized(name, bytes: bytes), by: actor)
    }

    fileprivate func change(_ card: Card, bytes: Int, by actor: Actor) async throws {
        _ = try await updateCard(card.id, by: actor) {
            $0.content = .sized(card.content.name.rawValue, bytes: bytes)
        }
    }

    fileprivate func rename(_ account: Account, to name: String, by actor: Actor) async throws {
        let name = try AccountName(parsing: name)
        _ = try await edit(account, by: actor) { $0.name = .set(name) }
    }
}

extension CardContent {
    fileprivate static func sized(_ name: String, bytes: Int) -> CardContent {
        CardContent(name, snapshot: String(repeating: "x", count: bytes))
    }
}
