import RosterCore

/// When mail goes over TLS, and whether the server's certificate must be trusted.
package struct MailTLS: Sendable, Equatable {
    /// As `?tls=` says it.
    package enum Demand: String, Sendable, CaseIterable {
        /// Never.
        case none
        /// Where the server offers it. It is better than nothing, so nothing that it lacks may stop a
        /// mail that would go without it (RFC 7435): no certificate is asked for.
        case offered
        /// Always, with a certificate that is trusted.
        case required
    }

    package let demand: Demand
    /// Whether the certificate must be trusted.
    package let verifies: Bool

    /// Whether a mail goes in the clear when the server offers TLS and then cannot do it.
    var allowsClearText: Bool { demand == .offered && !verifies }

    /// What a URL asks for.
    /// - Parameters:
    ///   - query: The URL's; nil where it has none.
    ///   - isEncrypted: `smtps:`, TLS from the start.
    /// - Throws: ``DeliverySettingFailure`` for another query than `tls=none`, `tls=offered` and
    ///   `tls=required`, and for `none` where it contradicts the URL or would give a password away.
    init(
        query: String?, isEncrypted: Bool, hasPassword: Bool, isLoopback: Bool
    ) throws(DeliverySettingFailure) {
        let said = try query.map { query throws(DeliverySettingFailure) in try Self.demand(query) }
        let crossesNetwork = hasPassword && !isLoopback
        if said == Demand.none {
            guard !isEncrypted else {
                throw DeliverySettingFailure(
                    "smtps:// is TLS from its start, and ?tls=none forbids it; use smtp://")
            }
            guard !crossesNetwork else {
                throw DeliverySettingFailure(
                    "?tls=none would send the password to another machine in the clear; leave it "
                        + "out, or take user and password out of the URL")
            }
        }
        switch (said, crossesNetwork) {
        case (.required, _), (.offered, true), (nil, true):
            self.init(.required, verifies: true)
        case (.none?, _): self.init(.none, verifies: false)
        case (.offered, false): self.init(.offered, verifies: false)
        // Who writes smtps:// asks for TLS; a password goes to the right server of this machine, or
        // to none.
        case (nil, false):
            self.init(isEncrypted ? .required : .offered, verifies: isEncrypted || hasPassword)
        }
    }

    private init(_ demand: Demand, verifies: Bool) {
        self.demand = demand
        self.verifies = verifies
    }

    private static func demand(_ query: String) throws(DeliverySettingFailure) -> Demand {
        let parts = query.split(at: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "tls", let demand = Demand(rawValue: String(parts[1]))
        else {
            throw DeliverySettingFailure(
                "the URL's only query is ?tls=none, ?tls=offered or ?tls=required")
        }
        return demand
    }
}
