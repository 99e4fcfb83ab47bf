import RosterCore
import RosterDelivery
import RosterSettings

extension RosterSettings.Settings {
    /// What delivers mails and text messages as the settings say. It holds connections open: whoever
    /// makes it shuts it down.
    /// - Throws: ``StartFailure/delivery(_:_:)``.
    func deliverer(
        now: @escaping @Sendable () -> Timestamp
    ) throws(StartFailure) -> any MessageDelivering {
        let mail = try mailDeliverer()
        return MessageRouter(mail: mail, sms: try smsDeliverer(now: now))
    }

    private func mailDeliverer() throws(StartFailure) -> any MessageDelivering {
        switch mailURL {
        case .folder(let path): return outbox(path)
        case .server(let url):
            return PacedDelivery(SMTPSender(try smtpConfiguration(url: url)))
        }
    }

    /// The mail server at `url`.
    /// - Throws: ``StartFailure/delivery(_:_:)``.
    func smtpConfiguration(url: String) throws(StartFailure) -> SMTPConfiguration {
        do throws(DeliverySettingFailure) {
            return try SMTPConfiguration(
                url: url, senderName: mailFrom.name, senderAddress: mailFrom.address,
                language: language, authoritiesFile: deliveryAuthorities)
        } catch {
            throw .delivery("mail.url", error.reason)
        }
    }

    private func smsDeliverer(
        now: @escaping @Sendable () -> Timestamp
    ) throws(StartFailure) -> any MessageDelivering {
        switch smsURL {
        case .folder(let path): return outbox(path)
        case .server(let url):
            return PacedDelivery(SMSWebhook(try webhookConfiguration(url: url), now: now))
        }
    }

    /// The gateway at `url`.
    /// - Throws: ``StartFailure/delivery(_:_:)``.
    func webhookConfiguration(url: String) throws(StartFailure) -> SMSWebhookConfiguration {
        guard let smsKey else {
            throw .delivery("sms.url", "its gateway tells our calls by a signature; set sms.key")
        }
        do throws(DeliverySettingFailure) {
            return try SMSWebhookConfiguration(
                url: url, key: Array(smsKey.utf8), language: language,
                authoritiesFile: deliveryAuthorities)
        } catch {
            throw .delivery("sms.url", error.reason)
        }
    }

    private func outbox(_ path: String) -> FolderOutbox {
        FolderOutbox(
            folder: path,
            sender: RosterDelivery.MailSender(name: mailFrom.name, address: mailFrom.address),
            language: language)
    }

    private var language: MessageLanguage {
        switch deliveryLanguage {
        case .zh: .chinese
        case .en: .english
        }
    }
}
