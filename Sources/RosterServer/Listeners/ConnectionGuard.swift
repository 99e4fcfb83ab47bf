import HTTPTypes
import NIOCore
import NIOHTTPTypes
import SurfaceKit

/// A body that took longer than ``Bounds/bodySeconds`` to arrive.
struct SlowBody: Error {}

/// Guards one connection (or one HTTP/2 stream) against clients that send slowly or for ever, or do
/// not read (THREATS 22): a body must arrive in time, and after an answer that refuses early, what is still
/// sent is read within bounds, so that the answer is not lost to a reset, and then cut off.
///
/// Lives on its channel's event loop.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    enum Kind {
        case connection
        /// HTTP/2 has no `Connection` header; closing the stream is enough.
        case stream
    }

    private let kind: Kind
    /// For each request that waits for its answer, in order, whether the connection ends with it:
    /// ``ConnectionPersistence`` says so in its `Connection` field. Clients may pipeline.
    private var unanswered = CircularBuffer<Bool>(initialCapacity: 2)
    private var writeTimer: Scheduled<Void>?
    private var bodyTimer: Scheduled<Void>?
    private var isReadingRequest = false
    private var closesAfterResponse = false
    private var isDraining = false
    private var drainedBytes = 0

    private let persistence: ConnectionPersistence?

    init(_ kind: Kind, after persistence: ConnectionPersistence? = nil) {
        self.kind = kind
        self.persistence = persistence
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let connection = kind == .stream ? context.channel.parent : context.channel
        let guardian = try? connection?.pipeline.syncOperations.handler(type: HandshakeGuard.self)
        guardian?.finish()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch part {
        case .head(let head):
            isReadingRequest = true
            unanswered.append(head.headerFields[.connection] == "close")
            if let form = persistence?.form, form != RequestForm() {
                var written = head
                written.scheme = form.scheme
                context.fireChannelRead(wrapInboundOut(.head(written)))
                return
            }
        case .body(let buffer) where isDraining:
            drainedBytes += buffer.readableBytes
            if drainedBytes > Bounds.drainedBytesMax { context.close(promise: nil) }
            return
        case .body: break
        case .end:
            isReadingRequest = false
            bodyTimer?.cancel()
            bodyTimer = nil
        }
        if isDraining { return }
        context.fireChannelRead(data)
    }

    /// Most requests are whole by now; only one that is not needs a timer.
    func channelReadComplete(context: ChannelHandlerContext) {
        if isReadingRequest, bodyTimer == nil { startBodyTimer(context) }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            let endsConnection = unanswered.popFirst() ?? false
            // A body that nobody asked for must not be read without bound either.
            let isStillArriving = isReadingRequest && unanswered.isEmpty
            if kind == .connection, endsConnection || isStillArriving {
                head.headerFields[.connection] = "close"
            }
            closesAfterResponse = head.headerFields[.connection] == "close"
            if kind == .stream { head.headerFields[.connection] = nil }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end where closesAfterResponse && kind == .connection:
            context.write(data, promise: promise)
            context.flush()
            drainThenClose(context)
        default:
            context.write(data, promise: promise)
        }
    }

    /// A client that does not read its answers must not keep them, and its connection, for ever.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            writeTimer?.cancel()
            writeTimer = nil
        } else if writeTimer == nil {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            writeTimer = context.eventLoop.scheduleTask(in: .seconds(Bounds.writeSeconds)) {
                bound.value.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancelTimers() }

    func channelInactive(context: ChannelHandlerContext) {
        cancelTimers()
        context.fireChannelInactive()
    }

    private func cancelTimers() {
        bodyTimer?.cancel()
        writeTimer?.cancel()
    }

    private func startBodyTimer(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        bodyTimer = context.eventLoop.scheduleTask(in: .seconds(Bounds.bodySeconds)) {
            bound.value.fireErrorCaught(SlowBody())
        }
    }

    /// Says goodbye, listens a moment for what is still under way, and closes.
    private func drainThenClose(_ context: ChannelHandlerContext) {
        guard isReadingRequest else {
            context.close(promise: nil)
            return
        }
        isDraining = true
        context.close(mode: .output, promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .seconds(Bounds.drainSeconds)) {
            bound.value.close(promise: nil)
        }
    }
}
