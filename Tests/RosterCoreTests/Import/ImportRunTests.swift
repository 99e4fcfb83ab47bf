import RosterCore
import RosterTestSupport
import Testing

@Suite("How far an import has come")
struct ImportRunTests {
    private static func rows(_ numbers: ClosedRange<Int>) -> ImportBatch {
        .people(numbers.map { .of("user\($0)", id: Int64($0), at: $0) })
    }

    private static let text: @Sendable ([ImportReport]) -> String = {
        $0.map { "\($0.row) \($0.outcome.rawValue)" }.joined(separator: "\n")
    }

    @Test("moves with its rows, and is found again where it stood")
    func goesOn() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let directory = fixture.directory
        let begun = try await directory.beginImport("f", highest: 9, again: false, by: .system)
        #expect(begun.rows == 0 && begun.finishedAt == nil)
        let first = try await directory.continueImport(
            "f", from: 0, with: Self.rows(1...3), isLast: false, .strict, by: .system,
            text: Self.text)
        #expect(first.run.rows == 3 && first.run.finishedAt == nil)
        let found = try await directory.beginImport("f", highest: 9, again: false, by: .system)
        #expect(found == first.run)
        #expect(found.lastReports == "1 created\n2 created\n3 created")
        #expect(found.counts.created == 3)
        let last = try await directory.continueImport(
            "f", from: 3, with: Self.rows(4...9), isLast: true, .strict, by: .system,
            text: Self.text)
        #expect(last.run.rows == 9 && last.run.finishedAt == fixture.clock.now)
        #expect(last.run.counts.created == 9)
        let again = try await directory.beginImport("f", highest: 9, again: true, by: .system)
        #expect(again.rows == 0 && again.finishedAt == nil && again.counts == ImportCounts())
    }

    @Test("refuses whoever thinks it is elsewhere, and changes nothing then")
    func mismatch() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.importing(Self.rows(1...3), .strict)
        let before = try await DirectoryDump.of(fixture.engine)
        for position in [0, 2, 4] {
            await #expect(throws: DirectoryError.revisionMismatch) {
                try await fixture.directory.continueImport(
                    "file", from: position, with: Self.rows(4...6), isLast: true, .strict,
                    by: .system, text: Self.text)
            }
        }
        await #expect(throws: DirectoryError.notFound) {
            try await fixture.directory.continueImport(
                "another", from: 0, with: Self.rows(4...6), isLast: true, .strict, by: .system,
                text: Self.text)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("of two at once is one: each row is done by one of them, and once")
    func twoAtOnce() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.directory.beginImport(
            "file", highest: 50, again: false, by: .system)
        let wins = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let end = try? await fixture.directory.continueImport(
                        "file", from: 0, with: Self.rows(1...50), isLast: true, .strict,
                        by: .system, text: Self.text)
                    return end != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
        #expect(try await fixture.run()?.rows == 50)
        let page = try await fixture.directory.accounts(AccountQuery(), by: .operator)
        #expect(page.total == 50)
    }

    @Test("is for administrators alone, as is every row")
    func permission() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let user = Actor.account(try await fixture.create("user"))
        let before = try await DirectoryDump.of(fixture.engine)
        for actor in [user, .anonymous] {
            await #expect(throws: DirectoryError.self) {
                try await fixture.directory.beginImport("f", highest: 1, again: false, by: actor)
            }
            await #expect(throws: DirectoryError.self) {
                try await fixture.directory.continueImport(
                    "f", from: 0, with: Self.rows(1...1), isLast: true, .strict, by: actor,
                    text: Self.text)
            }
            await #expect(throws: DirectoryError.self) {
                try await fixture.directory.rehearse(
                    Self.rows(1...1), .strict, in: ImportRehearsal(at: fixture.clock.now),
                    by: actor)
            }
            await #expect(throws: DirectoryError.self) {
                try await fixture.directory.exportedPeople(
                    after: nil, limit: 1, by: actor.principal)
            }
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("and its rows are one transaction: what fails at step 1, 2, ... leaves neither")
    func faults() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let claimer = try await fixture.create("claimer")
        try await fixture.claim("claimed@example.com", by: claimer)
        try await fixture.create("user2", password: nil)
        let rows: [ImportRow] = [
            .of("user1", id: claimer.id.rawValue) { $0.email = "claimed@example.com" },
            .of("user2", id: 92, at: 2) { $0.password = "x" }, .of("bad\u{7}", id: 93, at: 3),
        ]
        _ = try await fixture.directory.beginImport("f", highest: 93, again: false, by: .system)
        let before = try await DirectoryDump.of(fixture.engine)
        for step in 1...300 {
            let engine = FaultyEngine(fixture.engine, failingAt: step)
            do throws(DirectoryError) {
                _ = try await fixture.over(engine).directory.continueImport(
                    "f", from: 0, with: .people(rows), isLast: true, .byName, by: .system,
                    text: Self.text)
                #expect(!engine.hasFailed, "step \(step) failed and nobody said so")
                #expect(step > 20, "the scenario does hardly anything")
                #expect(try await fixture.run("f")?.rows == 3)
                return
            } catch {
                #expect(error == FaultyEngine.error, "step \(step)")
                #expect(try await DirectoryDump.of(fixture.engine) == before, "step \(step)")
            }
        }
        Issue.record("the import never passed")
    }

    @Test("waits while the hash pool is busy, and leaves nothing half")
    func busy() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.directory.beginImport("f", highest: 2, again: false, by: .system)
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.passwords.refuseHashes(true)
        let rows: [ImportRow] = [.of("a", id: 1), .of("b", id: 2, at: 2) { $0.password = "x" }]
        await #expect(throws: DirectoryError.busy(retryAfterSeconds: 1)) {
            try await fixture.directory.continueImport(
                "f", from: 0, with: .people(rows), isLast: true, .strict, by: .system,
                text: Self.text)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        fixture.passwords.refuseHashes(false)
        let end = try await fixture.directory.continueImport(
            "f", from: 0, with: .people(rows), isLast: true, .strict, by: .system, text: Self.text)
        #expect(end.reports.map(\.outcome) == [.created, .created])
    }
}
