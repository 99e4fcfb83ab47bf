/// The address of whoever called: IPv4, or IPv6 by RFC 4291. An IPv4-mapped IPv6 address
/// (`::ffff:192.0.2.1`, which a dual-stack listener reports) *is* its IPv4 address here, so that
/// nobody has two.
package struct ClientAddress: Sendable, Hashable {
    /// Whether this is an IPv4 address, mapped ones included.
    package let isIPv4: Bool
    /// The first eight bytes of an IPv6 address; zero for IPv4.
    let high: UInt64
    /// The last eight bytes of an IPv6 address; for IPv4 its four bytes.
    let low: UInt64

    /// Reads a textual address. Strictly: four decimal parts without leading zeros (some readers
    /// take `010` for 8), RFC 4291 §2.2 for IPv6, whose zone (`%eth0`) is dropped as it means
    /// nothing beyond this host. No brackets, no port, no space.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        if let quad = AddressText.ipv4(bytes[...]) {
            self.init(ipv4: quad)
            return
        }
        let parts = bytes.split(
            separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].isEmpty { return nil }
        guard let (high, low) = AddressText.ipv6(parts[0]) else { return nil }
        self.init(high: high, low: low)
    }

    init(ipv4 quad: UInt32) {
        isIPv4 = true
        high = 0
        low = UInt64(quad)
    }

    init(high: UInt64, low: UInt64) {
        isIPv4 = high == 0 && low >> 32 == 0xFFFF
        self.high = high
        self.low = isIPv4 ? low & 0xFFFF_FFFF : low
    }

    /// Whether the caller is on this host: `127.0.0.0/8` or `::1`.
    package var isLoopback: Bool {
        isIPv4 ? low >> 24 == 127 : high == 0 && low == 1
    }

    /// What is counted as one caller: an IPv4 address, or the /64 of an IPv6 one, as a /64 is what
    /// one household or host gets to choose addresses from.
    package var bucketKey: ClientAddress {
        isIPv4 ? self : ClientAddress(high: high, low: 0)
    }
}

extension ClientAddress: CustomStringConvertible {
    /// Dotted decimal, or the canonical form of RFC 5952: lower case, the longest run of at least
    /// two zero groups shortened, the first of equally long ones.
    package var description: String {
        guard !isIPv4 else {
            return stride(from: 24, through: 0, by: -8).map { String(low >> $0 & 0xFF) }
                .joined(separator: ".")
        }
        let groups = [high, low].flatMap { half in
            stride(from: 48, through: 0, by: -16).map { UInt16(truncatingIfNeeded: half >> $0) }
        }
        let text = { (groups: ArraySlice<UInt16>) in
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let zeros = ClientAddress.longestZeroRun(in: groups) else { return text(groups[...]) }
        return text(groups[..<zeros.lowerBound]) + "::" + text(groups[zeros.upperBound...])
    }

    private static func longestZeroRun(in groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<0
        var start = 0
        for (position, group) in groups.enumerated() {
            if group != 0 {
                start = position + 1
            } else if position + 1 - start > longest.count {
                longest = start..<(position + 1)
            }
        }
        return longest.count > 1 ? longest : nil
    }
}
