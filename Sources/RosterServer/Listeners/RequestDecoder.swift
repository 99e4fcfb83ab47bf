import NIOCore
import NIOHTTP1

/// The HTTP/1 decoder of a connection, which goes on after an offer to change the protocol.
///
/// NIO's decoder reads nothing more once a request has offered an upgrade (`Upgrade` with
/// `Connection: upgrade`, or `CONNECT`), as what follows may be another protocol. Roster accepts no
/// offer, so HTTP goes on (RFC 9110 §7.8): when such a request ends, a fresh decoder takes over what
/// is left. ``ConnectionPersistence`` sees the requests and says when.
///
/// Lives on its channel's event loop.
final class RequestDecoder: ByteToMessageDecoder {
    typealias InboundOut = HTTPServerRequestPart

    private let limits: NIOHTTPDecoderLimitConfiguration
    private var decoder: HTTPRequestDecoder
    private var hasEndedOffer = false

    init(limits: NIOHTTPDecoderLimitConfiguration) {
        self.limits = limits
        self.decoder = HTTPRequestDecoder(limitConfiguration: limits)
    }

    /// The request that just ended was an offer, after which the decoder within has stopped.
    func declineOffer() { hasEndedOffer = true }

    func decoderAdded(context: ChannelHandlerContext) { decoder.decoderAdded(context: context) }

    func decoderRemoved(context: ChannelHandlerContext) {
        decoder.decoderRemoved(context: context)
    }

    func decode(
        context: ChannelHandlerContext, buffer: inout ByteBuffer
    ) throws -> DecodingState {
        let state = try decoder.decode(context: context, buffer: &buffer)
        return resumed(context, buffer) ?? state
    }

    func decodeLast(
        context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
    ) throws -> DecodingState {
        let state = try decoder.decodeLast(context: context, buffer: &buffer, seenEOF: seenEOF)
        return resumed(context, buffer) ?? state
    }

    /// Starts anew after an offer; nil where none has ended.
    private func resumed(
        _ context: ChannelHandlerContext, _ buffer: ByteBuffer
    ) -> DecodingState? {
        guard hasEndedOffer else { return nil }
        hasEndedOffer = false
        decoder.decoderRemoved(context: context)
        decoder = HTTPRequestDecoder(limitConfiguration: limits)
        decoder.decoderAdded(context: context)
        return buffer.readableBytes > 0 ? .continue : .needMoreData
    }
}
