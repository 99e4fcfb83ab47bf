import Foundation
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

@Suite("The doctor looks at mail server and gateway, and sends nothing", .serialized)
struct PeerCheckTests {
    private func check(
        _ subject: String, mend: String, level: Finding.Level = .failure, says: String = "",
        sourceLocation: SourceLocation = #_sourceLocation,
        _ change: @Sendable @escaping (inout RosterSettings.Settings) -> Void
    ) async throws {
        try await BrokenSetup(
            name: "", level: level, subject: subject, mend: mend, says: says,
            prepare: { change(&$0.settings) }
        ).check(sourceLocation: sourceLocation)
    }

    @Test("a login with the wrong password is told; with the right one all is fine")
    func login() async throws {
        try await withTemporaryFolder { folder in
            let certificate = try await TestCertificate.make(in: folder)
            try await SMTPServer.run {
                $0.tls = .starttls
                $0.certificate = certificate
                $0.login = ("roster", "Offen2026")
            } _: { server in
                try await check("mail.url", mend: "password", says: "refuses") { settings in
                    settings.mailURL = .server(url: url(server, "roster:geheim@"))
                    settings.deliveryAuthorities = certificate.file
                }
                try await DoctorStage.run { stage in
                    var stage = stage
                    stage.settings.mailURL = .server(url: url(server, "roster:Offen2026@"))
                    stage.settings.deliveryAuthorities = certificate.file
                    let findings = await stage.examine()
                    #expect(findings.about("mail.url").map(\.level) == [.fine], "\(findings)")
                    #expect(findings.failures.isEmpty, "\(findings)")
                    #expect(!"\(findings)".contains("Offen2026"))
                }
                #expect(try server.received().isEmpty)
            }
        }
    }

    @Test("a certificate that nobody vouches for is told")
    func untrusted() async throws {
        try await withTemporaryFolder { folder in
            let certificate = try await TestCertificate.make(in: folder)
            try await SMTPServer.run {
                $0.tls = .implicit
                $0.certificate = certificate
            } _: { server in
                try await check("mail.url", mend: "delivery.authorities", says: "not trusted") {
                    $0.mailURL = .server(url: "smtps://127.0.0.1:\(server.port)")
                }
            }
        }
    }

    @Test("a server without TLS is told where a password would cross the network")
    func noTLS() async throws {
        try await SMTPServer.run { server in
            try await check("mail.url", mend: "smtps://", says: "no TLS") {
                $0.mailURL = .server(url: url(server, "") + "?tls=required")
            }
        }
    }

    @Test("a server that takes connections and says nothing costs five seconds")
    func silent() async throws {
        try await SMTPServer.run {
            $0.isSilent = true
        } _: { server in
            let start = ContinuousClock.now
            try await check("mail.url", mend: "firewall", says: "5 s") {
                $0.mailURL = .server(url: url(server, ""))
            }
            #expect(ContinuousClock.now - start < .seconds(15))
        }
    }

    @Test("a port that nobody listens on, and a host that nobody knows, are told apart")
    func unreachable() async throws {
        let port = try freePort()
        try await check("mail.url", mend: "start that server", says: "connected") {
            $0.mailURL = .server(url: "smtp://127.0.0.1:\(port)")
        }
        try await check("mail.url", mend: "name servers", says: "smtp://nobody.invalid") {
            $0.mailURL = .server(url: "smtp://nobody.invalid")
        }
    }

    @Test("the gateway is connected to, TLS included, and gets no request")
    func gateway() async throws {
        try await withTemporaryFolder { folder in
            let certificate = try await TestCertificate.make(in: folder)
            try await HTTPSServer.run(certificate: certificate) { server in
                let key = String(repeating: "k", count: 24)
                let url = "https://me:geheim@127.0.0.1:\(server.port)/sms"
                try await check("sms.url", mend: "delivery.authorities") { settings in
                    settings.smsURL = .server(url: url)
                    settings.smsKey = key
                }
                try await check("sms.url", mend: "sms.key") { $0.smsURL = .server(url: url) }
                try await DoctorStage.run { stage in
                    var stage = stage
                    stage.settings.smsURL = .server(url: url)
                    stage.settings.smsKey = key
                    stage.settings.deliveryAuthorities = certificate.file
                    let findings = await stage.examine()
                    #expect(findings.about("sms.url").map(\.level) == [.fine], "\(findings)")
                    #expect(!"\(findings)".contains("geheim") && !"\(findings)".contains(key))
                }
                #expect(try server.received().isEmpty)
            }
        }
    }

    private func url(_ server: SMTPServer, _ user: String) -> String {
        "smtp://\(user)127.0.0.1:\(server.port)"
    }
}
