import RosterCore

/// Who the caller is when proxies stand between (THREATS 15).
package enum ForwardedAddress {
    /// The address that made the call.
    ///
    /// `X-Forwarded-For` is believed only when the peer itself is trusted. Every proxy appends the
    /// address that called *it*, so the field is read from its end: past trusted proxies to the
    /// first address that is none. What stands before it was written by that caller and is not
    /// looked at. When all are trusted, the first one written is the caller.
    ///
    /// An entry that is no address, among those looked at, makes the whole header void and the peer
    /// the caller: guessing would let a caller choose its own address.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - forwardedFor: The values of all `X-Forwarded-For` fields in the order they came.
    ///   - trusted: The setting `proxies.trusted`.
    package static func client(
        peer: ClientAddress, forwardedFor: [String], trusted: [AddressBlock]
    ) -> ClientAddress {
        func isTrusted(_ address: ClientAddress) -> Bool {
            trusted.contains { $0.contains(address) }
        }
        guard isTrusted(peer) else { return peer }
        var client = peer
        for value in forwardedFor.reversed() {
            let entries = value.split(at: ",", omittingEmptySubsequences: false)
            for entry in entries.reversed() {
                guard let address = address(in: entry) else { return peer }
                guard isTrusted(address) else { return address }
                client = address
            }
        }
        return client
    }

    /// An address as proxies write it, within spaces and tabs: bare, IPv4 with a port, or IPv6 in
    /// brackets with or without a port.
    private static func address(in entry: Substring) -> ClientAddress? {
        let text = trimmed(ArraySlice(entry.utf8))
        let colon = UInt8(ascii: ":")
        if text.first == UInt8(ascii: "[") {
            guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let inside = text[(text.startIndex + 1)..<close]
            let rest = text[(close + 1)...]
            guard inside.contains(colon) else { return nil }
            guard rest.isEmpty || rest.first == colon && isPort(rest.dropFirst()) else {
                return nil
            }
            return ClientAddress(String(decoding: inside, as: UTF8.self))
        }
        let parts = text.split(separator: colon, maxSplits: 2, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard isPort(parts[1]) else { return nil }
            return ClientAddress(String(decoding: parts[0], as: UTF8.self))
        }
        return ClientAddress(String(decoding: text, as: UTF8.self))
    }

    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        AddressText.decimal(bytes, max: 65_535) != nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let start = bytes.drop(while: isSpace)
        return start.lastIndex { !isSpace($0) }.map { start[...$0] } ?? []
    }
}
