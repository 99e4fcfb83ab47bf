import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import SurfaceKit

/// A connection that speaks HTTP/1, in clear text or within TLS. The library's own channel, which
/// this stands for, reads nothing more after an offer to change the protocol and does not know
/// HTTP/1.0.
struct HTTP1Connection: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    let responder: Responder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let decoder = RequestDecoder(limits: Self.limits)
            let persistence = ConnectionPersistence(decoder)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandlers([
                HTTPResponseEncoder(), ByteToMessageHandler(decoder),
                persistence, HTTP1ToHTTPServerCodec(secure: false),
                ConnectionGuard(.connection, after: persistence),
                HTTPConnectionStateHandler(
                    idleTimeout: .seconds(Bounds.idleSeconds), logger: logger),
            ])
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }

    private static let limits = {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = Bounds.decoderHeaderBytesMax
        limits.maxHeaderListSize = Bounds.decoderHeaderBytesMax
        limits.maxHeaderFieldCount = Bounds.decoderHeaderFieldsMax
        return limits
    }()
}
