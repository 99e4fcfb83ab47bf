import RosterCore
import RosterTestSupport
import Testing

@testable import RosterDelivery

@Suite("Mail over SMTP")
struct SMTPSenderTests {
    typealias TLS = SMTPServer.Options.TLS

    @Test("goes out in the clear where nothing asks for more")
    func plain() async throws {
        try await SMTPServer.run { server in
            let message = Samples.message(.mail, to: "o'hara.123456@example.org")
            #expect(try await failure(server.url, message: message) == nil)
            let mail = try #require(try await server.received(atLeast: 1).first)
            #expect(mail.sender == "roster@example.com")
            #expect(mail.recipients == ["o'hara.123456@example.org"])
            #expect(mail.greeting == "example.com")
            #expect(!mail.isEncrypted)
            let composer = MailComposer(sender: Samples.sender, language: .english)
            #expect(Array(mail.data) == (try composer.compose(message).bytes))
        }
    }

    @Test(
        "goes out encrypted, with a login, by STARTTLS and by TLS from the start",
        arguments: [TLS.starttls, .implicit])
    func encrypted(tls: TLS) async throws {
        try await withTLSServer(tls) { server, certificate in
            let scheme = tls == .implicit ? "smtps" : "smtp"
            let url = "\(scheme)://mailer:s3cret%40%2F@127.0.0.1:\(server.port)?tls=required"
            #expect(try await failure(url, authorities: certificate.file) == nil)
            let mail = try #require(try await server.received(atLeast: 1).first)
            #expect(mail.isEncrypted)
            #expect(mail.user == "mailer")
        }
    }

    @Test(
        "does not go to a server that nobody vouches for, nor with a wrong password",
        arguments: [TLS.starttls, .implicit])
    func refusedSessions(tls: TLS) async throws {
        try await withTLSServer(tls) { server, certificate in
            let scheme = tls == .implicit ? "smtps" : "smtp"
            let right = "\(scheme)://mailer:s3cret%40%2F@127.0.0.1:\(server.port)"
            let untrusted = try #require(try await failure(right))
            #expect(!untrusted.isPermanent && untrusted.reason.contains("curl 60"))
            let wrong = "\(scheme)://mailer:s3cret@127.0.0.1:\(server.port)"
            let login = try #require(try await failure(wrong, authorities: certificate.file))
            #expect(!login.isPermanent && login.reason.contains("curl 67"))
            let nobody = "\(scheme)://127.0.0.1:\(server.port)"
            let anonymous = try #require(try await failure(nobody, authorities: certificate.file))
            #expect(!anonymous.isPermanent && anonymous.reason.contains("answer 530"))
            for failure in [untrusted, login, anonymous] { #expect(failure.isFitForLogs) }
            #expect(try server.received().isEmpty)
        }
    }

    @Test("does not go in the clear where TLS is required")
    func required() async throws {
        try await SMTPServer.run { server in
            let failure = try await failure(server.url + "?tls=required")
            #expect(failure?.isPermanent == false)
            #expect(failure?.reason.contains("curl 64") == true)
            #expect(try server.received().isEmpty)
        }
    }

    @Test("logs in without TLS on this machine only")
    func loopbackLogin() async throws {
        try await SMTPServer.run {
            $0.login = ("mailer", "s3cret")
        } _: { server in
            let failure = try await failure("smtp://mailer:s3cret@127.0.0.1:\(server.port)")
            #expect(failure == nil)
            #expect(try server.received().first?.user == "mailer")
        }
    }

    @Test(
        "is refused for good by 5xx to recipient or message, for now by 4xx",
        arguments: [(451, false), (550, true)], [true, false])
    func refusals(answer: (Int, Bool), ofRecipient: Bool) async throws {
        try await SMTPServer.run {
            if ofRecipient { $0.recipientAnswer = answer.0 } else { $0.messageAnswer = answer.0 }
        } _: { server in
            let failure = try #require(try await failure(server.url))
            #expect(failure.isPermanent == answer.1)
            #expect(failure.reason.contains("answer \(answer.0)"))
            #expect(failure.reason.contains(ofRecipient ? "recipient" : "message"))
            #expect(failure.isFitForLogs)
        }
    }

    @Test("fails for now while the server is away, and goes when it is back on its port")
    func restart() async throws {
        try await SMTPServer.run { server in
            let url = server.url
            try await server.stop()
            let failure = try #require(try await failure(url))
            #expect(!failure.isPermanent && failure.reason.contains("no answer, curl 7"))
            try await server.start()
            #expect(try await self.failure(url) == nil)
            #expect(try server.received().count == 1)
        }
    }

    @Test("waits for a server that never answers as long as it may and no longer")
    func silent() async throws {
        try await SMTPServer.run {
            $0.isSilent = true
        } _: { server in
            let start = ContinuousClock.now
            var times = SMTPTimes.standard
            times.greetingSeconds = 1
            let failure = try #require(try await failure(server.url, times: times))
            #expect(!failure.isPermanent && failure.reason.contains("curl 28"))
            #expect(start.duration(to: .now) < .seconds(10))
        }
    }

    @Test("does not wait for the goodbye of a server that has taken the message")
    func silentQuit() async throws {
        try await SMTPServer.run {
            $0.isSilentAtQuit = true
        } _: { server in
            let start = ContinuousClock.now
            let failure = try await failure(server.url)
            #expect(failure == nil)
            #expect(start.duration(to: .now) < .seconds(10))
            #expect(try server.received().count == 1)
        }
    }

    @Test("fails for now where the host cannot be found")
    func unreachable() async throws {
        let failure = try #require(try await failure("smtp://mail.roster.invalid"))
        #expect(!failure.isPermanent && failure.reason.contains("curl 6 "))
    }

    @Test("goes out side by side, and not after a shutdown")
    func parallel() async throws {
        try await SMTPServer.run { server in
            let sender = SMTPSender(try configuration(server.url))
            await withTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        let failure = await Samples.failure(
                            of: sender, delivering: Samples.message(.mail))
                        #expect(failure == nil)
                    }
                }
            }
            await sender.shutdown()
            #expect(try server.received().count == 8)
            let late = await Samples.failure(of: sender, delivering: Samples.message(.mail))
            #expect(late?.isPermanent == false)
        }
    }

    private func withTLSServer(
        _ tls: TLS, _ body: (SMTPServer, TestCertificate) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let certificate = try await TestCertificate.make(in: folder)
            try await SMTPServer.run {
                $0.tls = tls
                $0.certificate = certificate
                $0.login = ("mailer", "s3cret@/")
            } _: { server in
                try await body(server, certificate)
            }
        }
    }

    private func configuration(
        _ url: String, authorities: String? = nil, times: SMTPTimes = .standard
    ) throws -> SMTPConfiguration {
        try SMTPConfiguration(
            url: url, senderName: Samples.sender.name, senderAddress: Samples.sender.address,
            language: .english, authoritiesFile: authorities, times: times)
    }

    private func failure(
        _ url: String, authorities: String? = nil, times: SMTPTimes = .standard,
        message: OutgoingMessage = Samples.message(.mail)
    ) async throws -> DeliveryFailure? {
        let sender = SMTPSender(
            try configuration(url, authorities: authorities, times: times))
        let failure = await Samples.failure(of: sender, delivering: message)
        await sender.shutdown()
        return failure
    }
}
