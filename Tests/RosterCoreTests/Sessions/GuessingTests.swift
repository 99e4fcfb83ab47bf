import RosterCore
import RosterTestSupport
import Testing

/// THREATS 8: guessing passwords in parallel, or through another surface.
@Suite("Guessing")
struct GuessingTests {
    @Test("five tries are compared; then the delay doubles from a second to fifteen minutes")
    func delaysDouble() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        for _ in 0..<5 { try await fixture.guess("ada") }
        var compared = 5
        for delay in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] as [Int64] {
            // While the delay runs nothing is compared, not even the right password, nor counted.
            for password in ["wrong", DirectoryFixture.password] {
                await #expect(throws: DirectoryError.throttled(retryAfterSeconds: Int(delay))) {
                    try await fixture.logIn("ada", password: password)
                }
            }
            fixture.clock.advance(milliseconds: delay * 1000 - 1)
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
                try await fixture.logIn("ada", password: "wrong")
            }
            #expect(fixture.passwords.comparisons == compared)
            fixture.clock.advance(milliseconds: 1)
            try await fixture.guess("ada")
            compared += 1
            #expect(fixture.passwords.comparisons == compared)
        }
    }

    @Test("a success after the delay forgets all failures")
    func successResets() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for _ in 0..<3 {
            for _ in 0..<5 { try await fixture.guess("ada") }
            fixture.clock.advance(seconds: 1)
            _ = try await fixture.logIn("ada")
            #expect(try await fixture.failures(of: ada) == nil)
        }
    }

    @Test("the delay counts from the end of a slow comparison, not from its start")
    func delayCountsFromTheAnswer() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        for _ in 0..<4 { try await fixture.guess("ada") }
        fixture.passwords.comparing.close()
        async let slow: Void = fixture.guess("ada")
        await fixture.passwords.comparing.waitUntilHolding(1)
        fixture.clock.advance(seconds: 30)
        fixture.passwords.comparing.open()
        try await slow
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.logIn("ada")
        }
    }

    @Test("a try is counted before it is compared")
    func countedBeforeCompared() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        fixture.passwords.comparing.close()
        async let guess: Void = fixture.guess("ada")
        await fixture.passwords.comparing.waitUntilHolding(1)
        #expect(try await fixture.failures(of: ada)?.failures == 1)
        fixture.passwords.comparing.open()
        try await guess
    }

    @Test("one counter serves every login id, login, Basic and old password")
    func counterIsShared() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada") {
            $0.email = try EmailAddress(parsing: "ada@example.com")
            $0.phone = try PhoneNumber(parsing: "13800138000")
        }
        try await fixture.provePhone(of: ada)
        try await fixture.guess("ADA")
        try await fixture.guess("ada@example.com")
        try await fixture.guess("+86 13800138000")
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.authenticate("ada", password: "wrong")
        }
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.directory.changePassword(
                of: ada.target, old: "wrong", new: "new", by: .account(ada))
        }
        let throttled = DirectoryError.throttled(retryAfterSeconds: 1)
        await #expect(throws: throttled) { try await fixture.logIn("ada@example.com") }
        await #expect(throws: throttled) { try await fixture.authenticate("13800138000") }
        await #expect(throws: throttled) {
            try await fixture.directory.changePassword(
                of: ada.target, old: DirectoryFixture.password, new: "new", by: .account(ada))
        }
        #expect(fixture.passwords.comparisons == 5)
        // Others are not concerned.
        try await fixture.create("other")
        _ = try await fixture.logIn("other")
    }

    @Test("the right password of a disabled account keeps the failures and adds to them")
    func disabledAccountsKeepFailures() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        try await fixture.edit(ada) { $0.status = .set(.disabled) }
        for _ in 0..<5 {
            await #expect(throws: DirectoryError.accountDisabled) { try await fixture.logIn("ada") }
        }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.logIn("ada")
        }
    }

    @Test("unknown ids have a counter for each folded id, which a day forgets")
    func unknownIDs() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        for spelling in ["nobody", "NOBODY", "ｎｏｂｏｄｙ", "no\u{200B}body", "nobody"] {
            try await fixture.guess(spelling)
        }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.logIn("Nobody")
        }
        try await fixture.guess("somebody")
        let dump = try await DirectoryDump.of(fixture.engine)
        // Of each id, those of the one block and those of all.
        #expect(dump.tables["failure_counter"]?.count == 4)
        // What people typed is not stored in the clear.
        #expect(!dump.contains("nobody"))
        fixture.clock.advance(days: 1)
        try await fixture.guess("nobody")
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 2)) {
            try await fixture.logIn("nobody")
        }
        fixture.clock.advance(days: 1)
        fixture.clock.advance(milliseconds: 1)
        for _ in 0..<5 { try await fixture.guess("nobody") }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.logIn("nobody")
        }
    }

    @Test("an account's failures are forgotten as those of unknown ids are: after a day")
    func accountsForgetAlike() async throws {
        for login in ["ada", "nobody"] {
            let fixture = try await DirectoryFixture.inMemory()
            try await fixture.create("ada")
            for _ in 0..<5 { try await fixture.guess(login) }
            fixture.clock.advance(days: 1)
            _ = try await fixture.directory.keepHouse()
            try await fixture.guess(login)
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 2)) {
                try await fixture.logIn(login, password: "wrong")
            }
            fixture.clock.advance(days: 1)
            fixture.clock.advance(milliseconds: 1)
            for _ in 0..<5 { try await fixture.guess(login) }
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
                try await fixture.logIn(login, password: "wrong")
            }
            fixture.clock.advance(days: 2)
            _ = try await fixture.directory.keepHouse()
            let dump = try await DirectoryDump.of(fixture.engine)
            #expect(dump.tables["failure_counter"] == [])
        }
    }

    @Test("an unlock forgets the failures, and is audited")
    func unlock() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.create("ada")
        for _ in 0..<5 { try await fixture.guess("ada") }
        try await fixture.directory.unlock(ada.target, by: .system)
        _ = try await fixture.logIn("ada")
        #expect(try await fixture.audit(of: ada.id).map(\.action).contains(.accountUnlocked))
    }

    @Test("failures and delays outlive a restart")
    func failuresSurviveARestart() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        for _ in 0..<3 { try await fixture.guess("ada") }
        let second = try await fixture.restarted()
        for _ in 0..<2 { try await second.guess("ada") }
        let third = try await second.restarted()
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await third.logIn("ada")
        }
        #expect(fixture.passwords.comparisons == 5)
    }
}

extension DirectoryFixture {
    /// One wrong password, which is compared and found wrong.
    func guess(_ login: String, from address: String? = "192.0.2.1") async throws {
        do throws(DirectoryError) {
            _ = try await logIn(login, password: "wrong", from: address)
            Issue.record("a wrong password logged in")
        } catch {
            guard error == .wrongCredentials else { throw error }
        }
    }
}
