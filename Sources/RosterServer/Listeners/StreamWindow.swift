import NIOCore
import NIOHTTP2
import NIOHTTPTypesHTTP2

/// How much the sender of one stream of HTTP/2 may send (RFC 9113 §5.2). Stands before the conversion to
/// version-independent types.
///
/// Lives on its channel's event loop.
final class StreamWindow: ChannelOutboundHandler {
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Lets the sender send so much more.
    func grant(_ bytes: Int) {
        let frame = HTTP2Frame.FramePayload.windowUpdate(windowSizeIncrement: bytes)
        context?.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    /// What is not yet sent is not wanted; the answer is whole (RFC 9113 §8.1).
    func stopSender(_ last: ChannelHandlerContext) {
        last.triggerUserOutboundEvent(
            NIOHTTP2FramePayloadToHTTPEvent.reset(code: .noError), promise: nil)
    }
}
