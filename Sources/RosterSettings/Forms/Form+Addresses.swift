extension Form<ListenAddress> {
    static var listenAddress: Self {
        Form(
            read: { (text) throws(BadValue) in
                guard let address = ListenAddress(text) else {
                    throw BadValue(
                        "must be address:port with an IPv4 address, an IPv6 address in brackets "
                            + "or localhost, and a port of 0 to 65535, not \(quoted(text))")
                }
                return address
            },
            write: { $0.description })
    }
}

extension Form<[String]> {
    /// Origins as browsers send them; others would never match, and `*` would match too much.
    static var origins: Self {
        list { (item) throws(BadValue) in
            guard let parts = URLParts(item), parts.user == nil, parts.path.isEmpty,
                parts.query == nil, parts.fragment == nil, let host = HostAndPort(parts.authority)
            else {
                throw BadValue(
                    "must be a comma list of scheme://host[:port] without wildcard, user, path, "
                        + "query and fragment")
            }
            let defaultPort = ["http": 80, "https": 443][parts.scheme]
            return "\(parts.scheme)://\(host.text(without: defaultPort))"
        }
    }

    /// Addresses and CIDR blocks. A block with bits set after its prefix is refused, as its author
    /// meant either one address or another block.
    static var addressBlocks: Self {
        list { (item) throws(BadValue) in
            let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let text = parts.first, let address = IPAddress(text) else {
                throw BadValue(
                    "must be a comma list of IP addresses and CIDR blocks; \(quoted(item)) is "
                        + "neither")
            }
            guard parts.count == 2 else { return item }
            guard let length = decimalNumber(parts[1]), length <= address.bytes.count * 8,
                address.isBlock(ofPrefix: length)
            else {
                throw BadValue(
                    "must be a comma list of IP addresses and CIDR blocks; \(quoted(item)) has a "
                        + "prefix length that does not fit its address")
            }
            return item
        }
    }

    /// Items with commas between them, white space around each left out; empty text is no item.
    private static func list(
        _ item: @escaping @Sendable (String) throws(BadValue) -> String
    ) -> Self {
        Form(
            read: { (text) throws(BadValue) in
                guard !trimmed(text).isEmpty else { return [] }
                var items: [String] = []
                for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
                    items.append(try item(trimmed(piece)))
                }
                return items
            },
            write: { $0.isEmpty ? nil : $0.joined(separator: ",") },
            isList: true)
    }
}
