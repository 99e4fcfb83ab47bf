import RosterDelivery
import RosterSettings

/// Mail can go where `mail.url` says. Nothing is sent.
enum MailCheck {
    /// - Parameter brokenFolder: The data folder, with a slash, when it cannot be used.
    static func findings(
        _ settings: RosterSettings.Settings, brokenFolder: String?
    ) async -> [Finding] {
        let key = SettingsTable.key(of: \.mailURL)
        switch settings.mailURL {
        case .folder(let path):
            return OutboxFolderCheck.findings(path, key, brokenFolder: brokenFolder)
        case .server(let url):
            let configuration: SMTPConfiguration
            do throws(StartFailure) {
                configuration = try settings.smtpConfiguration(url: url)
            } catch {
                return [.failure(key, line: error.description, mend: "correct \(key)")]
            }
            let state = await configuration.check(seconds: PeerCheck.secondsMax)
            return [PeerCheck.finding(state, key, configuration.server)]
        }
    }
}
