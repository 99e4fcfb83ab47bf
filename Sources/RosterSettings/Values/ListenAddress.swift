/// Where a listener binds: an IPv4 address, an IPv6 address or `localhost`, and a port.
///
/// Other host names are refused: what they resolve to may change, and with it whether the
/// listener is open to the network.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// Without the brackets of an IPv6 address.
    package let host: String
    /// 0...65535; 0 lets the system choose.
    package let port: Int

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `127.0.0.1:3000`, `[::1]:3000` or `localhost:3000`; nil for anything else.
    package init?(_ text: String) {
        guard let parts = HostAndPort(text), let port = parts.port else { return nil }
        let isKnownForm =
            switch parts.host {
            case .address: true
            case .name(let name): name == "localhost"
            }
        guard isKnownForm else { return nil }
        self.init(host: parts.host.text, port: port)
    }

    /// The IPv4 loopback address; a port outside 0...65535 is brought to the nearest bound.
    package static func loopback(port: Int) -> Self {
        Self(host: "127.0.0.1", port: min(max(port, 0), 65_535))
    }

    /// Whether only processes of this machine can connect.
    package var isLoopback: Bool { Self.isLoopback(host: host) }

    /// - Parameter host: In lower case, without brackets.
    static func isLoopback(host: String) -> Bool {
        host == "localhost" || IPAddress(host)?.isLoopback == true
    }

    /// Whether a listener here keeps another one from listening there: `0.0.0.0` is every IPv4 address
    /// of the machine, `::` every address, and `localhost` commonly the first of IPv4.
    package func overlaps(_ other: ListenAddress) -> Bool {
        guard port == other.port, port != 0 else { return false }
        let hosts = [host, other.host].map { $0 == "localhost" ? "127.0.0.1" : $0 }
        return hosts[0] == hosts[1] || hosts.contains("::")
            || hosts.contains("0.0.0.0") && hosts.allSatisfy { !$0.contains(":") }
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
