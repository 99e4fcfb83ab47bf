/// Takes messages to people: to a mail server, a gateway for text messages, or a folder.
package protocol MessageDelivering: Sendable {
    /// Returns once the next hop has taken the message over. A message may be delivered twice, when
    /// the process ends between that moment and the note of it.
    func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure)

    /// Ends what deliveries hold open; none is running any more.
    func shutdown() async
}

/// Why a message was not delivered, in words for the log: never with a code, an address, a
/// credential or text of the other side (THREATS 24).
package enum DeliveryFailure: Error, Sendable, Equatable {
    /// May succeed later.
    case temporary(String)
    /// Will not.
    case permanent(String)
}
