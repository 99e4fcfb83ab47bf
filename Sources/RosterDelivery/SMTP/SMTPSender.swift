import CMail
package import RosterCore

/// Sends mail over SMTP by libcurl, one connection for each message.
package final class SMTPSender: MessageDelivering {
    private static let threadsCount = 2

    private let configuration: SMTPConfiguration
    private let composer: MailComposer
    private let threads = DeliveryThreads(count: SMTPSender.threadsCount)

    package init(_ configuration: SMTPConfiguration) {
        self.configuration = configuration
        composer = MailComposer(sender: configuration.sender, language: configuration.language)
    }

    /// Returns when the server has taken the message.
    package func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        guard message.channel == .mail else { throw .permanent("SMTP carries mail only") }
        let mail = try composer.compose(message)
        let result = try await threads.run { [configuration] in
            Self.send(mail, by: configuration)
        }
        if let failure = Self.failure(of: result) { throw failure }
    }

    /// Lets what is being sent come to its end, which takes as long as one message at most.
    package func shutdown() async { await threads.shutdown() }

    private static func send(
        _ mail: MailMessage, by configuration: SMTPConfiguration
    ) -> roster_mail_result {
        unsafe roster_mail_send(
            configuration.url, configuration.user, configuration.password, mail.sender,
            mail.recipient, mail.bytes, mail.bytes.count, configuration.authoritiesFile,
            configuration.requiresTLS ? ROSTER_MAIL_TLS_REQUIRED : ROSTER_MAIL_TLS_IF_OFFERED,
            Int32(clamping: configuration.connectSeconds),
            Int32(clamping: configuration.totalSeconds))
    }

    /// Only a refusal of this recipient or message is for good: login, TLS and sender are the same
    /// for all messages, so an operator will put them right.
    private static func failure(of result: roster_mail_result) -> DeliveryFailure? {
        guard result.curl_code != 0 else { return nil }
        let words = unsafe String(cString: roster_mail_error_text(result.curl_code))
        let answer = result.response == 0 ? "no answer" : "answer \(result.response)"
        let reason =
            "SMTP, \(name(of: result.stage)): \(answer), curl \(result.curl_code) (\(words))"
        let isRefused =
            (500...599).contains(result.response)
            && [ROSTER_MAIL_STAGE_RECIPIENT, ROSTER_MAIL_STAGE_MESSAGE].contains(result.stage)
        return isRefused ? .permanent(reason) : .temporary(reason)
    }

    private static func name(of stage: roster_mail_stage) -> String {
        switch stage {
        case ROSTER_MAIL_STAGE_SENDER: "sender"
        case ROSTER_MAIL_STAGE_RECIPIENT: "recipient"
        case ROSTER_MAIL_STAGE_MESSAGE: "message"
        default: "session"
        }
    }
}
