import Foundation
import RosterCore
import RosterTestSupport
import Testing

@testable import RosterDelivery

@Suite("Addresses on the wire")
struct WireAddressTests {
    @Test(
        "have their domain in ASCII, in envelope and headers, whatever the server can do",
        arguments: [
            ("jo@bücher.example", "jo@xn--bcher-kva.example"),
            ("Jo@BÜCHER。example", "Jo@xn--bcher-kva.example"),
            ("jo@straße.de", "jo@xn--strae-oqa.de"), ("jo@例子.中国", "jo@xn--fsqu00a.xn--fiqs8s"),
            ("jo@example.org", "jo@example.org"),
        ])
    func domains(address: String, wire: String) async throws {
        try await SMTPServer.run {
            $0.offersUTF8 = false
        } _: { server in
            #expect(try await failure(server, to: address, from: address) == nil)
            let mail = try #require(try server.received().first)
            #expect(mail.recipients == [wire] && mail.sender == wire)
            let head = try #require(mail.text.components(separatedBy: "\r\n\r\n").first)
            #expect(head.contains("\r\nTo: \(wire)\r\n"))
            #expect(head.contains("<\(wire)>"))
            let domain = try #require(wire.split(separator: "@").last)
            #expect(head.contains("@\(domain)>\r\n"))
            #expect(head.utf8.allSatisfy { $0 < 0x80 })
            #expect(mail.greeting == domain)
            #expect(!mail.isUTF8)
        }
    }

    @Test("with a local part beyond ASCII go as UTF-8 to servers that can take it")
    func localPart() async throws {
        try await SMTPServer.run { server in
            #expect(try await failure(server, to: "jürgen@bücher.example") == nil)
            let mail = try #require(try server.received().first)
            #expect(mail.isUTF8)
            #expect(mail.recipients == ["jürgen@xn--bcher-kva.example"])
            #expect(mail.text.contains("\r\nTo: jürgen@xn--bcher-kva.example\r\n"))
            #expect(try await failure(server, to: "jo@example.org", from: "jürgen@b.cn") == nil)
            #expect(try server.received().last?.isUTF8 == true)
        }
    }

    @Test(
        "with a local part beyond ASCII go to no other server, and the reason says why",
        arguments: [true, false])
    func withoutUTF8(isRecipient: Bool) async throws {
        try await SMTPServer.run {
            $0.offersUTF8 = false
        } _: { server in
            let (odd, plain) = ("jürgen@example.org", "jo@example.org")
            let failure = try #require(
                try await failure(
                    server, to: isRecipient ? odd : plain, from: isRecipient ? plain : odd))
            // The recipient stays what it is; a sender is a setting, which an operator corrects.
            #expect(failure.isPermanent == isRecipient)
            #expect(failure.reason.contains("SMTPUTF8"))
            #expect(failure.reason.contains("mail.from") == !isRecipient)
            #expect(failure.isFitForLogs)
            #expect(try server.received().isEmpty)
        }
    }

    @Test(
        "that no wire can carry are refused for good",
        arguments: ["jo@-ü.de", "jo@ü..de", "jo@ü_a.de"])
    func refused(address: String) async throws {
        let composer = MailComposer(sender: Samples.sender, language: .english)
        let failure = #expect(throws: DeliveryFailure.self) {
            try composer.compose(Samples.message(.mail, to: address))
        }
        #expect(failure?.isPermanent == true)
    }

    private func failure(
        _ server: SMTPServer, to recipient: String, from sender: String = "roster@example.com"
    ) async throws -> DeliveryFailure? {
        let configuration = try SMTPConfiguration(
            url: server.url, senderName: "Roster", senderAddress: sender, language: .english)
        let sender = SMTPSender(configuration)
        let failure = await Samples.failure(
            of: sender, delivering: Samples.message(.mail, to: recipient))
        await sender.shutdown()
        return failure
    }
}
