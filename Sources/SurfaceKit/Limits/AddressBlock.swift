import RosterCore

/// A block of addresses as `proxies.trusted` lists them: `10.0.0.0/8`, `fd00::/8`, or one address
/// alone. Bits beyond the prefix are dropped, so that `10.1.2.3/8` is `10.0.0.0/8`.
///
/// IPv4 and IPv6 do not contain each other: `::/0` holds no IPv4 address.
package struct AddressBlock: Sendable, Hashable {
    private let first: ClientAddress
    /// How many leading bits are fixed: 0 to 32 for IPv4, 0 to 128 for IPv6.
    private let prefixBits: Int

    /// Reads CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3); nil when it is none, has a zone, or is
    /// an IPv4-mapped block that reaches beyond the mapped addresses.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(at: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard !parts[0].unicodeScalars.contains("%"), let address = ClientAddress(parts[0]) else {
            return nil
        }
        // A mapped address is written in 128 bits, of which the first 96 are not kept.
        let isMapped = address.isIPv4 && parts[0].unicodeScalars.contains(":")
        let widthBits = address.isIPv4 ? 32 : 128
        let hiddenBits = isMapped ? 96 : 0
        var bits = widthBits
        if parts.count == 2 {
            let most = widthBits + hiddenBits
            guard let written = AddressText.decimal(ArraySlice(parts[1].utf8), max: most),
                written >= hiddenBits
            else { return nil }
            bits = written - hiddenBits
        }
        prefixBits = bits
        first = AddressBlock.masked(address, to: bits)
    }

    /// Whether the address lies in the block.
    package func contains(_ address: ClientAddress) -> Bool {
        address.isIPv4 == first.isIPv4 && AddressBlock.masked(address, to: prefixBits) == first
    }

    private static func masked(_ address: ClientAddress, to bits: Int) -> ClientAddress {
        // Shifts by the whole width yield zero in Swift, which is what no fixed bits ask for.
        if address.isIPv4 {
            let mask = UInt32.max << UInt32(32 - bits)
            return ClientAddress(ipv4: UInt32(truncatingIfNeeded: address.low) & mask)
        }
        let high = UInt64.max << UInt64(64 - min(bits, 64))
        let low = UInt64.max << UInt64(64 - max(bits - 64, 0))
        return ClientAddress(high: address.high & high, low: address.low & low)
    }
}

extension AddressBlock: CustomStringConvertible {
    /// CIDR notation in canonical form.
    package var description: String { "\(first)/\(prefixBits)" }
}
