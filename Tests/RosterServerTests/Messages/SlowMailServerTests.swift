import RosterCore
import RosterServer
import RosterSettings
import RosterTestSupport
import Synchronization
import Testing

/// A whole server and a mail server that takes its time.
@Suite("A slow mail server", .serialized)
struct SlowMailServerTests {
    private static let recipient = "ada@example.org"

    private static func sendCode(_ fixture: ServerFixture) async throws {
        let directory = fixture.server.open.directory
        let admin = try await directory.account(
            .name(FoldedKey(folding: "admin")), by: .operator)
        // Registration is closed: a stranger's would not go out.
        try await directory.sendCode(
            .claim, to: .email(try EmailAddress(parsing: recipient)),
            by: Actor(
                principal: Principal(account: admin, credential: .password), origin: .system))
    }

    private static func isDelivered(_ fixture: ServerFixture) async throws -> Bool {
        try await eventually {
            try await fixture.server.open.directory.nextMessageDue() == nil
        }
    }

    @Test("gets a mail once that it answers for later than any delivery took before")
    func lateAnswer() async throws {
        try await SMTPServer.run {
            // A delivery had 15 seconds, and was given up after 11 without a byte.
            $0.delays = [.end: 17]
        } _: { (mail) async throws in
            try await ServerFixture.run {
                $0.mailURL = .server(url: mail.url)
            } _: { (fixture) async throws in
                try await Self.sendCode(fixture)
                _ = try await mail.received(atLeast: 1, within: .seconds(40))
                #expect(try await Self.isDelivered(fixture))
            }
            #expect(try mail.received().count == 1)
        }
    }

    @Test("that has the whole mail at a shutdown is waited for, and gets it once")
    func shutdownAtTheEnd() async throws {
        try await withTemporaryFolder { folder in
            try await SMTPServer.run {
                $0.delays = [.end: 4]
            } _: { (mail) async throws in
                try await ServerFixture.run(in: folder) {
                    $0.mailURL = .server(url: mail.url)
                } _: { (fixture) async throws in
                    try await Self.sendCode(fixture)
                    try await mail.delays(.end)
                }
                #expect(try mail.received().count == 1)
                try await ServerFixture.run(in: folder) {
                    $0.mailURL = .server(url: mail.url)
                } _: { (fixture) async throws in
                    #expect(try await Self.isDelivered(fixture))
                }
                #expect(try mail.received().count == 1)
            }
        }
    }

    @Test(
        "that has not got the mail yet holds up no shutdown, and gets it after the next start",
        arguments: [SMTPServer.Options.Step.greeting, .rcpt])
    func shutdownBefore(step: SMTPServer.Options.Step) async throws {
        try await withTemporaryFolder { folder in
            try await SMTPServer.run {
                $0.delays = [step: 300]
            } _: { (mail) async throws in
                let began = Mutex(ContinuousClock.now)
                try await ServerFixture.run(in: folder) {
                    $0.mailURL = .server(url: mail.url)
                } _: { (fixture) async throws in
                    try await Self.sendCode(fixture)
                    try await mail.delays(step)
                    began.withLock { $0 = .now }
                }
                #expect(began.withLock { $0.duration(to: .now) } < .seconds(12))
                try await mail.stop()
                try await mail.start()
                try await ServerFixture.run(in: folder) {
                    $0.mailURL = .server(url: mail.url)
                } _: { (fixture) async throws in
                    #expect(try await Self.isDelivered(fixture))
                }
                #expect(try mail.received().count == 1)
            }
        }
    }

    @Test("that is given up at a shutdown in the middle of its answer costs 15 seconds and no more")
    func shutdownInDoubt() async throws {
        try await SMTPServer.run {
            $0.delays = [.end: 300]
        } _: { (mail) async throws in
            let began = Mutex(ContinuousClock.now)
            try await ServerFixture.run {
                $0.mailURL = .server(url: mail.url)
            } _: { (fixture) async throws in
                try await Self.sendCode(fixture)
                try await mail.delays(.end)
                began.withLock { $0 = .now }
            }
            #expect(began.withLock { $0.duration(to: .now) } < .seconds(25))
        }
    }
}
