import RosterCore
import RosterTestSupport
import Testing

@testable import RosterDelivery

@Suite("How long a delivery over SMTP waits")
struct SMTPTimesTests {
    typealias Step = SMTPServer.Options.Step

    @Test("each step may take what RFC 5321 says in 4.5.3.2")
    func standard() throws {
        let times = SMTPTimes.standard
        #expect(times.greetingSeconds == 5 * 60)
        #expect(times.senderSeconds == 5 * 60)
        #expect(times.recipientSeconds == 5 * 60)
        #expect(times.dataStartSeconds == 2 * 60)
        #expect(times.dataBlockSeconds == 3 * 60)
        #expect(times.dataEndSeconds == 10 * 60)
        #expect(times.commandSeconds >= 5 * 60)
        #expect(times.sessionSeconds >= times.greetingSeconds + 3 * times.commandSeconds)
        let configuration = try SMTPConfiguration(
            url: "smtp://h", senderName: nil, senderAddress: "a@b.cn", language: .english)
        #expect(configuration.times == times)
    }

    @Test(
        "a server that is slow at one step gets the time of that step, and the message once",
        arguments: Step.allCases)
    func slow(step: Step) async throws {
        try await SMTPServer.run {
            $0.delays = [step: 4]
        } _: { server in
            let failure = try await failure(server, Self.times(3, except: step, 60))
            #expect(failure == nil)
            #expect(try server.received().count == 1)
        }
    }

    @Test("a server that is slower at one step than it may is left there", arguments: Step.allCases)
    func tooSlow(step: Step) async throws {
        try await SMTPServer.run {
            $0.delays = [step: 60]
        } _: { server in
            let start = ContinuousClock.now
            let failure = try #require(
                try await failure(server, Self.times(60, except: step, 1)))
            #expect(start.duration(to: .now) < .seconds(30))
            #expect(!failure.isPermanent && failure.reason.contains("curl 28"))
            #expect(failure.reason.contains(Self.stage(of: step)))
            // Only then the server may have it.
            #expect(failure.reason.contains("the server may have it") == (step == .end))
            #expect(failure.isFitForLogs)
            #expect(try server.received().isEmpty)
        }
    }

    @Test("a stop breaks off at once what the server cannot have", arguments: Step.allCases)
    func stopped(step: Step) async throws {
        try await SMTPServer.run {
            $0.delays = [step: step == .end ? 4 : 60]
        } _: { server in
            let sender = SMTPSender(try Self.configuration(server, .standard))
            async let failure = Samples.failure(of: sender, delivering: Samples.message(.mail))
            try await server.delays(step)
            let start = ContinuousClock.now
            sender.stop()
            let end = await failure
            if step == .end {
                #expect(end == nil, "the answer to the whole message is waited for")
                #expect(try server.received().count == 1)
            } else {
                #expect(end?.isPermanent == false && end?.reason.contains("broken off") == true)
                #expect(try server.received().isEmpty)
            }
            #expect(start.duration(to: .now) < .seconds(20))
            await sender.shutdown()
        }
    }

    @Test("a shutdown breaks off the wait for the last answer, too, and says what that means")
    func shutdown() async throws {
        try await SMTPServer.run {
            $0.delays = [.end: 60]
        } _: { server in
            let sender = SMTPSender(try Self.configuration(server, .standard))
            async let failure = Samples.failure(of: sender, delivering: Samples.message(.mail))
            try await server.delays(.end)
            let start = ContinuousClock.now
            await sender.shutdown()
            #expect(start.duration(to: .now) < .seconds(20))
            let end = try #require(await failure)
            #expect(!end.isPermanent && end.reason.contains("the server may have it"))
        }
    }

    @Test("a slow mailbox holds up no other one")
    func others() async throws {
        try await SMTPServer.run {
            $0.delays = [.end: 60]
            $0.slowMailbox = "slow@example.org"
        } _: { server in
            let sender = SMTPSender(try Self.configuration(server, .standard))
            await withTaskGroup { group in
                for _ in 0..<(Limits.deliveriesPerChannelMax - 1) {
                    group.addTask {
                        _ = await Samples.failure(
                            of: sender,
                            delivering: Samples.message(.mail, to: "slow@example.org"))
                    }
                }
                for _ in 0..<5 {
                    let failure = await Samples.failure(
                        of: sender, delivering: Samples.message(.mail, to: "quick@example.org"))
                    #expect(failure == nil)
                }
                #expect((try? server.received().count) == 5)
                await sender.shutdown()
            }
        }
    }

    private static func stage(of step: Step) -> String {
        switch step {
        case .greeting, .ehlo: "session"
        case .mail: "sender"
        case .rcpt: "recipient"
        case .data, .end: "message"
        }
    }

    /// `seconds` for every step but one.
    private static func times(_ seconds: Int, except step: Step, _ own: Int) -> SMTPTimes {
        var times = SMTPTimes()
        times.greetingSeconds = step == .greeting ? own : seconds
        times.commandSeconds = step == .ehlo ? own : seconds
        times.senderSeconds = step == .mail ? own : seconds
        times.recipientSeconds = step == .rcpt ? own : seconds
        times.dataStartSeconds = step == .data ? own : seconds
        times.dataBlockSeconds = seconds
        times.dataEndSeconds = step == .end ? own : seconds
        return times
    }

    private static func configuration(
        _ server: SMTPServer, _ times: SMTPTimes
    ) throws -> SMTPConfiguration {
        try SMTPConfiguration(
            url: server.url, senderName: nil, senderAddress: "roster@example.com",
            language: .english, times: times)
    }

    private func failure(
        _ server: SMTPServer, _ times: SMTPTimes
    ) async throws -> DeliveryFailure? {
        let sender = SMTPSender(try Self.configuration(server, times))
        let failure = await Samples.failure(of: sender, delivering: Samples.message(.mail))
        await sender.shutdown()
        return failure
    }
}
