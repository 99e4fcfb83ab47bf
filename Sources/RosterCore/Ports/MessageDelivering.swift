/// Takes messages to people: to a mail server, a gateway for text messages, or a folder.
package protocol MessageDelivering: Sendable {
    /// Returns once the next hop has taken the message over. A message may be delivered twice, when
    /// the process ends between that moment and the note of it.
    func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure)

    /// Does what a delivery does to this machine, without any message going out, and ends as the last
    /// one did: for the messages that unknown addresses do not get (THREATS 9).
    func pretend(_ message: OutgoingMessage) async throws(DeliveryFailure)

    /// Begins the end: refuses what is to come, and breaks off deliveries that the next hop cannot
    /// have taken over. One that it may have goes on, as its answer tells whether it must be repeated.
    func stop()

    /// Breaks off the rest as well, and returns when no delivery runs and nothing is held open.
    func shutdown() async
}

extension MessageDelivering {
    /// Deliveries are quick and leave nothing behind.
    package func pretend(_ message: OutgoingMessage) async throws(DeliveryFailure) {}

    /// Nothing to break off: deliveries are quick.
    package func stop() {}
}

/// Why a message was not delivered, in words for the log: never with a code, an address, a
/// credential or text of the other side (THREATS 24).
package enum DeliveryFailure: Error, Sendable, Equatable {
    /// May succeed later.
    case temporary(String)
    /// Will not.
    case permanent(String)
}
