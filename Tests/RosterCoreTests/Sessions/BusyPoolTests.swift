import RosterCore
import RosterTestSupport
import Testing

/// A try that was not judged is no failure.
@Suite("An overloaded hash pool")
struct BusyPoolTests {
    private let busy = DirectoryError.busy(retryAfterSeconds: 1)

    @Test("does not count the tries that it refuses")
    func refusedTriesDoNotCount() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        fixture.passwords.refuseComparisons(true)
        for login in Array(repeating: "ada", count: 8) + Array(repeating: "nobody", count: 8) {
            await #expect(throws: busy) { try await fixture.logIn(login) }
        }
        fixture.passwords.refuseComparisons(false)
        for _ in 0..<5 { try await fixture.guess("nobody") }
        for _ in 0..<4 { try await fixture.guess("ada") }
        _ = try await fixture.logIn("ada")
    }

    @Test("does not add to a delay that is over", arguments: [5, 6, 9])
    func refusedTriesDoNotDelay(_ failures: Int) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for _ in 0..<failures {
            try await fixture.guess("ada")
            fixture.clock.advance(seconds: 900)
        }
        fixture.passwords.refuseComparisons(true)
        await #expect(throws: busy) { try await fixture.logIn("ada") }
        fixture.passwords.refuseComparisons(false)
        #expect(try await fixture.failures(of: ada)?.failures == failures)
        #expect(try await fixture.logIn("ada").account.id == ada.id)
    }

    @Test("refuses a change of password without counting the right old one as a failure")
    func refusedChangesDoNotCount() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.refuseHashes(true)
        for _ in 0..<6 {
            await #expect(throws: busy) {
                try await fixture.directory.changePassword(
                    of: ada.target, old: DirectoryFixture.password, new: "new", by: .account(ada))
            }
        }
        #expect(try await fixture.logIn("ada").account.id == ada.id)
    }

    @Test("is no cause to make half an account")
    func nothingIsCreated() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let before = try await DirectoryDump.of(fixture.engine)
        fixture.passwords.refuseHashes(true)
        await #expect(throws: busy) { try await fixture.create("ada") }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }
}
