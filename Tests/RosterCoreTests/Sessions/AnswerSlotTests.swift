import RosterCore
import RosterTestSupport
import Synchronization
import Testing

/// THREATS 9: failures answer at the end of a slot, whatever was compared.
@Suite("Slots of failures", .timeLimit(.minutes(1)))
struct AnswerSlotTests {
    /// A clock that only goes where it is sent, and notes until when it was waited.
    private final class Slots: Sendable {
        private let state = Mutex((now: Duration.zero, ends: [Duration]()))

        var ends: [Duration] { state.withLock { $0.ends } }

        func advance(_ step: Duration) { state.withLock { $0.now += step } }

        var slots: AnswerSlots {
            AnswerSlots(
                length: .milliseconds(100), elapsed: { self.state.withLock { $0.now } },
                waitUntil: { end in
                    self.state.withLock { state in
                        state.ends.append(end)
                        state.now = max(state.now, end)
                    }
                })
        }
    }

    private func stage(_ slots: Slots) async throws -> DirectoryFixture {
        let fixture = try await DirectoryFixture.inMemory().with(slots: slots.slots)
        try await fixture.create("ada")
        try await fixture.create("off") { $0.status = .disabled }
        try await fixture.create("bare", password: nil)
        return fixture
    }

    @Test("every kind of failure waits for the end of one slot, and no success waits")
    func ends() async throws {
        let slots = Slots()
        let fixture = try await stage(slots)
        let ada = try #require(try await fixture.live("ada"))
        let failing: [@Sendable () async throws -> Void] = [
            { _ = try await fixture.logIn("ada", password: "wrong") },
            { _ = try await fixture.logIn("nobody", password: "wrong") },
            { _ = try await fixture.logIn("off", password: "wrong") },
            { _ = try await fixture.logIn("off") },
            { _ = try await fixture.logIn("bare", password: "wrong") },
            { _ = try await fixture.authenticate("ada", password: "wrong") },
            { _ = try await fixture.authenticate("nobody", password: "wrong") },
            {
                try await fixture.directory.changePassword(
                    of: ada.target, old: "wrong", new: "new", by: .account(ada))
            },
        ]
        for (number, fail) in failing.enumerated() {
            await #expect(throws: DirectoryError.self) { try await fail() }
            #expect(slots.ends.count == number + 1)
            #expect(slots.ends.last == .milliseconds(100 * (number + 1)))
        }
        _ = try await fixture.logIn("ada")
        _ = try await fixture.authenticate("ada")
        #expect(slots.ends.count == failing.count)
    }

    @Test("a comparison that outlasts its slot is answered at the end of the next one")
    func overrun() async throws {
        let slots = Slots()
        let fixture = try await stage(slots)
        fixture.passwords.comparing.close()
        async let guess: Void = fixture.guess("ada")
        await fixture.passwords.comparing.waitUntilHolding(1)
        slots.advance(.milliseconds(130))
        fixture.passwords.comparing.open()
        try await guess
        #expect(slots.ends == [.milliseconds(200)])
    }

    @Test("the slot begins when the comparison does: to wait for a thread tells nothing")
    func waiting() async throws {
        let slots = Slots()
        let fixture = try await stage(slots)
        fixture.passwords.starting.close()
        async let guess: Void = fixture.guess("ada")
        await fixture.passwords.starting.waitUntilHolding(1)
        slots.advance(.milliseconds(130))
        fixture.passwords.starting.open()
        try await guess
        #expect(slots.ends == [.milliseconds(230)])
    }

    @Test("the slot is as long as what was typed says, and no account has a say in it")
    func length() async throws {
        let passwords: [(String, Int)] = [
            ("wrong", 1), (String(repeating: "w", count: 31), 1),
            (String(repeating: "w", count: 32), 2), (String(repeating: "w", count: 2000), 16),
            // Compared as it was typed and in its form.
            ("e\u{301}", 2),
        ]
        for (password, count) in passwords {
            for login in ["ada", "nobody", "off", "bare"] {
                let slots = Slots()
                let fixture = try await stage(slots)
                await #expect(throws: DirectoryError.wrongCredentials) {
                    try await fixture.logIn(login, password: password)
                }
                #expect(slots.ends == [.milliseconds(100 + 50 * (count - 1))], "\(login)")
            }
        }
    }

    @Test("the delay after too many failures begins with the answer, not with the comparison")
    func delays() async throws {
        let clock = TestClock()
        let advancing = AnswerSlots(
            length: .milliseconds(100), elapsed: { .zero },
            waitUntil: { _ in clock.advance(seconds: 30) })
        let fixture = try await DirectoryFixture.inMemory().with(slots: advancing, clock: clock)
        try await fixture.create("ada")
        for _ in 0..<5 { try await fixture.guess("ada") }
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await fixture.logIn("ada")
        }
    }

    @Test("the slot of a try that waits for its turn begins with the turn")
    func turns() async throws {
        let slots = Slots()
        let fixture = try await stage(slots)
        let outcomes = await atOnce(3) { _ throws(DirectoryError) in
            _ = try await fixture.logIn("ada", password: "wrong")
        }
        #expect(outcomes.failures == [.wrongCredentials, .wrongCredentials, .wrongCredentials])
        #expect(slots.ends == [.milliseconds(100), .milliseconds(200), .milliseconds(300)])
    }

    @Test("tries under way are bounded, and refused before they say anything")
    func flood() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await fixture.create("ada")
        fixture.passwords.comparing.close()
        let refused = Mutex(0)
        async let outcomes = atOnce(2100) { number throws(DirectoryError) in
            do throws(DirectoryError) {
                _ = try await fixture.logIn(
                    "nobody", password: "wrong", from: number % 2 == 0 ? "192.0.2.1" : nil)
            } catch {
                if case .busy = error { refused.withLock { $0 += 1 } }
                throw error
            }
        }
        // Two are compared, the others wait for their turn.
        while refused.withLock({ $0 }) < 52 { await Task.yield() }
        await #expect(throws: DirectoryError.busy(retryAfterSeconds: 1)) {
            try await fixture.logIn("ada", from: "192.0.2.9")
        }
        fixture.passwords.comparing.open()
        let failures = await outcomes.failures
        #expect(failures.count { $0 == .busy(retryAfterSeconds: 1) } == 52)
        #expect(failures.count { $0 == .wrongCredentials } == 10)
        _ = try await fixture.logIn("ada", from: "192.0.2.9")
    }
}
