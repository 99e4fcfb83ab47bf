import Foundation
import RosterCore

/// What the webhook is sent: `{"phone", "purpose", "code", "text", "expiresAt"}`. The gateway may
/// send the text, or fill a template of its own with the code.
struct SMSBody: Encodable, Sendable {
    private let phone: String
    /// `claim`, `prove` or `notice`.
    private let purpose: String
    /// Null for a notice.
    private let code: String?
    private let text: String
    /// RFC 3339, UTC, in seconds.
    private let expiresAt: String

    private enum CodingKeys: String, CodingKey {
        case phone, purpose, code, text, expiresAt
    }

    init(_ message: OutgoingMessage, language: MessageLanguage) {
        phone = message.recipient
        switch message.content {
        case .code(let code, let purpose):
            self.code = code
            self.purpose = purpose.rawValue
        case .addressInUse, .changed:
            code = nil
            purpose = "notice"
        }
        text = MessageTemplates.shortText(for: message, language: language)
        expiresAt = CalendarTime(message.expiresAt).internetDate
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(phone, forKey: .phone)
        try container.encode(purpose, forKey: .purpose)
        // Not left out where there is none: all five members are always there.
        try container.encode(code, forKey: .code)
        try container.encode(text, forKey: .text)
        try container.encode(expiresAt, forKey: .expiresAt)
    }

    /// The same bytes at every try of a message.
    var bytes: [UInt8] {
        get throws(DeliveryFailure) {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            guard let data = try? encoder.encode(self) else {
                throw .permanent("the message cannot be written as JSON")
            }
            return Array(data)
        }
    }
}
