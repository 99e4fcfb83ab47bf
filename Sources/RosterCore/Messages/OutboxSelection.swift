/// Which messages of the outbox may be delivered now, besides being due.
package struct OutboxSelection: Sendable, Equatable {
    /// Nil for all.
    package var channel: OutgoingMessage.Channel?
    /// Messages that are being delivered.
    package var exceptIDs: [String] = []
    /// Mailboxes and phones that have as many deliveries as they may.
    package var exceptRecipients: [String] = []
    /// Domains of mailboxes that have.
    package var exceptMailboxHosts: [String] = []

    /// Notices at most, after the codes; nil for any number.
    package var noticesMax: Int?

    package init(channel: OutgoingMessage.Channel? = nil) { self.channel = channel }
}
