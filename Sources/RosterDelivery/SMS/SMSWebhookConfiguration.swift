import Crypto
import Foundation

/// Where short messages go.
package struct SMSWebhookConfiguration: Sendable {
    /// Without credentials.
    let url: String
    /// Scheme, host and port, as they may be shown.
    package let server: String
    /// The value of `Authorization`; nil without credentials in the URL.
    let authorization: String?
    let key: SymmetricKey
    let language: MessageLanguage
    let authoritiesFile: String?
    let connectSeconds: Int
    let answerSeconds: Int

    /// - Parameters:
    ///   - url: `https://`; `user:password@` in it becomes Basic credentials.
    ///   - key: of the signature; as the gateway has it, at least one byte.
    ///   - authoritiesFile: PEM; in place of the system's authorities.
    ///   - answerSeconds: How long the gateway has for its answer, connecting included. Whoever gives
    ///     up earlier than a gateway that waits for the phone's network sends the message twice; no
    ///     standard says how long that is, and five minutes are what proxies wait at most.
    /// - Throws: ``DeliverySettingFailure`` for another URL or no key.
    package init(
        url: String, key: [UInt8], language: MessageLanguage, authoritiesFile: String? = nil,
        connectSeconds: Int = 30, answerSeconds: Int = 300
    ) throws(DeliverySettingFailure) {
        let parts = try DeliveryURL(url, schemes: ["https"])
        guard !key.isEmpty else {
            throw DeliverySettingFailure("the key of the webhook's signature is empty")
        }
        server = parts.origin
        self.url = parts.origin + parts.path + (parts.query.map { "?" + $0 } ?? "")
        if parts.user == nil && parts.password == nil {
            authorization = nil
        } else {
            let pair = "\(parts.user ?? ""):\(parts.password ?? "")"
            authorization = "Basic " + Data(pair.utf8).base64EncodedString()
        }
        self.key = SymmetricKey(data: key)
        self.language = language
        self.authoritiesFile = authoritiesFile
        self.connectSeconds = connectSeconds
        self.answerSeconds = answerSeconds
    }

    /// HMAC-SHA-256 in hex over the timestamp, a dot and the body, so that what was once sent cannot
    /// be sent again at another time.
    func signature(timestamp: String, body: [UInt8]) -> String {
        HMAC<SHA256>.authenticationCode(for: Data("\(timestamp).".utf8) + body, using: key)
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

extension SMSWebhookConfiguration: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Never the key or the credentials (THREATS 24).
    package var description: String { "SMSWebhookConfiguration(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
