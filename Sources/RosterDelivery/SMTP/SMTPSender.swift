import CMail
package import RosterCore

/// Sends mail over SMTP by libcurl, one connection for each message.
package final class SMTPSender: MessageDelivering {
    private let configuration: SMTPConfiguration
    private let composer: MailComposer
    private let threads = DeliveryThreads(count: Limits.deliveriesPerChannelMax)
    private let stopping = MailStop()

    package init(_ configuration: SMTPConfiguration) {
        self.configuration = configuration
        composer = MailComposer(sender: configuration.sender, language: configuration.language)
    }

    /// Returns when the server has taken the message. May take as long as its steps may
    /// (``SMTPTimes``): half an hour and more.
    package func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        guard message.channel == .mail else { throw .permanent("SMTP carries mail only") }
        let mail = try composer.compose(message)
        let result = try await threads.run { [configuration, stopping] in
            Self.send(mail, by: configuration, until: stopping)
        }
        if let failure = Self.failure(of: result, mail) { throw failure }
    }

    /// Breaks off what the server cannot have. What has been sent whole goes on: its answer decides
    /// whether it must be sent again.
    package func stop() {
        threads.close()
        stopping.raise(withDoubtful: false)
    }

    /// Breaks off the rest, too, which takes a second or so.
    package func shutdown() async {
        threads.close()
        stopping.raise(withDoubtful: true)
        await threads.shutdown()
    }

    private static func send(
        _ mail: MailMessage, by configuration: SMTPConfiguration, until stop: MailStop
    ) -> roster_mail_result {
        let tls = configuration.tls
        let result = send(mail, by: configuration, tls.demand.code, until: stop)
        guard result.is_tls_failure, tls.allowsClearText, !configuration.isEncrypted else {
            return result
        }
        return send(mail, by: configuration, ROSTER_MAIL_TLS_NEVER, until: stop)
    }

    private static func send(
        _ mail: MailMessage, by configuration: SMTPConfiguration, _ tls: roster_mail_tls,
        until stop: MailStop
    ) -> roster_mail_result {
        unsafe stop.with { stop in
            unsafe roster_mail_send(
                configuration.url, configuration.user, configuration.password, mail.sender.wire,
                mail.recipient.wire, mail.bytes, mail.bytes.count, configuration.authoritiesFile,
                tls, configuration.tls.verifies, mail.needsUTF8, configuration.times.limits, stop)
        }
    }

    /// Only a refusal of this recipient or message is for good: login, TLS and sender are the same
    /// for all messages, so an operator will put them right.
    private static func failure(
        of result: roster_mail_result, _ mail: MailMessage
    ) -> DeliveryFailure? {
        guard result.curl_code != 0 else { return nil }
        if result.end == ROSTER_MAIL_END_NO_UTF8 { return withoutUTF8(mail) }
        let words = unsafe String(cString: roster_mail_error_text(result.curl_code))
        let answer = result.response == 0 ? "no answer" : "answer \(result.response)"
        var reason =
            "SMTP, \(name(of: result.stage)): \(answer), curl \(result.curl_code) (\(words))"
        if result.end == ROSTER_MAIL_END_STOPPED {
            reason = "SMTP, \(name(of: result.stage)): broken off by the shutdown"
        }
        if result.is_in_doubt { reason += "; the server may have it all the same" }
        let isRefused =
            (500...599).contains(result.response) && result.end == ROSTER_MAIL_END_FAILED
            && [ROSTER_MAIL_STAGE_RECIPIENT, ROSTER_MAIL_STAGE_MESSAGE].contains(result.stage)
        return isRefused ? .permanent(reason) : .temporary(reason)
    }

    private static func withoutUTF8(_ mail: MailMessage) -> DeliveryFailure {
        let reason =
            "SMTP: the server does not offer SMTPUTF8, which an address needs whose local "
            + "part is not ASCII"
        return mail.recipient.needsUTF8
            ? .permanent(reason + ": the recipient's")
            : .temporary(reason + ": the sender's, mail.from")
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

extension MailTLS.Demand {
    var code: roster_mail_tls {
        switch self {
        case .none: ROSTER_MAIL_TLS_NEVER
        case .offered: ROSTER_MAIL_TLS_IF_OFFERED
        case .required: ROSTER_MAIL_TLS_REQUIRED
        }
    }
}
