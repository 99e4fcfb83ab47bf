import CPlatform
import NIOCore

/// What the system knows of a TCP connection.
enum TCPFacts {
    /// Hands on how many bytes the other end has acknowledged, 0 where the system does not tell; at once
    /// on the connection's event loop.
    static func acknowledged(_ channel: any Channel, _ take: @escaping (UInt64) -> Void) {
        guard let socket = channel as? any SocketOptionProvider else { return take(0) }
        let facts: EventLoopFuture<roster_tcp_facts> = socket.unsafeGetSocketOption(
            level: .tcp, name: NIOBSDSocket.Option(rawValue: tcpInfo))
        facts.assumeIsolated().whenComplete { result in
            guard case .success(var facts) = result else { return take(0) }
            take(unsafe UInt64(roster_tcp_acknowledged(&facts)))
        }
    }

    /// TCP_INFO of tcp(7).
    private static let tcpInfo: CInt = 11
}
