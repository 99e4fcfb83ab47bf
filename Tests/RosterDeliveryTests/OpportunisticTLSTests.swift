import RosterCore
import RosterTestSupport
import Testing

@testable import RosterDelivery

/// TLS that nobody demanded is better than none, so nothing that it lacks may stop a mail that would
/// go without it (RFC 7435).
@Suite("TLS that is offered and not required")
struct OpportunisticTLSTests {
    @Test(
        "is used without looking at the certificate, or not at all, as the URL says",
        arguments: [("", true), ("?tls=offered", true), ("?tls=none", false)])
    func untrusted(query: String, isEncrypted: Bool) async throws {
        try await withServer { (server) async throws in
            #expect(try await Self.failure(server.url + query) == nil)
            #expect(try server.received().map(\.isEncrypted) == [isEncrypted])
            #expect(try await Self.state(server.url + query) == .ready)
        }
    }

    @Test("asks for a certificate that is trusted once it is required")
    func required() async throws {
        try await withServer { (server) async throws in
            let failure = try #require(try await Self.failure(server.url + "?tls=required"))
            #expect(!failure.isPermanent && failure.reason.contains("curl 60"))
            #expect(try await Self.state(server.url + "?tls=required") == .tlsNotTrusted)
            #expect(try server.received().isEmpty)
        }
    }

    @Test("is passed by where the server offers it and cannot do it")
    func broken() async throws {
        try await SMTPServer.run {
            $0.tls = .starttls
            $0.isTLSOptional = true
        } _: { server in
            #expect(try await Self.failure(server.url) == nil)
            #expect(try server.received().map(\.isEncrypted) == [false])
            #expect(try await Self.state(server.url) == .ready)
            let required = try #require(try await Self.failure(server.url + "?tls=required"))
            #expect(!required.isPermanent)
            #expect(try await Self.state(server.url + "?tls=required") == .tlsFailed)
            let login = "smtp://u:p@127.0.0.1:\(server.port)"
            #expect(try await Self.failure(login) != nil, "no password goes where TLS failed")
            #expect(try server.received().count == 1)
        }
    }

    @Test("is used unverified with smtps:// only where the URL says so")
    func implicit() async throws {
        try await withServer(.implicit) { (server) async throws in
            let url = "smtps://127.0.0.1:\(server.port)"
            #expect(try await Self.failure(url)?.reason.contains("curl 60") == true)
            #expect(
                try await Self.failure(url + "?tls=required")?.reason.contains("curl 60") == true)
            #expect(try await Self.failure(url + "?tls=offered") == nil)
            #expect(try await Self.state(url + "?tls=offered") == .ready)
            #expect(try server.received().map(\.isEncrypted) == [true])
        }
    }

    private func withServer(
        _ tls: SMTPServer.Options.TLS = .starttls, _ body: (SMTPServer) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let certificate = try await TestCertificate.make(in: folder)
            try await SMTPServer.run {
                $0.tls = tls
                $0.certificate = certificate
                $0.isTLSOptional = true
            } _: { server in
                try await body(server)
            }
        }
    }

    private static func configuration(_ url: String) throws -> SMTPConfiguration {
        try SMTPConfiguration(
            url: url, senderName: nil, senderAddress: "roster@example.com", language: .english)
    }

    private static func failure(_ url: String) async throws -> DeliveryFailure? {
        let sender = SMTPSender(try configuration(url))
        let failure = await Samples.failure(of: sender, delivering: Samples.message(.mail))
        await sender.shutdown()
        return failure
    }

    private static func state(_ url: String) async throws -> PeerState {
        try await configuration(url).check(seconds: 10)
    }
}
