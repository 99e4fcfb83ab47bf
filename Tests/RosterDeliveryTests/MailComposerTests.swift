import Foundation
import RosterCore
import Testing

@testable import RosterDelivery

@Suite("A composed mail")
struct MailComposerTests {
    @Test(
        "reads back as text and HTML with the code, whole headers and short lines",
        arguments: MessageLanguage.allCases, Samples.contents)
    func shape(language: MessageLanguage, content: OutgoingMessage.Content) throws {
        let message = Samples.message(.mail, content: content)
        let text = try compose(message, name: "Roster 用户", language: language)
        let mail = try #require(ReadMail(text))
        let letter = MessageTemplates.letter(for: message, language: language)

        #expect(mail.headers["To"] == "ada@example.org")
        #expect(
            ReadMail.decodeWords(mail.headers["From"] ?? "") == "Roster 用户 <roster@example.com>")
        #expect(ReadMail.decodeWords(mail.headers["Subject"] ?? "") == letter.subject)
        #expect(mail.headers["Date"] == "Sat, 21 Nov 2026 07:04:26 +0000")
        #expect(mail.headers["Message-ID"] == "<ghijklmnopabcdefghijklmn@example.com>")
        #expect(mail.headers["MIME-Version"] == "1.0")
        #expect(mail.headers["Auto-Submitted"] == "auto-generated")
        #expect(
            mail.parts.map(\.type) == ["text/plain; charset=utf-8", "text/html; charset=utf-8"])
        #expect(mail.parts[0].text == letter.text.replacing("\n", with: "\r\n"))
        #expect(mail.parts[1].text.contains("<html lang=\"\(language.rawValue)\">"))

        for line in text.components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 76, "\(line)")
            #expect(!line.contains("\n") && !line.contains("\r"))
            #expect(line.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test(
        "has no six digits in a row but the code, raw or decoded",
        arguments: MessageLanguage.allCases, Samples.contents)
    func digits(language: MessageLanguage, content: OutgoingMessage.Content) throws {
        let message = Samples.message(.mail, content: content)
        let text = try compose(message, name: "用户目录", language: language)
        let mail = try #require(ReadMail(text))
        let expected = content == .addressInUse ? [] : [Samples.code]
        #expect(Samples.sixDigitGroups(in: mail.parts[0].text) == expected)
        #expect(Samples.sixDigitGroups(in: mail.parts[1].text) == expected)
        #expect(Samples.sixDigitGroups(in: text) == expected + expected)
        #expect(text.firstMatch(of: /[0-9]{7}/) == nil)
        #expect(mail.rawHeader.firstMatch(of: /[0-9]{6}/) == nil)
    }

    @Test(
        "is refused for good where an address could break out of its header",
        arguments: [
            "a@b.c\r\nBcc: x@y.z", "a@b.c\n", "a@b.c\r", "a@b.c\0", "a b@c.d", "a@b@c", "ab",
            "@b.c",
            "a@", "<a@b.c>", "a@b.c,d@e.f", "a@b.c> SIZE=1", "a@b.c\u{2028}", "",
            String(repeating: "a", count: 250) + "@b.cd",
        ])
    func hostileRecipients(recipient: String) {
        let message = Samples.message(.mail, to: recipient)
        #expect(throws: DeliveryFailure.self) { try compose(message, name: nil) }
        let composer = MailComposer(
            sender: MailSender(name: nil, address: recipient), language: .english)
        #expect(throws: DeliveryFailure.self) { try composer.compose(Samples.message(.mail)) }
    }

    @Test(
        "is refused for good where the sender's name could",
        arguments: ["A\r\nBcc: x@y.z", "A\n", "A\r", "A\0", "A\u{2029}", "A\u{85}"])
    func hostileNames(name: String) {
        #expect(
            throws: DeliveryFailure.permanent("the sender's name cannot stand in a mail")
        ) { try compose(Samples.message(.mail), name: name) }
    }

    @Test(
        "carries any other name",
        arguments: [
            ("Roster", "\"Roster\" <roster@example.com>"),
            (#"A "B" \ C, <d@e.f>"#, #""A \"B\" \\ C, <d@e.f>" <roster@example.com>"#),
            ("", "roster@example.com"),
        ])
    func plainNames(name: String, expected: String) throws {
        let mail = try #require(
            ReadMail(try compose(Samples.message(.mail), name: name)))
        #expect(mail.headers["From"] == expected)
    }

    @Test(
        "encodes a name in words of at most 75 characters that split no character",
        arguments: [
            "名录😀", String(repeating: "用户目录", count: 20), "=?utf-8?Q?x?=", " padded ",
            String(repeating: "long ", count: 30) + "x",
        ])
    func encodedNames(name: String) throws {
        let mail = try #require(ReadMail(try compose(Samples.message(.mail), name: name)))
        let from = try #require(mail.headers["From"])
        #expect(ReadMail.decodeWords(from) == "\(name) <roster@example.com>")
        for word in from.split(separator: " ").dropLast() {
            #expect(word.count <= 75)
            #expect(!ReadMail.decodeWords(String(word)).contains("\u{FFFD}"))
        }
    }

    @Test("escapes what HTML would read as its own")
    func escapes() {
        let letter = Letter(
            subject: "<s>", before: ["a & b <script>"], code: "\"1'", after: ["</p>"])
        let html = letter.html(language: .english)
        #expect(html.contains("<title>&lt;s&gt;</title>"))
        #expect(html.contains("<p>a &amp; b &lt;script&gt;</p>"))
        #expect(html.contains("&quot;1&#39;"))
        #expect(html.contains("<p>&lt;/p&gt;</p>"))
    }

    @Test("wants the id of a message", arguments: ["", "ABC", "../../../../../../etc/xy", "0\r\n"])
    func ids(id: String) {
        #expect(throws: DeliveryFailure.permanent("the id of the message is malformed")) {
            try compose(Samples.message(.mail, id: id), name: nil)
        }
    }

    private func compose(
        _ message: OutgoingMessage, name: String?, language: MessageLanguage = .english
    ) throws -> String {
        let composer = MailComposer(
            sender: MailSender(name: name, address: Samples.sender.address), language: language)
        return String(decoding: try composer.compose(message).bytes, as: UTF8.self)
    }
}
