import Crypto
import Foundation
import RosterCore
import RosterTestSupport
import Testing

@testable import RosterDelivery

@Suite("Short messages to a webhook")
struct SMSWebhookTests {
    private static let key = Array("the gateway's key".utf8)

    @Test("are signed JSON, and name the message", arguments: Samples.contents)
    func request(content: OutgoingMessage.Content) async throws {
        try await withServer { server, certificate in
            let url = server.url.replacing("https://", with: "https://mailer:s3cret%3A@") + "?a=b"
            let message = Samples.message(.sms, content: content)
            #expect(try await failure(url, certificate, message: message) == nil)
            let request = try #require(try server.received().first)
            #expect(request.path == "/sms?a=b")
            let headers = request.headers
            #expect(headers["content-type"] == "application/json")
            #expect(headers["idempotency-key"] == Samples.id)
            #expect(headers["x-roster-timestamp"] == "1795244666")
            #expect(headers["authorization"] == "Basic bWFpbGVyOnMzY3JldDo=")
            let expected = HMAC<SHA256>.authenticationCode(
                for: Data("1795244666.".utf8) + request.body, using: SymmetricKey(data: Self.key))
            let hex = expected.map { String(format: "%02x", $0) }.joined()
            #expect(headers["x-roster-signature"] == "sha256=\(hex)")

            let json = try JSONSerialization.jsonObject(with: request.body) as? [String: Any]
            let body = try #require(json)
            #expect(Set(body.keys) == ["phone", "purpose", "code", "text", "expiresAt"])
            #expect(body["phone"] as? String == "13800138000")
            #expect(body["expiresAt"] as? String == "2026-11-21T07:14:26Z")
            switch content {
            case .code(_, let purpose):
                #expect(body["purpose"] as? String == purpose.rawValue)
                #expect(body["code"] as? String == Samples.code)
            case .addressInUse, .changed:
                #expect(body["purpose"] as? String == "notice")
                #expect(body["code"] is NSNull)
            }
        }
    }

    @Test(
        "fail for good by the gateway's 4xx, and for now by all else that is not 2xx",
        arguments: [
            (200, nil), (204, nil), (302, false), (307, false), (400, true), (404, true),
            (408, false), (429, false), (500, false), (503, false),
        ] as [(Int, Bool?)])
    func statuses(status: Int, isPermanent: Bool?) async throws {
        try await withServer(status: status, bodyBytes: status == 204 ? 0 : 2) {
            server, certificate in
            let failure = try await failure(server.url, certificate)
            #expect(failure?.isPermanent == isPermanent)
            #expect(failure.map { $0.reason == "webhook: status \(status)" } ?? true)
            // A redirect that was followed would come as a second one.
            #expect(try server.received().count == 1)
        }
    }

    @Test("do not mind how much the gateway answers")
    func largeAnswer() async throws {
        try await withServer(bodyBytes: 1_000_000) { server, certificate in
            let failure = try await failure(server.url, certificate)
            #expect(failure == nil)
        }
    }

    @Test("do not wait for a gateway that never answers")
    func silent() async throws {
        try await withServer(isSilent: true) { server, certificate in
            let failure = try await failure(server.url, certificate, answerSeconds: 1)
            #expect(failure == .temporary("webhook: no answer in time"))
        }
    }

    @Test("do not go to a server that nobody vouches for, nor where none is")
    func noSession() async throws {
        try await withServer { server, certificate in
            #expect(try await failure(server.url, nil) == .temporary("webhook: TLS failed"))
            try await server.stop()
            let refused = try #require(try await failure(server.url, certificate))
            #expect(!refused.isPermanent && refused.reason.contains("no connection"))
            try await server.start()
            #expect(try await failure(server.url, certificate) == nil)
            #expect(try server.received().count == 1)
        }
    }

    private func withServer(
        status: Int = 200, bodyBytes: Int = 2, isSilent: Bool = false,
        _ body: (HTTPSServer, TestCertificate) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let certificate = try await TestCertificate.make(in: folder)
            try await HTTPSServer.run(
                certificate: certificate, status: status, bodyBytes: bodyBytes,
                isSilent: isSilent
            ) { server in
                try await body(server, certificate)
            }
        }
    }

    private func failure(
        _ url: String, _ certificate: TestCertificate?, answerSeconds: Int = 15,
        message: OutgoingMessage = Samples.message(.sms)
    ) async throws -> DeliveryFailure? {
        let configuration = try SMSWebhookConfiguration(
            url: url, key: Self.key, language: .chinese, authoritiesFile: certificate?.file,
            answerSeconds: answerSeconds)
        let webhook = SMSWebhook(configuration, now: { Samples.createdAt })
        let failure = await Samples.failure(of: webhook, delivering: message)
        await webhook.shutdown()
        if let failure { #expect(failure.isFitForLogs) }
        return failure
    }
}
