import RosterCore
import RosterTestSupport
import Testing

@Suite("Sending a verification code")
struct SendCodeTests {
    @Test(
        "to prove: the stored spelling of an active account that has proven it gets it",
        arguments: [
            ("ADA@example.COM", "Ada@Example.com", OutgoingMessage.Channel.mail),
            ("ＡＤＡ@example.com", "Ada@Example.com", .mail),
            ("13800138000", "+86 138-0013-8000", .sms),
            ("0086 138 0013 8000", "+86 138-0013-8000", .sms),
        ])
    func proofs(_ typed: String, _ stored: String, _ channel: OutgoingMessage.Channel) async throws
    {
        let fixture = try await DirectoryFixture.inMemory()
        _ = try await fixture.createProven(
            "ada", email: "Ada@Example.com", phone: "+86 138-0013-8000")
        try await fixture.send(.prove, to: typed)
        let message = try #require(try await fixture.arrivals().first)
        #expect(message.recipient == stored && message.channel == channel)
        #expect(message.createdAt == fixture.clock.now)
        #expect(message.expiresAt == fixture.clock.now.adding(seconds: 600))
        guard case .code(let digits, .prove) = message.content else {
            Issue.record("\(message.content)")
            return
        }
        #expect(digits.utf8.count == 6 && digits.allSatisfy(\.isNumber) && digits.first != "0")
    }

    @Test("to prove: nobody else gets one, and nobody is told")
    func noProofs() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let claimer = try await fixture.create("claimer")
        try await fixture.claim("claimed@example.com", by: claimer)
        try await fixture.claim(phone: "13900139000", by: claimer)
        let disabled = try await fixture.createProven("disabled", email: "disabled@example.com")
        try await fixture.edit(disabled) { $0.status = .set(.disabled) }
        let deleted = try await fixture.createProven("deleted", email: "deleted@example.com")
        try await fixture.delete(deleted)
        try await fixture.create("named@example.com")
        let nobodies = [
            "unknown@example.com", "13700137000", "claimed@example.com", "13900139000",
            "disabled@example.com", "deleted@example.com", "named@example.com",
        ]
        for typed in nobodies {
            try await fixture.send(.prove, to: typed)
            #expect(try await fixture.arrivals() == [], "\(typed)")
            // It counts all the same.
            await #expect(throws: DirectoryError.throttled(retryAfterSeconds: 60), "\(typed)") {
                try await fixture.send(.prove, to: typed)
            }
        }
    }

    @Test(
        "to claim: what was typed gets it, also where somebody only claimed it",
        arguments: ["New@Example.com", "+86 137-0013-7000", "Claimed@EXAMPLE.com", "139 0013 9000"])
    func claims(_ typed: String) async throws {
        let fixture = try await DirectoryFixture.open()
        let claimer = try await fixture.create("claimer")
        try await fixture.claim("claimed@example.com", by: claimer)
        try await fixture.claim(phone: "13900139000", by: claimer)
        try await fixture.send(.claim, to: typed)
        let messages = try await fixture.arrivals()
        #expect(messages.map(\.recipient) == [typed])
        guard case .code(_, .claim) = messages.first?.content else {
            Issue.record("\(messages)")
            return
        }
    }

    @Test("to claim: the owner of a taken address gets a notice and nobody a code")
    func notices() async throws {
        let fixture = try await DirectoryFixture.open()
        let ada = try await fixture.createProven(
            "ada", email: "Ada@Example.com", phone: "+86 13800138000")
        let ben = try await fixture.create("ben")
        let senders: [(Actor, String, String)] = [
            (.anonymous, "ada@example.com", "Ada@Example.com"),
            (.account(ben), "138 0013 8000", "+86 13800138000"),
        ]
        for (actor, typed, stored) in senders {
            try await fixture.send(.claim, to: typed, by: actor)
            let messages = try await fixture.arrivals()
            #expect(messages.map(\.recipient) == [stored])
            #expect(messages.map(\.content) == [.addressInUse])
            // As long as a code, so that the rows of both fare alike.
            #expect(messages.first?.expiresAt == fixture.clock.now.adding(seconds: 600))
        }
        // Not to its owner either: it is claimed already.
        fixture.clock.advance(seconds: 60)
        try await fixture.send(.claim, to: "ADA@example.com", by: .account(ada))
        #expect(try await fixture.arrivals().map(\.content) == [.addressInUse])
    }

    @Test(
        "to claim: an address that folds to another's is refused and leaves no trace",
        arguments: ["ＡＤＡ@example.com", "ﬁn@example.com", "straße@example.com", "a@ｅxample.com"])
    func lookAlikes(_ typed: String) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let before = try await DirectoryDump.of(fixture.engine)
        await #expect(throws: DirectoryError.invalid([InvalidField(.email, .malformed)])) {
            try await fixture.send(.claim, to: typed)
        }
        #expect(try await DirectoryDump.of(fixture.engine) == before)
    }

    @Test("is audited by purpose and channel, about whoever it concerns, and is no event")
    func audit() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let ada = try await fixture.createProven("ada", email: "ada@example.com")
        let ben = try await fixture.create("ben")
        let events = try await fixture.events()
        try await fixture.send(.prove, to: "ada@example.com")
        try await fixture.send(.claim, to: "13800138000", by: .account(ben))
        try await fixture.send(.prove, to: "nobody@example.com")
        let entries = try await fixture.audit().filter { $0.action == .codeSent }
        #expect(entries.map(\.subject) == [ada.id, ben.id, nil])
        #expect(entries.map(\.actor) == [nil, ben.id, nil])
        #expect(
            entries.map(\.fields) == [["prove", "mail"], ["claim", "sms"], ["prove", "mail"]])
        #expect(try await fixture.events() == events)
    }

    @Test("rings for whoever delivers, and is all or nothing")
    func atomicity() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        for step in 1...50 {
            let before = try await DirectoryDump.of(fixture.engine)
            let engine = FaultyEngine(fixture.engine, failingAt: step)
            let faulty = fixture.over(engine)
            do {
                try await faulty.send(.claim, to: "new@example.com")
                #expect(step > 4)
                await faulty.directory.messageBell.wait()
                return
            } catch {
                #expect(error as? DirectoryError == FaultyEngine.error)
            }
            #expect(try await DirectoryDump.of(fixture.engine) == before, "step \(step)")
        }
        Issue.record("it never passed")
    }
}
