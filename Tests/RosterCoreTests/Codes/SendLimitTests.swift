import RosterCore
import RosterTestSupport
import Testing

/// THREATS 9: how often something is sent tells nothing of who is there.
@Suite("How often codes are sent")
struct SendLimitTests {
    private static let destinations = [
        "ada@example.com", "unknown@example.com", "13800138000", "13700137000",
    ]

    private func staged() async throws -> DirectoryFixture {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.createProven("ada", email: "ada@example.com", phone: "13800138000")
        return fixture
    }

    @Test(
        "once a minute for one purpose and destination, known or not", arguments: destinations,
        CodePurpose.allCases)
    func onceAMinute(_ typed: String, _ purpose: CodePurpose) async throws {
        let fixture = try await staged()
        try await fixture.send(purpose, to: typed)
        let before = try await DirectoryDump.of(fixture.engine)
        for (step, left) in [(0, 60), (1, 60), (999, 59), (58_999, 1)] as [(Int64, Int)] {
            fixture.clock.advance(milliseconds: step)
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: left)) {
                try await fixture.send(purpose, to: typed)
            }
        }
        // A refused sending is none.
        #expect(try await DirectoryDump.of(fixture.engine) == before)
        fixture.clock.advance(milliseconds: 1)
        try await fixture.send(purpose, to: typed)
    }

    @Test("another purpose or destination does not wait, another spelling does")
    func whatWaits() async throws {
        let fixture = try await staged()
        try await fixture.send(.prove, to: "13800138000")
        for spelling in ["+86 138-0013-8000", "0086 13800138000"] {
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 60)) {
                try await fixture.send(.prove, to: spelling)
            }
        }
        try await fixture.send(.claim, to: "13800138000")
        try await fixture.send(.prove, to: "13800138001")
        try await fixture.send(.prove, to: "13800138000@example.com")
    }

    @Test("ten times in a day over both purposes, known or not", arguments: destinations)
    func tenADay(_ typed: String) async throws {
        let fixture = try await staged()
        for number in 0..<10 {
            try await fixture.send(number % 2 == 0 ? .prove : .claim, to: typed)
            fixture.clock.advance(seconds: 60)
        }
        for purpose in CodePurpose.allCases {
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 85_800)) {
                try await fixture.send(purpose, to: typed)
            }
        }
        fixture.clock.advance(milliseconds: 85_800_000 - 1)
        // Neither housekeeping nor a restart opens the gate.
        #expect(try await fixture.directory.keepHouse().forgottenCodes == 0)
        let next = try await fixture.restarted()
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 1)) {
            try await next.send(.prove, to: typed)
        }
        fixture.clock.advance(milliseconds: 1)
        try await next.send(.prove, to: typed)
        await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 60)) {
            try await next.send(.claim, to: typed)
        }
        fixture.clock.advance(days: 1)
        #expect(try await fixture.directory.keepHouse().forgottenCodes == 10)
    }

    @Test("of twenty sendings at once one goes out")
    func atOneMoment() async throws {
        try await DirectoryFixture.onDisk(policy: DirectoryPolicy(isRegistrationOpen: true)) {
            fixture in
            let email = try EmailAddress(parsing: "new@example.com")
            let outcomes = await atOnce(20) { _ throws(DirectoryError) in
                try await fixture.directory.sendCode(.claim, to: .email(email), by: .anonymous)
            }
            #expect(outcomes.values.count == 1)
            #expect(outcomes.failures.count { $0 == .throttled(retryAfterSeconds: 60) } == 19)
            #expect(try await fixture.arrivals().count == 1)
        }
    }
}
