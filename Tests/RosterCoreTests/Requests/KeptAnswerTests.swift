import RosterCore
import RosterTestSupport
import Testing

/// A repeated request gets the answer that it got, and does nothing again, for a day.
@Suite("A kept answer")
struct KeptAnswerTests {
    private let day: Int64 = 86_400

    @Test("is given again to the same request, which is not applied again")
    func replay() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let key = fixture.key()
        #expect(try await fixture.directory.keptAnswer(key) == nil)
        let answer = try await fixture.create("ada", under: key)
        let ada = try #require(try await fixture.live("ada"))
        #expect(answer == KeptAnswer(created: ada))
        #expect(try await fixture.directory.keptAnswer(key) == answer)
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.clock.advance(seconds: 60)
        // Even a change that could be made again is not.
        var change = AccountChange()
        change.bio = .set("applied again")
        let again = try await fixture.directory.commit(
            try fixture.directory.preparedUpdate(ada.target, change, by: .system), keeping: key
        ) { KeptAnswer(status: 200, headers: [], body: $0.name.rawValue) }
        #expect(again == answer)
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        let next = try await fixture.restarted()
        #expect(try await next.directory.keptAnswer(next.key()) == answer)
    }

    @Test("outlives what it tells of: the account may be changed and gone by then")
    func answersStay() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let key = fixture.key()
        let answer = try await fixture.create("ada", under: key)
        let ada = try #require(try await fixture.live("ada"))
        try await fixture.edit(ada) { $0.bio = .set("changed") }
        try await fixture.delete(ada)
        #expect(try await fixture.directory.keptAnswer(key) == answer)
    }

    @Test("is not given to another content: the key was used for another request")
    func reusedKeys() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let answer = try await fixture.create("ada", under: fixture.key())
        let before = try await DirectoryDump.of(fixture.engine)
        let other = fixture.key(content: "another body")
        await #expect(throws: DirectoryError.idempotencyKeyReused) {
            try await fixture.directory.keptAnswer(other)
        }
        await #expect(throws: DirectoryError.idempotencyKeyReused) {
            try await fixture.create("ben", under: other)
        }
        await #expect(throws: DirectoryError.idempotencyKeyReused) {
            try await fixture.directory.keep(answer, under: other)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        #expect(try await fixture.directory.keptAnswer(fixture.key()) == answer)
    }

    @Test("is another one's for another caller's request of the same id")
    func otherCallers() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let admin = try await fixture.createAdministrator("admin")
        let caller = Principal(account: admin, credential: .password)
        let first = try await fixture.create("ada", under: fixture.key())
        let second = try await fixture.create("ben", under: fixture.key(of: caller))
        #expect(first != second)
        #expect(try await fixture.directory.keptAnswer(fixture.key()) == first)
        #expect(try await fixture.directory.keptAnswer(fixture.key(of: caller)) == second)
    }

    @Test("is forgotten after a day: then the request is new, whatever its content")
    func expiry() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let key = fixture.key()
        let first = try await fixture.create("ada", under: key)
        fixture.clock.advance(milliseconds: day * 1000 - 1)
        #expect(try await fixture.directory.keptAnswer(key) == first)
        fixture.clock.advance(milliseconds: 1)
        #expect(try await fixture.directory.keptAnswer(key) == nil)
        let other = fixture.key(content: "another body")
        #expect(try await fixture.directory.keptAnswer(other) == nil)
        let second = try await fixture.create("ben", under: other)
        #expect(second == KeptAnswer(created: try #require(try await fixture.live("ben"))))
        fixture.clock.advance(milliseconds: day * 1000 - 1)
        #expect(try await fixture.directory.keptAnswer(other) == second)
        await #expect(throws: DirectoryError.idempotencyKeyReused) {
            try await fixture.directory.keptAnswer(key)
        }
    }

    @Test("of a request that changed nothing is kept, and never over another one")
    func refusals() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let key = fixture.key()
        let refusal = KeptAnswer(status: 409, headers: [], body: "taken")
        _ = try await fixture.directory.keep(refusal, under: key)
        #expect(try await fixture.directory.keptAnswer(key) == refusal)
        // Another node was faster: its answer is the one to give.
        let given = try await fixture.directory.keep(
            KeptAnswer(status: 200, headers: [], body: "later"), under: key)
        #expect(given == refusal)
        #expect(try await fixture.directory.keptAnswer(key) == refusal)
        #expect(try await fixture.create("ada", under: key) == refusal)
        #expect(try await fixture.live("ada") == nil)
        fixture.clock.advance(seconds: day)
        let later = KeptAnswer(status: 422, headers: [], body: "later")
        _ = try await fixture.directory.keep(later, under: key)
        #expect(try await fixture.directory.keptAnswer(key) == later)
    }

    @Test("is forgotten by housekeeping once it is over a day old, and not before")
    func housekeeping() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let answer = KeptAnswer(status: 200, headers: [], body: "")
        let count = Limits.purgeBatchRows + 1
        for number in 0..<count {
            _ = try await fixture.directory.keep(answer, under: fixture.key("old \(number)"))
        }
        fixture.clock.advance(milliseconds: 1)
        _ = try await fixture.directory.keep(answer, under: fixture.key("young"))
        fixture.clock.advance(milliseconds: day * 1000 - 1)
        #expect(try await fixture.directory.keepHouse().forgottenAnswers == 0)
        fixture.clock.advance(milliseconds: 1)
        #expect(try await fixture.directory.keepHouse().forgottenAnswers == count)
        fixture.clock.advance(milliseconds: 1)
        let report = try await fixture.directory.keepHouse()
        #expect(report.forgottenAnswers == 1 && !report.isEmpty)
        #expect(try await fixture.directory.keepHouse().isEmpty)
    }
}
