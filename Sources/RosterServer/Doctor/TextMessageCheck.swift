import RosterDelivery
import RosterSettings

/// Text messages can go where `sms.url` says. Nothing is sent.
enum TextMessageCheck {
    /// - Parameter brokenFolder: The data folder, with a slash, when it cannot be used.
    static func findings(
        _ settings: RosterSettings.Settings, brokenFolder: String?
    ) async -> [Finding] {
        let key = SettingsTable.key(of: \.smsURL)
        switch settings.smsURL {
        case .folder(let path):
            return OutboxFolderCheck.findings(path, key, brokenFolder: brokenFolder)
        case .server(let url):
            let configuration: SMSWebhookConfiguration
            do throws(StartFailure) {
                configuration = try settings.webhookConfiguration(url: url)
            } catch {
                return [.failure(key, line: error.description, mend: "correct \(key)")]
            }
            let state = await configuration.check(seconds: PeerCheck.secondsMax)
            return [PeerCheck.finding(state, key, configuration.server)]
        }
    }
}
