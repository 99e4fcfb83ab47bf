import HTTPTypes
import NIOCore
import SurfaceKit

/// What all connections of a listener share: the dispatcher, and who is still there when it ends.
final class ExchangeService: Sendable {
    private let dispatcher: Dispatcher
    let connections: OpenListenerConnections

    init(dispatcher: Dispatcher, connections: OpenListenerConnections) {
        self.dispatcher = dispatcher
        self.connections = connections
    }

    var heads: HeadBudget { dispatcher.heads }

    var isEnding: Bool { connections.isEnding }

    /// Answers a request in a task of its own, which also a connection that breaks off does not end: what
    /// it changes is changed as a whole.
    func begin(_ exchange: Exchange, on channel: any Channel) {
        connections.requestBegins()
        let peer = channel.clientAddress
        Task { [dispatcher] in
            let head = exchange.head
            let incoming = IncomingRequest(
                method: head.method, target: head.path ?? "/", authority: head.authority,
                headers: head.headerFields, peer: peer, isHTTP10: exchange.form.isHTTP10,
                targetAuthority: exchange.form.targetAuthority)
            exchange.finish(await dispatcher.respond(to: incoming, body: exchange))
        }
    }

    /// An answer was handed to its connection, or its connection has gone.
    func ended() { connections.requestEnds() }
}

extension Channel {
    /// Where the other end is; nil of a socket file.
    var clientAddress: ClientAddress? { remoteAddress?.ipAddress.flatMap { ClientAddress($0) } }
}
