import Foundation
import RosterCore
import RosterTestSupport
import Testing

@testable import RosterDelivery

@Suite("The settings of the delivery")
struct DeliverySettingTests {
    @Test(
        "take a URL of mail apart, and decide about TLS by password, host and what the URL says",
        arguments: [
            ("smtp://mail.example.com", "smtp://mail.example.com/example.com", .offered, false),
            (
                "smtp://mail.example.com:587/", "smtp://mail.example.com:587/example.com", .offered,
                false
            ),
            (
                "smtp://mail.example.com?tls=offered", "smtp://mail.example.com/example.com",
                .offered, false
            ),
            (
                "smtp://mail.example.com?tls=none", "smtp://mail.example.com/example.com", .none,
                false
            ),
            (
                "smtp://mail.example.com?tls=required", "smtp://mail.example.com/example.com",
                .required, true
            ),
            ("smtp://localhost", "smtp://localhost/example.com", .offered, false),
            ("smtp://localhost?tls=required", "smtp://localhost/example.com", .required, true),
            ("smtp://u:p@mail.example.com", "smtp://mail.example.com/example.com", .required, true),
            (
                "smtp://u:p@mail.example.com?tls=offered", "smtp://mail.example.com/example.com",
                .required, true
            ),
            ("smtps://mail.example.com", "smtps://mail.example.com/example.com", .required, true),
            ("smtps://localhost", "smtps://localhost/example.com", .required, true),
            ("smtps://localhost?tls=offered", "smtps://localhost/example.com", .offered, false),
            (
                "smtps://mail.example.com?tls=offered", "smtps://mail.example.com/example.com",
                .offered, false
            ),
            (
                "smtps://u:p@mail.example.com?tls=offered", "smtps://mail.example.com/example.com",
                .required, true
            ),
            (
                "smtps://u:p@mail.example.com", "smtps://mail.example.com/example.com", .required,
                true
            ),
            ("smtp://u:p@127.0.0.1:25", "smtp://127.0.0.1:25/example.com", .offered, true),
            ("smtp://u:p@127.0.0.1:25?tls=none", "smtp://127.0.0.1:25/example.com", .none, false),
            ("smtp://u:p@localhost", "smtp://localhost/example.com", .offered, true),
            ("smtp://u:p@localhost?tls=offered", "smtp://localhost/example.com", .offered, false),
            ("smtp://u:p@[::1]:25", "smtp://[::1]:25/example.com", .offered, true),
            (
                "smtp://u:p@127.0.0.1.example.com", "smtp://127.0.0.1.example.com/example.com",
                .required, true
            ),
        ] as [(String, String, MailTLS.Demand, Bool)])
    func mail(url: String, expected: String, demand: MailTLS.Demand, verifies: Bool) throws {
        let configuration = try configuration(url)
        #expect(configuration.url == expected)
        #expect(configuration.tls.demand == demand)
        #expect(configuration.tls.verifies == verifies)
    }

    @Test(
        "refuse TLS by none where it contradicts the URL or gives a password away, and say which",
        arguments: [
            ("smtp://u:s3cret@mail.example.com?tls=none", "password"),
            ("smtp://u:s3cret@127.0.0.1.example.com?tls=none", "password"),
            ("smtps://mail.example.com?tls=none", "smtp://"),
            ("smtps://localhost?tls=none", "smtp://"),
            ("smtp://h?tls=maybe", "?tls=none, ?tls=offered or ?tls=required"),
            ("smtp://h?tls=none&tls=required", "?tls=none, ?tls=offered or ?tls=required"),
        ])
    func refusedTLS(url: String, says: String) {
        let error = #expect(throws: DeliverySettingFailure.self) { try configuration(url) }
        #expect(error?.reason.contains(says) == true)
        #expect(error?.reason.contains("s3cret") == false)
    }

    @Test("greet a server with the sender's domain as it is on the wire")
    func greeting() throws {
        let configuration = try SMTPConfiguration(
            url: "smtp://h", senderName: nil, senderAddress: "roster@BÜCHER。example",
            language: .english)
        #expect(configuration.url == "smtp://h/xn--bcher-kva.example")
    }

    @Test(
        "refuse other URLs of mail, and never show them",
        arguments: [
            "", "mail.example.com", "http://mail.example.com", "smtp://", "smtp:///x",
            "smtp://h/path", "smtp://h?tls=no", "smtp://h#f", "smtp://h:0", "smtp://h:70000",
            "smtp://s3cret@h", "smtp://:s3cret@h", "smtp://u:s3cret%0D%0A@h",
            "smtp://u%00:s3cret@h",
        ])
    func refusedMail(url: String) {
        let error = #expect(throws: DeliverySettingFailure.self) { try configuration(url) }
        #expect(error?.reason.contains("s3cret") == false)
    }

    @Test(
        "refuse webhooks that are not HTTPS",
        arguments: ["http://h/sms", "h/sms", "https://", "file:/tmp", "https://h/#x"])
    func refusedWebhooks(url: String) {
        #expect(throws: DeliverySettingFailure.self) {
            try SMSWebhookConfiguration(url: url, key: [1], language: .english)
        }
    }

    @Test("refuse an empty key")
    func emptyKey() {
        #expect(throws: DeliverySettingFailure.self) {
            try SMSWebhookConfiguration(url: "https://h", key: [], language: .english)
        }
    }

    @Test("never show passwords and keys")
    func hidden() throws {
        let mail = try configuration("smtp://u:s3cret@h")
        let sms = try SMSWebhookConfiguration(
            url: "https://u:s3cret@h", key: Array("s3cret".utf8), language: .english)
        var dumped = ""
        dump(mail, to: &dumped)
        dump(sms, to: &dumped)
        #expect(!"\(mail)\(sms)\(String(reflecting: mail))\(dumped)".contains("s3cret"))
    }

    @Test("send each channel its own way")
    func router() async throws {
        try await withTemporaryFolder { folder in
            let mail = FolderOutbox(
                folder: folder + "/mail", sender: Samples.sender, language: .english)
            let sms = FolderOutbox(
                folder: folder + "/sms", sender: Samples.sender, language: .english)
            let router = MessageRouter(mail: mail, sms: sms)
            try await router.deliver(Samples.message(.sms))
            #expect(names(in: folder) == ["sms"])
            try await router.deliver(Samples.message(.mail))
            #expect(names(in: folder) == ["mail", "sms"])
            await router.shutdown()
            for channel in OutgoingMessage.Channel.allCases {
                let late = await Samples.failure(of: router, delivering: Samples.message(channel))
                #expect(late != nil)
            }
        }
    }

    private func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private func configuration(_ url: String) throws -> SMTPConfiguration {
        try SMTPConfiguration(
            url: url, senderName: nil, senderAddress: "roster@example.com", language: .english)
    }
}
