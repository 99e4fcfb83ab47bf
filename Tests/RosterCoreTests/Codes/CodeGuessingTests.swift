import RosterCore
import RosterTestSupport
import Testing

/// THREATS 8, for codes.
@Suite("Guessing verification codes")
struct CodeGuessingTests {
    private let mine = "ada@example.com"
    private let free = "new@example.com"

    @Test("the fifth wrong try kills a code, the fourth does not", arguments: [4, 5])
    func fiveTries(_ count: Int) async throws {
        let fixture = try await DirectoryFixture.open()
        let code = try await fixture.code(.claim, to: free)
        for _ in 0..<count {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.register("ada", proving: free, code: code.miss)
            }
        }
        fixture.clock.advance(seconds: 1)
        if count < 5 {
            try await fixture.register("ada", proving: free, code: code)
        } else {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.register("ada", proving: free, code: code)
            }
        }
    }

    @Test("tries by several accounts are tries at one code")
    func severalGuessers() async throws {
        let fixture = try await DirectoryFixture.open()
        let code = try await fixture.code(.claim, to: free)
        for number in 0..<5 {
            let guesser = try await fixture.create("guesser \(number)")
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.bind(free, code: code.miss, by: guesser)
            }
            #expect(try await fixture.failures(of: guesser)?.failures == 1)
        }
        let last = try await fixture.create("last")
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.bind(free, code: code, by: last)
        }
    }

    @Test("one counter serves passwords and codes, login, recovery, binding and unbinding")
    func counterIsShared() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven("ada", email: mine)
        let code = try await fixture.code(.prove, to: mine)
        try await fixture.guess("ada")
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.logIn(mine, code: code.miss)
        }
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.recover("ADA@example.com", code: code.miss)
        }
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.bind(free, code: code, by: ada)
        }
        #expect(try await fixture.failures(of: ada)?.failures == 4)
        await #expect(throws: DirectoryError.wrongCredentials) {
            try await fixture.directory.unbind(
                .email, password: "wrong", code: code, by: .account(ada))
        }
        let throttled = DirectoryError.throttled(retryAfterSeconds: 1)
        await #expect(throws: throttled) { try await fixture.logIn("ada") }
        await #expect(throws: throttled) { try await fixture.logIn(mine, code: code) }
        await #expect(throws: throttled) { try await fixture.recover(mine, code: code) }
        await #expect(throws: throttled) { try await fixture.bind(free, code: code, by: ada) }
        await #expect(throws: throttled) {
            try await fixture.directory.unbind(
                .email, password: DirectoryFixture.password, code: code, by: .account(ada))
        }
        // Nothing of that was a try: the code has three of its five left and works.
        fixture.clock.advance(seconds: 1)
        try await fixture.logIn(mine, code: code)
    }

    @Test("the right password forgives no wrong codes at unbinding")
    func unbindingCounts() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven("ada", email: mine)
        let code = try await fixture.code(.prove, to: mine)
        for failures in 1...5 {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.directory.unbind(
                    .email, password: DirectoryFixture.password, code: code.miss,
                    by: .account(ada))
            }
            #expect(try await fixture.failures(of: ada)?.failures == failures)
        }
        fixture.clock.advance(seconds: 1)
        // Five wrong ones killed the code.
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.directory.unbind(
                .email, password: DirectoryFixture.password, code: code, by: .account(ada))
        }
    }

    @Test("a proof forgets the failures, a claim does not")
    func whatForgets() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven("ada", email: mine)
        for _ in 0..<4 { try await fixture.guess("ada") }
        let claim = try await fixture.code(.claim, to: "13800138000", by: .account(ada))
        try await fixture.bind("13800138000", code: claim, by: ada)
        #expect(try await fixture.failures(of: ada)?.failures == 4)
        let proof = try await fixture.code(.prove, to: mine)
        // A new code forgets nothing.
        #expect(try await fixture.failures(of: ada)?.failures == 4)
        try await fixture.logIn(mine, code: proof)
        #expect(try await fixture.failures(of: ada) == nil)
    }

    @Test("a new code has five tries of its own and leaves the delay")
    func newCodes() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven("ada", email: mine)
        let first = try await fixture.code(.prove, to: mine)
        for _ in 0..<5 {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.logIn(mine, code: first.miss)
            }
        }
        fixture.clock.advance(seconds: 60)
        let second = try await fixture.code(.prove, to: mine)
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixture.logIn(mine, code: second.miss)
        }
        #expect(try await fixture.failures(of: ada)?.failures == 6)
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 2)) {
            try await fixture.logIn(mine, code: second)
        }
        fixture.clock.advance(seconds: 2)
        try await fixture.logIn(mine, code: second)
    }

    @Test(
        "an unknown destination is guarded like a known one", arguments: ["13800138000", "n@e.cn"])
    func unknownDestinations(_ typed: String) async throws {
        let fixture = try await DirectoryFixture.open()
        for _ in 0..<5 {
            await #expect(throws: DirectoryError.wrongCode) {
                try await fixture.logIn(typed, code: "123456")
            }
        }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.logIn(typed, code: "123456")
        }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.recover(typed, code: "123456")
        }
        let dump = try await DirectoryDump.of(fixture.engine)
        #expect(!dump.contains(typed))
    }

    @Test("of 200 guesses at once at most five are compared, through one process or two")
    func parallelGuesses() async throws {
        let fixture = try await DirectoryFixture.open()
        try await expectFiveCompared(in: [fixture])
        try await DirectoryFixture.onDisk(policy: DirectoryPolicy(isRegistrationOpen: true)) {
            fixture in
            try await expectFiveCompared(in: [fixture, try await fixture.restarted()])
        }
    }

    private func expectFiveCompared(in fixtures: [DirectoryFixture]) async throws {
        let ada = try await fixtures[0].createProven("ada", email: mine)
        let email = Destination.email(try EmailAddress(parsing: mine))
        let code = try await fixtures[0].code(.prove, to: mine)
        let outcomes = await atOnce(200) { number throws(DirectoryError) in
            let directory = fixtures[number % fixtures.count].directory
            if number % 4 < 2 {
                _ = try await directory.logIn(email, code: code.miss, origin: .test)
            } else {
                try await directory.recoverPassword(
                    of: email, code: code.miss, new: "new", origin: .test)
            }
        }
        #expect(outcomes.values.isEmpty)
        #expect(outcomes.failures.count { $0 == .wrongCode } == 5)
        #expect(outcomes.failures.count { $0 == .throttled(retryAfterSeconds: 1) } == 195)
        #expect(try await fixtures[0].failures(of: ada)?.failures == 5)
        fixtures[0].clock.advance(seconds: 1)
        await #expect(throws: DirectoryError.wrongCode) {
            try await fixtures[0].logIn(mine, code: code)
        }
    }

    @Test("tries outlive a restart")
    func restart() async throws {
        let fixture = try await DirectoryFixture.open()
        _ = try await fixture.createProven("ada", email: mine)
        let code = try await fixture.code(.prove, to: mine)
        for process in [fixture, try await fixture.restarted()] {
            for _ in 0..<2 {
                await #expect(throws: DirectoryError.wrongCode) {
                    try await process.logIn(mine, code: code.miss)
                }
            }
        }
        let third = try await fixture.restarted()
        await #expect(throws: DirectoryError.wrongCode) {
            try await third.logIn(mine, code: code.miss)
        }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await third.logIn(mine, code: code)
        }
        fixture.clock.advance(seconds: 1)
        await #expect(throws: DirectoryError.wrongCode) {
            try await third.logIn(mine, code: code)
        }
    }
}
