import RosterCore
import RosterTestSupport
import Testing

/// THREATS 8, at once: the counter is atomic.
@Suite("Guessing in parallel")
struct ParallelGuessingTests {
    @Test("of 200 guesses at once at most five are compared, in memory and on disk")
    func parallelGuesses() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await expectFiveCompared(of: 200, in: [fixture])
        try await DirectoryFixture.onDisk { fixture in
            try await expectFiveCompared(of: 200, in: [fixture])
        }
    }

    @Test("of 200 guesses through two processes at once at most five are compared")
    func parallelProcesses() async throws {
        try await DirectoryFixture.onDisk { fixture in
            try await expectFiveCompared(
                of: 200, in: [fixture, try await fixture.restarted()])
        }
    }

    private func expectFiveCompared(
        of count: Int, in fixtures: [DirectoryFixture]
    ) async throws {
        let ada = try await fixtures[0].create("ada")
        let outcomes = await atOnce(count) { number throws(DirectoryError) in
            let fixture = fixtures[number % fixtures.count]
            // Login and Basic by turns.
            if number % 4 < 2 {
                _ = try await fixture.logIn("ada", password: "wrong")
            } else {
                _ = try await fixture.authenticate("ada", password: "wrong")
            }
        }
        #expect(outcomes.values.isEmpty)
        #expect(fixtures[0].passwords.comparisons == 5)
        #expect(outcomes.failures.count { $0 == .wrongCredentials } == 5)
        #expect(outcomes.failures.count { $0 == .throttled(retryAfterSeconds: 1) } == count - 5)
        #expect(try await fixtures[0].failures(of: ada)?.failures == 5)
    }

    @Test("an unknown id is guarded like an account")
    func parallelUnknownIDs() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let outcomes = await atOnce(100) { _ throws(DirectoryError) in
            _ = try await fixture.logIn("nobody", password: "wrong")
        }
        #expect(outcomes.failures.count { $0 == .wrongCredentials } == 5)
        #expect(fixture.passwords.comparisons == 5)
    }

    @Test("right passwords that arrive together all succeed", arguments: [0, 1, 4])
    func parallelRightPasswords(_ failuresBefore: Int) async throws {
        try await DirectoryFixture.onDisk { fixture in
            let ada = try await fixture.create("ada")
            for _ in 0..<failuresBefore { try await fixture.guess("ada") }
            let outcomes = await atOnce(32) { number throws(DirectoryError) in
                if number % 2 == 0 {
                    _ = try await fixture.logIn("ada")
                } else {
                    _ = try await fixture.authenticate("ada")
                }
            }
            #expect(outcomes.failures == [])
            #expect(try await fixture.failures(of: ada) == nil)
        }
    }

    @Test("a guess among right passwords does not stop them")
    func mixedPasswords() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        let outcomes = await atOnce(20) { number throws(DirectoryError) in
            _ = try await fixture.logIn(
                "ada", password: number % 10 == 3 ? "wrong" : DirectoryFixture.password)
        }
        #expect(outcomes.values.count == 18)
        #expect(outcomes.failures == [.wrongCredentials, .wrongCredentials])
    }

    @Test("tries at one account do not wait for those at another")
    func accountsDoNotWaitForEachOther() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        try await fixture.create("ben")
        fixture.passwords.comparing.close()
        async let first = fixture.logIn("ada")
        await fixture.passwords.comparing.waitUntilHolding(1)
        async let second = fixture.logIn("ben")
        // Both stand before the gate at once; behind one another, the second never would.
        await fixture.passwords.comparing.waitUntilHolding(2)
        fixture.passwords.comparing.open()
        #expect(try await first.account.name.rawValue == "ada")
        #expect(try await second.account.name.rawValue == "ben")
    }
}
