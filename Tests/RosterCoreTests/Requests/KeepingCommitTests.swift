import RosterCore
import RosterTestSupport
import Testing

/// The answer is written in the transaction of the change that it tells of.
@Suite("A change that keeps its answer")
struct KeepingCommitTests {
    @Test("leaves the account and its answer, or neither, when storage fails at step 1, 2, ...")
    func nothingHalf() async throws {
        for step in 1...200 {
            let fixture = try await DirectoryFixture.inMemory()
            let before = try await DirectoryDump.of(fixture.engine)
            let engine = FaultyEngine(fixture.engine, failingAt: step)
            let faulty = fixture.over(engine)
            var answer: KeptAnswer?
            do {
                answer = try await faulty.create("ada", under: faulty.key())
                #expect(!engine.hasFailed, "step \(step) failed and nobody said so")
            } catch let error as DirectoryError {
                #expect(error == FaultyEngine.error, "step \(step)")
                #expect(try await DirectoryDump.of(fixture.engine) == before, "step \(step)")
            }
            // The request is sent again, as a client does that got no answer.
            let again: KeptAnswer
            if let kept = try await fixture.directory.keptAnswer(fixture.key()) {
                again = kept
            } else {
                again = try await fixture.create("ada", under: fixture.key())
            }
            let ada = try #require(try await fixture.live("ada"))
            #expect(again == KeptAnswer(created: ada))
            #expect(try await fixture.directory.keptAnswer(fixture.key()) == again)
            #expect(try await fixture.audit().count { $0.action == .accountCreated } == 1)
            if let answer {
                #expect(answer == again)
                #expect(step > 5, "the scenario does hardly anything")
                return
            }
        }
        Issue.record("the scenario never passed")
    }

    @Test("keeps no answer of what is refused, and the request may be tried again")
    func refusedChanges() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        let before = try await DirectoryDump.of(fixture.engine)
        var change = AccountChange()
        change.bio = .set("changed")
        let stale = try fixture.directory.preparedUpdate(
            ada.target, change, if: .anyOf([AccountVersion(id: ada.id, revision: 7)]), by: .system)
        let key = fixture.key()
        await #expect(throws: DirectoryError.revisionMismatch) {
            try await fixture.directory.commit(stale, keeping: key) { KeptAnswer(created: $0) }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        #expect(try await fixture.create("ben", under: key).status == 201)
    }

    @Test("gives the earlier answer when another node was faster with the same request")
    func fasterNode() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let other = try await fixture.restarted()
        let draft = AccountDraft(name: try AccountName(parsing: "ada"))
        // Both find the name free and no answer kept, and only then change anything.
        let changes = [
            try await fixture.directory.preparedCreate(draft, by: .system),
            try await other.directory.preparedCreate(draft, by: .system),
        ]
        let first = try await fixture.directory.commit(changes[0], keeping: fixture.key()) {
            KeptAnswer(created: $0)
        }
        let second = try await other.directory.commit(changes[1], keeping: other.key()) {
            KeptAnswer(created: $0)
        }
        #expect(first == second)
        #expect(try await fixture.audit().count { $0.action == .accountCreated } == 1)
    }

    @Test("is applied once of many at once, and all get its answer")
    func parallelTwins() async throws {
        try await DirectoryFixture.onDisk { fixture in
            let name = try AccountName(parsing: "ada")
            let other = try await fixture.restarted()
            let key = fixture.key()
            // Prepared before the first is applied: no check of the name stops the others.
            var changes: [PreparedChange<Account>] = []
            for number in 0..<16 {
                changes.append(
                    try await (number % 2 == 0 ? fixture : other).directory.preparedCreate(
                        AccountDraft(name: name), by: .system))
            }
            let prepared = changes
            let outcomes = await atOnce(prepared.count) { number throws(DirectoryError) in
                try await (number % 2 == 0 ? fixture : other).directory.commit(
                    prepared[number], keeping: key
                ) { KeptAnswer(created: $0) }
            }
            #expect(outcomes.failures == [])
            let ada = try #require(try await fixture.live("ada"))
            #expect(outcomes.values == Array(repeating: KeptAnswer(created: ada), count: 16))
        }
    }
}
