import CPlatform
import NIOCore
import SurfaceKit

/// Accepts the connections of one listener: so many at once, of which one block of addresses may have a
/// quarter, this machine and trusted proxies apart. When the server ends, it takes what the system has
/// accepted, before the socket closes.
///
/// Lives on the event loop of the listening socket.
final class ConnectionSlots: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never
    typealias OutboundOut = Never

    private let connectionsMax: Int
    private let trusted: [AddressBlock]
    private let connections: OpenListenerConnections
    private let refused: @Sendable (ClientAddress) -> Void
    private var context: ChannelHandlerContext?
    private var count = 0
    private var blocks: [ClientAddress: Int] = [:]
    private var holdsRead = false
    /// Connections since it was looked whether there are more to come.
    private var arrivals = 0

    init(
        connectionsMax: Int, trusted: [AddressBlock], connections: OpenListenerConnections,
        refused: @escaping @Sendable (ClientAddress) -> Void
    ) {
        self.connectionsMax = connectionsMax
        self.trusted = trusted
        self.connections = connections
        self.refused = refused
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        arrivals += 1
        let block = countedBlock(of: channel)
        if let block {
            guard blocks[block, default: 0] < max(1, connectionsMax / 4) else {
                refused(block)
                channel.close(promise: nil)
                return
            }
            blocks[block, default: 0] += 1
        }
        count += 1
        connections.add(channel)
        channel.closeFuture.hop(to: context.eventLoop).assumeIsolated().whenComplete { _ in
            self.closed(channel, block)
        }
        context.fireChannelRead(data)
    }

    private func countedBlock(of channel: any Channel) -> ClientAddress? {
        guard let address = channel.clientAddress,
            !address.isLoopback, !trusted.contains(where: { $0.contains(address) })
        else { return nil }
        return address.bucketKey
    }

    private func closed(_ channel: any Channel, _ block: ClientAddress?) {
        count -= 1
        if let block {
            let rest = blocks[block, default: 1] - 1
            blocks[block] = rest > 0 ? rest : nil
        }
        connections.remove(channel)
        guard holdsRead, count < connectionsMax else { return }
        holdsRead = false
        context?.read()
    }

    /// The rest waits in the queue of the system.
    func read(context: ChannelHandlerContext) {
        if count < connectionsMax { context.read() } else { holdsRead = true }
    }

    /// Ends: no new connection begins, those that have are accepted, and then the socket closes. Called
    /// on the event loop.
    func end() {
        guard let context else { return }
        if let socket = context.channel as? any SocketOptionProvider {
            // Where the system does not take it, a connection that begins in the last moment is cut.
            _ = socket.unsafeSetSocketOption(
                level: .socket,
                name: NIOBSDSocket.Option(rawValue: roster_attach_filter_option()),
                value: roster_filter_without_new_connections())
        }
        arrivals = 0
        closeWhenQuiet(context, quiet: 0)
    }

    private func closeWhenQuiet(_ context: ChannelHandlerContext, quiet: Int) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(20)) {
            let (slots, context) = bound.value
            let isQuiet = slots.arrivals == 0 && !slots.holdsRead
            slots.arrivals = 0
            if isQuiet, quiet >= 1 {
                context.close(promise: nil)
            } else {
                slots.closeWhenQuiet(context, quiet: isQuiet ? quiet + 1 : 0)
            }
        }
    }
}
