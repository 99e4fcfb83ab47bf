import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import SurfaceKit

/// The pipeline of a connection that speaks HTTP/1, in clear text or within TLS.
enum HTTP1Connection {
    /// Called on the channel's event loop.
    static func configure(_ channel: any Channel, service: ExchangeService) throws {
        let decoder = RequestDecoder(limits: limits)
        let meter = HeadMeter(service.heads, peer: channel.clientAddress)
        let persistence = ConnectionPersistence(decoder, meter: meter)
        try channel.pipeline.syncOperations.addHandlers([
            meter, HTTPResponseEncoder(), ByteToMessageHandler(decoder), persistence,
            HTTP1ToHTTPServerCodec(secure: false), ConnectionGuard(.connection),
            ExchangeHandler(.connection, service: service) { persistence.form },
        ])
    }

    private static let limits = {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = Bounds.decoderHeaderBytesMax
        limits.maxHeaderListSize = Bounds.decoderHeaderBytesMax
        limits.maxHeaderFieldCount = Bounds.decoderHeaderFieldsMax
        return limits
    }()
}
