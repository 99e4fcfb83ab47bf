import Logging
import NIOCore
import NIOPosix
import RosterSettings
import ServiceLifecycle
import SurfaceKit
import Synchronization

/// One address that the server listens on, as a service: HTTP/1.1, or HTTPS with HTTP/2 when a
/// certificate is set.
struct ListenerService: Service, CustomStringConvertible {
    /// Its place in the plan; 0 is the main listener.
    let number: Int
    let address: ListenAddress
    /// The setting that asks for the address.
    let key: SettingKey
    let dispatcher: Dispatcher
    let certificate: CurrentCertificate?
    let logger: Logger
    let readiness: Readiness
    /// How many connections it holds at once; the rest wait in the queue of the system.
    let connectionsMax: Int
    let trustedProxies: [AddressBlock]
    let refusals: ConnectionRefusals

    var description: String { "listener \(address)" }

    func run() async throws {
        let connections = OpenListenerConnections()
        let (server, slots) = try await bind(connections)
        readiness.listens(number: number, port: server.localAddress?.port ?? address.port)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                try? await server.closeFuture.get()
                await connections.wait()
            } onGracefulShutdown: {
                connections.end()
                server.eventLoop.execute { slots.value.end() }
            }
        } onCancel: {
            connections.end()
            server.close(promise: nil)
            connections.closeAll()
        }
    }

    private func bind(
        _ connections: OpenListenerConnections
    ) async throws -> (any Channel, NIOLoopBound<ConnectionSlots>) {
        let service = ExchangeService(dispatcher: dispatcher, connections: connections)
        let (certificate, refusals) = (certificate, refusals)
        let (trusted, connectionsMax, address) = (trustedProxies, connectionsMax, address)
        let made = SlotsBox()
        do {
            let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.backlog, value: 1024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                // Before it listens: what a connection may be sent unread follows from it.
                .serverChannelOption(
                    .socketOption(.so_rcvbuf), value: Bounds.receiveBufferBytes
                )
                .serverChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let slots = ConnectionSlots(
                            connectionsMax: connectionsMax, trusted: trusted,
                            connections: connections
                        ) { block in refusals.note(block, at: "\(address)") }
                        made.put(NIOLoopBound(slots, eventLoop: channel.eventLoop))
                        try channel.pipeline.syncOperations.addHandler(slots)
                    }
                }
                .childChannelOption(.allowRemoteHalfClosure, value: true)
                .childChannelOption(.maxMessagesPerRead, value: 1)
                .childChannelOption(
                    .recvAllocator,
                    value: AdaptiveRecvByteBufferAllocator(
                        minimum: 1024, initial: 2048, maximum: Bounds.readBytesMax)
                )
                .childChannelOption(
                    .socketOption(.so_sndbuf), value: Bounds.sendBufferBytes
                )
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let certificate {
                            try SecureConnection.configure(
                                channel, certificate: certificate, service: service)
                        } else {
                            try HTTP1Connection.configure(channel, service: service)
                        }
                    }
                }
                .bind(host: address.host, port: address.port).get()
            return (server, try made.take())
        } catch let error as IOError {
            throw StartFailure.cannotListen(address.description, key, errno: error.errnoCode)
        } catch let error as SocketAddressError {
            throw StartFailure.listener(
                address.description, key, reason: Self.reason(of: error))
        }
    }

    private static func reason(of error: SocketAddressError) -> String {
        switch error {
        case .unknown: "this machine does not know the name"
        default: "it is no address to listen on"
        }
    }
}

/// Hands the accepting handler from its event loop to the one who binds.
private final class SlotsBox: Sendable {
    private let slots = Mutex<NIOLoopBound<ConnectionSlots>?>(nil)

    func put(_ made: NIOLoopBound<ConnectionSlots>) { slots.withLock { $0 = made } }

    /// - Throws: `CancellationError` when the socket was never set up.
    func take() throws -> NIOLoopBound<ConnectionSlots> {
        guard let made = slots.withLock({ $0 }) else { throw CancellationError() }
        return made
    }
}
