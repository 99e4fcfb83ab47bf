import Foundation

/// How mail goes out over SMTP.
package struct SMTPConfiguration: Sendable {
    /// For libcurl: without credentials, and with our name for EHLO as its path.
    let url: String
    /// Scheme, host and port, as they may be shown.
    package let server: String
    let user: String?
    let password: String?
    let requiresTLS: Bool
    let sender: MailSender
    let language: MessageLanguage
    let authoritiesFile: String?
    let connectSeconds: Int
    let totalSeconds: Int

    /// - Parameters:
    ///   - url: `smtp://` (port 25) or `smtps://` (port 465), optionally with `user:password@`,
    ///     percent-encoded, and `?tls=required`. A password for another machine requires TLS, too.
    ///   - authoritiesFile: PEM; in place of the system's authorities.
    ///   - connectSeconds: until the server has greeted, TLS and login are done.
    /// - Throws: ``DeliverySettingFailure`` for another URL, or a sender that no mail can have.
    package init(
        url: String, senderName: String?, senderAddress: String, language: MessageLanguage,
        authoritiesFile: String? = nil, connectSeconds: Int = 10, totalSeconds: Int = 30
    ) throws(DeliverySettingFailure) {
        guard let domain = MailAddress.domain(of: senderAddress) else {
            throw DeliverySettingFailure("the sender is not an e-mail address")
        }
        guard HeaderText.isOneLine(senderName ?? "") else {
            throw DeliverySettingFailure("the sender's name has control characters")
        }
        let parts = try DeliveryURL(url, schemes: ["smtp", "smtps"])
        guard ["", "/"].contains(parts.path) else {
            throw DeliverySettingFailure("the URL of the mail server has a path")
        }
        guard parts.query == nil || parts.query == "tls=required" else {
            throw DeliverySettingFailure("the URL's only query is ?tls=required")
        }
        guard (parts.user == nil) == (parts.password == nil) else {
            throw DeliverySettingFailure("the URL has a user without a password or the reverse")
        }
        server = parts.origin
        self.url = parts.origin + "/" + Self.greetingName(domain)
        user = parts.user
        password = parts.password
        requiresTLS = parts.query != nil || (parts.password != nil && !parts.isLoopback)
        sender = MailSender(name: senderName, address: senderAddress)
        self.language = language
        self.authoritiesFile = authoritiesFile
        self.connectSeconds = connectSeconds
        self.totalSeconds = totalSeconds
    }

    /// The sender's domain, as this machine's own name is often one that servers refuse, such as a
    /// container's. Without a plain domain, what RFC 5321 §4.1.3 has for those without a name.
    private static func greetingName(_ domain: String) -> String {
        let isPlain = domain.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
        }
        return isPlain ? domain : "%5B127.0.0.1%5D"
    }
}

extension SMTPConfiguration: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Never the credentials (THREATS 24).
    package var description: String { "SMTPConfiguration(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
