import RosterCore
import RosterTestSupport
import Synchronization
import Testing

@Suite("Messages on their way")
struct OutboxDeliveryTests {
    /// Takes messages over or fails, as it is told.
    private final class Hand: MessageDelivering {
        private let taken = Mutex<[OutgoingMessage]>([])
        private let failure: Mutex<DeliveryFailure?>

        init(_ failure: DeliveryFailure? = nil) { self.failure = Mutex(failure) }

        var messages: [OutgoingMessage] { taken.withLock { $0 } }

        func fail(_ failure: DeliveryFailure?) { self.failure.withLock { $0 = failure } }

        func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
            if let failure = failure.withLock({ $0 }) { throw failure }
            taken.withLock { $0.append(message) }
        }

        func shutdown() async {}
    }

    private static func sendCode(_ fixture: DirectoryFixture) async throws {
        try await fixture.directory.sendCode(
            .claim, to: .email(try EmailAddress(parsing: "a@example.com")), by: .anonymous)
    }

    @Test("one that fails is tried again after 1, 2, 4 and so on up to 60 seconds")
    func backOff() async throws {
        let fixture = try await DirectoryFixture.open()
        let hand = Hand(.temporary("down"))
        try await Self.sendCode(fixture)
        for wait in [1, 2, 4, 8, 16, 32, 60, 60] as [Int64] {
            let taken = try await fixture.directory.takeMessages(limit: 10)
            let message = try #require(taken.first)
            let outcome = try await fixture.directory.deliver(message, by: hand)
            #expect(outcome == .postponed(reason: "down"))
            fixture.clock.advance(milliseconds: wait * 1000 - 1)
            #expect(try await fixture.directory.takeMessages(limit: 10).isEmpty, "\(wait)")
            fixture.clock.advance(milliseconds: 1)
        }
        hand.fail(nil)
        let message = try #require(try await fixture.directory.takeMessages(limit: 10).first)
        #expect(message.attempts == 9)
        #expect(try await fixture.directory.deliver(message, by: hand) == .delivered)
        let sent = try #require(hand.messages.first)
        #expect(sent.recipient == "a@example.com" && sent.channel == .mail)
        guard case .code(let code, .claim) = sent.content else {
            Issue.record("\(sent.content)")
            return
        }
        #expect(code.wholeMatch(of: /[1-9][0-9]{5}/) != nil)
        #expect(try await fixture.directory.nextMessageDue() == nil)
    }

    @Test("one that cannot be delivered, or has lost its use, is dropped")
    func dropped() async throws {
        let fixture = try await DirectoryFixture.open()
        let hand = Hand(.permanent("no such mailbox"))
        try await Self.sendCode(fixture)
        let first = try #require(try await fixture.directory.takeMessages(limit: 10).first)
        #expect(
            try await fixture.directory.deliver(first, by: hand)
                == .dropped(reason: "no such mailbox"))
        fixture.clock.advance(seconds: 61)
        try await Self.sendCode(fixture)
        fixture.clock.advance(seconds: Limits.codeSeconds)
        hand.fail(nil)
        let late = try #require(try await fixture.directory.takeMessages(limit: 10).first)
        guard case .dropped = try await fixture.directory.deliver(late, by: hand) else {
            Issue.record("a code was delivered after its end")
            return
        }
        #expect(hand.messages.isEmpty)
        #expect(try await fixture.directory.nextMessageDue() == nil)
    }

    @Test("one that somebody took and did not come back with is due again after a minute")
    func lease() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        try await Self.sendCode(fixture)
        #expect(try await fixture.directory.takeMessages(limit: 10).count == 1)
        #expect(try await fixture.directory.takeMessages(limit: 10).isEmpty)
        fixture.clock.advance(seconds: Limits.deliverySeconds)
        let again = try await fixture.restarted().directory.takeMessages(limit: 10)
        #expect(again.map(\.attempts) == [2])
    }

    @Test("the code in it is sealed, and opens with this installation's secret alone")
    func sealed() async throws {
        let fixture = try await DirectoryFixture.open()
        let hand = Hand()
        try await Self.sendCode(fixture)
        let dump = try await DirectoryDump.of(fixture.engine)
        let message = try #require(try await fixture.directory.takeMessages(limit: 10).first)
        let elsewhere = fixture.with(secret: "another")
        guard case .dropped = try await elsewhere.directory.deliver(message, by: hand) else {
            Issue.record("another secret opened it")
            return
        }
        #expect(try await fixture.directory.deliver(message, by: hand) == .delivered)
        guard case .code(let code, _) = try #require(hand.messages.first).content else { return }
        #expect(!dump.contains(code))
    }
}
