import NIOCore
import SurfaceKit

/// Closes a TLS connection that has not shown a request's handlers in time: before the handshake is done,
/// none of the handlers is there that bound a connection. When the server ends it has a moment left for
/// it, as its request may be on its way.
///
/// Lives on its channel's event loop.
final class HandshakeGuard: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private var timer: Scheduled<Void>?
    private var isDone = false
    private let isLate: Bool

    /// - Parameter isLate: Whether the server ends already.
    init(isLate: Bool = false) { self.isLate = isLate }

    /// The connection is in the care of others.
    func finish() {
        isDone = true
        timer?.cancel()
        timer = nil
    }

    func handlerAdded(context: ChannelHandlerContext) {
        close(context, after: isLate ? 2 * Bounds.lastRequestSeconds : Bounds.handshakeSeconds)
    }

    private func close(_ context: ChannelHandlerContext, after seconds: Int64) {
        timer?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .seconds(seconds)) {
            bound.value.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if !isDone, event is ChannelShouldQuiesceEvent {
            return close(context, after: 2 * Bounds.lastRequestSeconds)
        }
        context.fireUserInboundEventTriggered(event)
    }
}
