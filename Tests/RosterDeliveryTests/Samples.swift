import RosterCore
import RosterDelivery

/// Messages as the outbox would hand them out.
enum Samples {
    static let id = "0123456789abcdef01234567"
    static let code = "048213"
    /// 2026-11-21T07:04:26.123Z.
    static let createdAt = Timestamp(milliseconds: 1_795_244_666_123)
    static let sender = MailSender(name: "Roster", address: "roster@example.com")

    static let contents: [OutgoingMessage.Content] = [
        .code(code, purpose: .claim), .code(code, purpose: .prove), .addressInUse,
    ]

    static func notice(
        _ change: AccountNotice.Change, address: String? = "203.0.113.7"
    ) -> AccountNotice {
        AccountNotice(
            change: change, time: "2026-11-21 15:04:26 (Asia/Shanghai)", surface: "ThinkSNS",
            address: address, newAddress: "a***@example.com")
    }

    static func message(
        _ channel: OutgoingMessage.Channel, id: String = Samples.id,
        to recipient: String? = nil,
        content: OutgoingMessage.Content = .code(code, purpose: .claim)
    ) -> OutgoingMessage {
        OutgoingMessage(
            id: id, channel: channel,
            recipient: recipient ?? (channel == .mail ? "ada@example.org" : "13800138000"),
            content: content, createdAt: createdAt, expiresAt: createdAt.adding(seconds: 600))
    }

    /// Every run of digits that has exactly six.
    static func sixDigitGroups(in text: String) -> [String] {
        text.split { !$0.isASCII || !$0.isNumber }.map(String.init).filter { $0.count == 6 }
    }

    /// What a delivery failed with, nil when it succeeded.
    static func failure(
        of deliverer: any MessageDelivering, delivering message: OutgoingMessage
    ) async -> DeliveryFailure? {
        do {
            try await deliverer.deliver(message)
            return nil
        } catch {
            return error
        }
    }
}

extension DeliveryFailure {
    var isPermanent: Bool {
        if case .permanent = self { true } else { false }
    }

    var reason: String {
        switch self {
        case .temporary(let reason), .permanent(let reason): reason
        }
    }

    /// Whether the reason may go to the log: it holds nothing of the message, the login or the peer.
    var isFitForLogs: Bool {
        let secrets = [
            Samples.code, "ada@", "13800138000", "s3cret", "mailer", "No mail", "Not this",
        ]
        return !secrets.contains { reason.contains($0) }
    }
}
