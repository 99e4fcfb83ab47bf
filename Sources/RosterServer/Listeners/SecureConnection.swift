import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL
import NIOTLS
import SurfaceKit

/// A connection within TLS: HTTP/2 where the client asks for it by ALPN (RFC 7301), else HTTP/1.1.
struct SecureConnection: ServerChildChannel {
    private let context: NIOSSLContext
    private let http1: HTTP1Connection
    private let http2: HTTP2Channel

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let negotiated: EventLoopFuture<Negotiated>
    }

    enum Negotiated: Sendable {
        case http1(HTTP1Connection.Value)
        case http2(HTTP2Channel.Value)
    }

    init(
        _ configuration: TLSConfiguration, responder: @escaping HTTPChannelHandler.Responder
    ) throws {
        var configuration = configuration
        configuration.applicationProtocols = ["h2", "http/1.1"]
        self.context = try NIOSSLContext(configuration: configuration)
        self.http1 = HTTP1Connection(responder: responder)
        self.http2 = HTTP2Channel(
            responder: responder,
            configuration: .init(
                idleTimeout: .seconds(Bounds.idleSeconds),
                gracefulCloseTimeout: .seconds(Bounds.shutdownSeconds),
                streamConfiguration: .init(
                    additionalChannelHandlers: [ConnectionGuard(.stream)],
                    idleTimeout: .seconds(Bounds.idleSeconds))))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let negotiation = NIOTypedApplicationProtocolNegotiationHandler<Negotiated> {
                [http1, http2] result, channel in
                switch result {
                case .negotiated("h2"):
                    http2.setup(channel: channel, logger: logger).map { .http2($0) }
                case .negotiated, .fallback:
                    http1.setup(channel: channel, logger: logger).map { .http1($0) }
                }
            }
            try channel.pipeline.syncOperations.addHandlers([
                NIOSSLServerHandler(context: context), negotiation,
            ])
            return Value(channel: channel, negotiated: negotiation.protocolNegotiationResult)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.negotiated.get() {
            case .http1(let connection): await http1.handle(value: connection, logger: logger)
            case .http2(let connection): await http2.handle(value: connection, logger: logger)
            }
        } catch {
            logger.debug("TLS handshake failed", metadata: ["error": "\(error)"])
        }
    }
}
