import HTTPTypes
import NIOCore
import NIOHTTPTypes
import SurfaceKit

/// A body that took longer than ``Bounds/bodySeconds`` to arrive.
struct SlowBody: Error {}

/// Told downwards: a body may take its time only while it is wanted.
enum BodyDemand {
    case paused, wanted
}

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
    private var isPaused = false
    /// Ends of answers that are not yet with the system.
    private var unflushedEnds = 0
    private var hasProgressed = false
    private var acknowledged: UInt64 = 0
    /// Looks in a row that saw no progress.
    private var quietChecks: Int64 = 0
    /// For each request that waits for its answer, in order, whether the connection ends with it:
    /// ``ConnectionPersistence`` says so in its `Connection` field. Clients may pipeline.
    private var unanswered = CircularBuffer<Bool>(initialCapacity: 2)
    private var writeTimer: Scheduled<Void>?
    private var bodyTimer: Scheduled<Void>?
    private var isReadingRequest = false
    private var closesAfterResponse = false
    private var isDraining = false
    private var drainedBytes = 0

    init(_ kind: Kind) { self.kind = kind }

    func handlerAdded(context: ChannelHandlerContext) {
        let guardian = try? context.channel.pipeline.syncOperations.handler(
            type: HandshakeGuard.self)
        guardian?.finish()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch part {
        case .head(let head):
            isReadingRequest = true
            unanswered.append(head.headerFields[.connection] == "close")
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
        if isReadingRequest, !isPaused, bodyTimer == nil { startBodyTimer(context) }
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
        case .body:
            let sent = promise ?? context.eventLoop.makePromise()
            sent.futureResult.assumeIsolated().whenSuccess { self.hasProgressed = true }
            context.write(data, promise: sent)
        case .end:
            let sent = promise ?? context.eventLoop.makePromise()
            let closes = closesAfterResponse && kind == .connection
            if closes, isReadingRequest { isDraining = true }
            unflushedEnds += 1
            watchReader(context)
            sent.futureResult.assumeIsolated().whenComplete { _ in
                self.unflushedEnds -= 1
                self.stopWatching(context)
                if closes { self.drainThenClose(context) }
            }
            context.write(data, promise: sent)
            if closes { context.flush() }
        default:
            context.write(data, promise: promise)
        }
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard let demand = event as? BodyDemand else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        isPaused = demand == .paused
        if isPaused {
            bodyTimer?.cancel()
            bodyTimer = nil
        } else if isReadingRequest, bodyTimer == nil {
            startBodyTimer(context)
        }
        promise?.succeed()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { stopWatching(context) } else { watchReader(context) }
        context.fireChannelWritabilityChanged()
    }

    func handlerRemoved(context: ChannelHandlerContext) { cancelTimers() }

    func channelInactive(context: ChannelHandlerContext) {
        cancelTimers()
        context.fireChannelInactive()
    }

    private func cancelTimers() {
        bodyTimer?.cancel()
        bodyTimer = nil
        writeTimer?.cancel()
        writeTimer = nil
    }

    /// A client that does not read its answers must not keep them, and its connection, for ever. One
    /// that reads slowly may: what counts is that something went out, or that its system has taken
    /// something of what the system here holds for it.
    private func watchReader(_ context: ChannelHandlerContext) {
        guard writeTimer == nil else { return }
        quietChecks = 0
        hasProgressed = false
        sampleAcknowledged(context) { self.acknowledged = $0 }
        scheduleCheck(context)
    }

    /// Looks several times in the time that a reader has: what goes to the system at once says nothing of
    /// the minute that follows.
    private func scheduleCheck(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let time = TimeAmount.seconds(Bounds.writeSeconds / Bounds.writeChecks)
        writeTimer = context.eventLoop.scheduleTask(in: time) {
            let (guardian, context) = bound.value
            guardian.sampleAcknowledged(context) { guardian.check($0, context) }
        }
    }

    private func check(_ now: UInt64, _ context: ChannelHandlerContext) {
        // An answer may have gone out while the system was asked.
        guard writeTimer != nil else { return }
        quietChecks = hasProgressed || now > acknowledged ? 0 : quietChecks + 1
        hasProgressed = false
        acknowledged = now
        if quietChecks >= Bounds.writeChecks { return context.close(promise: nil) }
        scheduleCheck(context)
    }

    private func stopWatching(_ context: ChannelHandlerContext) {
        guard unflushedEnds == 0, context.channel.isWritable else { return }
        writeTimer?.cancel()
        writeTimer = nil
    }

    /// What the other end's system has acknowledged; 0 where that says nothing of this reader, as for a
    /// stream of HTTP/2 that its client gives no window while the connection takes more.
    private func sampleAcknowledged(
        _ context: ChannelHandlerContext, _ take: @escaping (UInt64) -> Void
    ) {
        let connection = kind == .stream ? context.channel.parent : context.channel
        guard let connection, kind == .connection || !connection.isWritable else { return take(0) }
        TCPFacts.acknowledged(connection, take)
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
        context.close(mode: .output, promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .seconds(Bounds.drainSeconds)) {
            bound.value.close(promise: nil)
        }
    }
}
