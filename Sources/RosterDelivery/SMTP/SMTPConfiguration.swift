import Foundation

/// How mail goes out over SMTP.
package struct SMTPConfiguration: Sendable {
    /// For libcurl: without credentials, and with our name for EHLO as its path.
    let url: String
    /// Scheme, host and port, as they may be shown.
    package let server: String
    let user: String?
    let password: String?
    let tls: MailTLS
    /// TLS from the start.
    let isEncrypted: Bool
    let sender: MailSender
    let language: MessageLanguage
    let authoritiesFile: String?
    let times: SMTPTimes

    /// - Parameters:
    ///   - url: `smtp://` (port 25) or `smtps://` (port 465), optionally with `user:password@`,
    ///     percent-encoded, and `?tls=none`, `?tls=offered` or `?tls=required`
    ///     (``MailTLS/init(query:isEncrypted:hasPassword:isLoopback:)``).
    ///   - authoritiesFile: PEM; in place of the system's authorities.
    ///   - times: Other than the standard's in tests only.
    /// - Throws: ``DeliverySettingFailure`` for another URL, or a sender that no mail can have.
    package init(
        url: String, senderName: String?, senderAddress: String, language: MessageLanguage,
        authoritiesFile: String? = nil, times: SMTPTimes = .standard
    ) throws(DeliverySettingFailure) {
        guard let address = MailAddress(senderAddress) else {
            throw DeliverySettingFailure("the sender is not an e-mail address")
        }
        guard HeaderText.isOneLine(senderName ?? "") else {
            throw DeliverySettingFailure("the sender's name has control characters")
        }
        let parts = try DeliveryURL(url, schemes: ["smtp", "smtps"])
        guard ["", "/"].contains(parts.path) else {
            throw DeliverySettingFailure("the URL of the mail server has a path")
        }
        guard (parts.user == nil) == (parts.password == nil) else {
            throw DeliverySettingFailure("the URL has a user without a password or the reverse")
        }
        isEncrypted = parts.scheme == "smtps"
        tls = try MailTLS(
            query: parts.query, isEncrypted: isEncrypted, hasPassword: parts.password != nil,
            isLoopback: parts.isLoopback)
        server = parts.origin
        self.url = parts.origin + "/" + Self.greetingName(address.domain)
        user = parts.user
        password = parts.password
        sender = MailSender(name: senderName, address: senderAddress)
        self.language = language
        self.authoritiesFile = authoritiesFile
        self.times = times
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
