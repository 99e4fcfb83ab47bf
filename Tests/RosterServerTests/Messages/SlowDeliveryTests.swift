import CoreMetrics
import Logging
import RosterCore
import RosterTestSupport
import Synchronization
import Testing

@testable import RosterServer

/// Deliveries that take long: their messages stay theirs, and the others flow.
@Suite("Deliveries that take long")
struct SlowDeliveryTests {
    /// Notes what it is handed, and holds what goes to `slow` until the gate is opened.
    private final class SlowHop: MessageDelivering {
        let gate = Gate()
        private let begun = Mutex<[String]>([])
        private let done = Mutex<[String]>([])

        init() { gate.close() }

        var recipients: [String] { begun.withLock { $0 } }
        var delivered: [String] { done.withLock { $0 } }

        func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
            begun.withLock { $0.append(message.recipient) }
            if message.recipient.lowercased().contains("slow") { await gate.pass() }
            done.withLock { $0.append(message.recipient) }
        }

        func shutdown() async { gate.open() }
    }

    private static func run(
        _ fixture: DirectoryFixture, _ hop: SlowHop, renewal: Duration = .seconds(3600),
        _ body: () async throws -> Void
    ) async throws {
        let service = DeliveryService(
            directory: fixture.directory, deliverer: hop,
            counters: DeliveryCounters(factory: NOOPMetricsHandler.instance),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, renewal: renewal)
        let task = Task { try await service.run() }
        do {
            try await body()
        } catch {
            hop.gate.open()
            task.cancel()
            throw error
        }
        hop.gate.open()
        task.cancel()
        _ = await task.result
    }

    private static func put(
        _ recipients: [String], _ channel: OutgoingMessage.Channel = .mail,
        into fixture: DirectoryFixture
    ) async throws {
        let now = fixture.clock.now
        let first = try await fixture.store.read { storage throws(DirectoryError) in
            try storage.auditEntries(about: nil, limit: 1).count
        }
        let messages = recipients.enumerated().map { number, recipient in
            StoredMessage(
                id: "\(channel)\(first)\(recipient)\(number)", channel: channel,
                recipient: recipient, kind: .code, purpose: .prove,
                sealedCode: fixture.directory.environment.seal(
                    "123456", "\(channel)\(first)\(recipient)\(number)"), createdAt: now,
                expiresAt: now.adding(days: 1), attempts: 0)
        }
        try await fixture.store.write { storage throws(DirectoryError) in
            for message in messages { try storage.insert(message, dueAt: now) }
        }
        fixture.directory.messageBell.ring()
    }

    @Test("no other node begins a second delivery while the first one waits, however long")
    func lease() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let other = try await fixture.restarted()
        let hop = SlowHop()
        try await Self.put(["slow@example.org"], into: fixture)
        try await Self.run(fixture, hop, renewal: .milliseconds(20)) { () async throws in
            await hop.gate.waitUntilHolding(1)
            for _ in 0..<5 {
                fixture.clock.advance(seconds: Limits.deliverySeconds - 1)
                let again = fixture.clock.now.adding(seconds: Limits.deliverySeconds)
                #expect(
                    try await eventually {
                        try await fixture.directory.nextMessageDue() == again
                    })
                #expect(try await other.directory.takeMessages(limit: 10).isEmpty)
            }
            hop.gate.open()
            #expect(
                try await eventually(withinSeconds: 120) { () async throws in
                    try await fixture.directory.nextMessageDue() == nil
                })
        }
        #expect(hop.recipients == ["slow@example.org"])
    }

    @Test(
        "this node begins none either, whatever its clock does",
        arguments: [3600, -3600] as [Int64])
    func clock(jump: Int64) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let hop = SlowHop()
        try await Self.put(["slow@example.org"], into: fixture)
        try await Self.run(fixture, hop) { () async throws in
            await hop.gate.waitUntilHolding(1)
            fixture.clock.advance(seconds: jump)
            // The turn that begins the second one looked for all that is due.
            try await Self.put(["slow2@example.org"], into: fixture)
            await hop.gate.waitUntilHolding(2)
        }
        #expect(hop.recipients == ["slow@example.org", "slow2@example.org"])
    }

    @Test("a slow mailbox holds up itself alone, and a slow domain leaves room for others")
    func flow() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let hop = SlowHop()
        try await Self.put(
            Array(repeating: "a@slow.example", count: 6)
                + (0..<30).map { "m\($0)@SLOW.example" }, into: fixture)
        try await Self.run(fixture, hop) { () async throws in
            await hop.gate.waitUntilHolding(Limits.deliveriesPerMailboxHostMax)
            let quick = (0..<20).map { "q\($0)@example.org" }
            try await Self.put(quick, into: fixture)
            try await Self.put(["13800138000"], .sms, into: fixture)
            let expected = Set(quick + ["13800138000"])
            #expect(try await eventually(withinSeconds: 120) { Set(hop.delivered) == expected })
            let slow = hop.recipients.filter { $0.lowercased().contains("slow") }
            #expect(slow.count == Limits.deliveriesPerMailboxHostMax)
            #expect(
                slow.count { $0 == "a@slow.example" } == Limits.deliveriesPerMailboxMax)
            hop.gate.open()
            #expect(
                try await eventually(withinSeconds: 120) { () async throws in
                    try await fixture.directory.nextMessageDue() == nil
                })
        }
        #expect(hop.delivered.count == 57, "each of them once")
    }

    @Test(
        "a channel that is busy leaves the other one alone",
        arguments: OutgoingMessage.Channel.allCases)
    func channels(busy: OutgoingMessage.Channel) async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let hop = SlowHop()
        let free: OutgoingMessage.Channel = busy == .mail ? .sms : .mail
        try await Self.put(
            (0..<40).map { "slow\($0)@host\($0).example" }, busy, into: fixture)
        try await Self.run(fixture, hop) { () async throws in
            await hop.gate.waitUntilHolding(Limits.deliveriesPerChannelMax)
            try await Self.put(["quick"], free, into: fixture)
            #expect(try await eventually(withinSeconds: 120) { hop.delivered == ["quick"] })
            #expect(hop.recipients.count == Limits.deliveriesPerChannelMax + 1)
        }
    }
}
