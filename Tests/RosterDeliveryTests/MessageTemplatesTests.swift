import RosterCore
import Testing

@testable import RosterDelivery

@Suite("The words of messages")
struct MessageTemplatesTests {
    @Test(
        "hold the code once, how long it lives, no link and no recipient",
        arguments: MessageLanguage.allCases, Samples.contents)
    func words(language: MessageLanguage, content: OutgoingMessage.Content) {
        for channel in OutgoingMessage.Channel.allCases {
            let message = Samples.message(channel, content: content)
            let letter = MessageTemplates.letter(for: message, language: language)
            let short = MessageTemplates.shortText(for: message, language: language)
            for text in [letter.text, letter.html(language: language), short] {
                let hasCode = content != .addressInUse
                #expect(Samples.sixDigitGroups(in: text) == (hasCode ? [Samples.code] : []))
                #expect(text.contains(language == .chinese ? "10 分钟" : "10 minutes") == hasCode)
                #expect(!text.contains("://") && !text.contains("href"))
                #expect(!text.contains(message.recipient))
                #expect(text.contains(language == .chinese ? "请忽略" : "gnore this m"))
                #expect(text.contains(language == .chinese ? "索要" : "never ask"))
            }
            #expect(!letter.subject.contains(Samples.code))
        }
    }

    @Test("of a short message fit one or two of the network's", arguments: Samples.contents)
    func shortLengths(content: OutgoingMessage.Content) {
        let message = Samples.message(.sms, content: content)
        #expect(MessageTemplates.shortText(for: message, language: .chinese).count <= 70)
        #expect(MessageTemplates.shortText(for: message, language: .english).count <= 160)
    }

    @Test(
        "count whole minutes and never make six digits of them",
        arguments: [(0, "1"), (59, "1"), (119, "1"), (120, "2"), (9_000_000_000, "99999")])
    func minutes(seconds: Int64, expected: String) {
        let message = OutgoingMessage(
            id: Samples.id, channel: .sms, recipient: "1", content: .code("1", purpose: .claim),
            createdAt: Samples.createdAt, expiresAt: Samples.createdAt.adding(seconds: seconds))
        let text = MessageTemplates.shortText(for: message, language: .english)
        #expect(text.contains("for \(expected) minutes"))
    }
}
