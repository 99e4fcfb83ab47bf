package import RosterCore

/// Sends each message by its channel.
package struct MessageRouter: MessageDelivering {
    private let mail: any MessageDelivering
    private let sms: any MessageDelivering

    /// The two may be one and the same.
    package init(mail: any MessageDelivering, sms: any MessageDelivering) {
        self.mail = mail
        self.sms = sms
    }

    package func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        switch message.channel {
        case .mail: try await mail.deliver(message)
        case .sms: try await sms.deliver(message)
        }
    }

    package func pretend(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        switch message.channel {
        case .mail: try await mail.pretend(message)
        case .sms: try await sms.pretend(message)
        }
    }

    package func stop() {
        mail.stop()
        sms.stop()
    }

    package func shutdown() async {
        // Side by side: either may have something to break off.
        async let mailEnds: Void = mail.shutdown()
        await sms.shutdown()
        await mailEnds
    }
}
