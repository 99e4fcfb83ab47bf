import NIOCore
import NIOEmbedded
@testable import RosterServer
import SurfaceKit
import Synchronization
import Testing

/// Who gets the connections of a listener.
@Suite("Connection slots")
struct ConnectionSlotsTests {
    /// A listening socket in memory.
    private struct Listener {
        let channel: EmbeddedChannel
        let connections = OpenListenerConnections()
        let refused = Refused()

        init(connectionsMax: Int, trusted: [String] = []) throws {
            let slots = ConnectionSlots(
                connectionsMax: connectionsMax, trusted: trusted.compactMap { AddressBlock($0) },
                connections: connections, refused: refused.note)
            channel = EmbeddedChannel(handler: slots)
        }

        /// The connection, and whether it was accepted.
        func connect(_ address: String) throws -> (channel: EmbeddedChannel, isTaken: Bool) {
            let child = EmbeddedChannel()
            try child.connect(to: SocketAddress(ipAddress: address, port: 1)).wait()
            child.remoteAddress = try SocketAddress(ipAddress: address, port: 1)
            try channel.writeInbound(child as any Channel)
            let taken = try channel.readInbound(as: (any Channel).self)
            return (child, taken != nil && child.isActive)
        }
    }

    private final class Refused: Sendable {
        private let list = Mutex<[ClientAddress]>([])

        var count: Int { list.withLock { $0.count } }

        var note: @Sendable (ClientAddress) -> Void {
            { address in self.list.withLock { $0.append(address) } }
        }
    }

    @Test("one block of addresses has a quarter, and others connect meanwhile")
    func quarter() throws {
        let listener = try Listener(connectionsMax: 8)
        let first = try listener.connect("2001:db8::1")
        #expect(first.isTaken)
        #expect(try listener.connect("2001:db8::2").isTaken)
        #expect(try !listener.connect("2001:db8::3").isTaken, "a /64 counts as one")
        #expect(listener.refused.count == 1)
        #expect(try listener.connect("2001:db8:0:1::1").isTaken)
        #expect(try listener.connect("192.0.2.1").isTaken)
        _ = try first.channel.finish()
        #expect(try listener.connect("2001:db8::3").isTaken)
    }

    @Test("a listener of few slots still takes one of each")
    func few() throws {
        let listener = try Listener(connectionsMax: 2)
        #expect(try listener.connect("192.0.2.1").isTaken)
        #expect(try !listener.connect("192.0.2.1").isTaken)
    }

    @Test(
        "this machine and trusted proxies are not counted",
        arguments: ["127.0.0.1", "127.9.9.9", "::1", "10.1.2.3"])
    func exempt(address: String) throws {
        let listener = try Listener(connectionsMax: 8, trusted: ["10.0.0.0/8"])
        for _ in 0..<8 { #expect(try listener.connect(address).isTaken) }
        #expect(listener.refused.count == 0)
    }
}
