import RosterCore
import Testing

@testable import RosterDelivery

@Suite("The words of notices")
struct NoticeWordsTests {
    @Test(
        "say what, when with the zone, by which surface and address, and what to do; no link, no code",
        arguments: MessageLanguage.allCases, AccountNotice.Change.allCases)
    func words(language: MessageLanguage, change: AccountNotice.Change) {
        let notice = Samples.notice(change)
        for channel in OutgoingMessage.Channel.allCases {
            let message = Samples.message(channel, content: .changed(notice))
            let letter = MessageTemplates.letter(for: message, language: language)
            let short = MessageTemplates.shortText(for: message, language: language)
            for text in [letter.text, letter.html(language: language), short] {
                #expect(text.contains(notice.time) && text.contains("Asia/Shanghai"))
                #expect(text.contains("ThinkSNS") && text.contains("203.0.113.7"))
                #expect(text.contains(language == .chinese ? "联系管理员" : "tell the administrator"))
                #expect(!text.contains("://") && !text.contains("href"))
                #expect(!text.contains(message.recipient))
                #expect(Samples.sixDigitGroups(in: text) == [])
                let isChanged = [.emailChanged, .phoneChanged].contains(change)
                #expect(text.contains("a***@example.com") == isChanged)
            }
            #expect(letter.code == nil)
            // Two or three of the network's.
            #expect(short.count <= (language == .chinese ? 134 : 306))
        }
    }

    @Test("of one language differ by what was changed", arguments: MessageLanguage.allCases)
    func distinct(language: MessageLanguage) {
        let texts = AccountNotice.Change.allCases.map {
            MessageTemplates.shortText(
                for: Samples.message(.sms, content: .changed(Samples.notice($0))),
                language: language)
        }
        #expect(Set(texts).count == texts.count)
    }

    @Test("a change at the command line has no address", arguments: MessageLanguage.allCases)
    func commandLine(language: MessageLanguage) {
        let notice = AccountNotice(
            change: .passwordChanged, time: "t", surface: "cli", address: nil, newAddress: nil)
        let text = MessageTemplates.shortText(
            for: Samples.message(.sms, content: .changed(notice)), language: language)
        #expect(text.contains(language == .chinese ? "命令行" : "the command line"))
        #expect(!text.contains("cli") && !text.contains(language == .chinese ? "地址" : "address"))
    }
}
