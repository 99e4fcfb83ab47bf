/// Whom mail comes from.
package struct MailSender: Sendable, Equatable {
    /// Shown beside the address; nil for none.
    package let name: String?
    package let address: String

    package init(name: String?, address: String) {
        self.name = name
        self.address = address
    }
}
