import NIOCore
import NIOHTTP2
import NIOHTTPTypesHTTP2
import SurfaceKit

/// The pipeline of a connection that speaks HTTP/2: each request has a stream of its own.
enum HTTP2Connection {
    /// Called on the channel's event loop.
    static func configure(_ channel: any Channel, service: ExchangeService) throws {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: Bounds.streamsMax),
            HTTP2Setting(parameter: .maxHeaderListSize, value: Bounds.headerListBytesMax),
            // What a stream may send before its body is wanted.
            HTTP2Setting(parameter: .initialWindowSize, value: Bounds.readBytesMax),
        ]
        var streams = NIOHTTP2Handler.StreamConfiguration()
        streams.targetWindowSize = Bounds.readBytesMax
        let notice = EndNotice()
        let life = StreamsLife(service: service, notice: notice)
        let bound = NIOLoopBound(life, eventLoop: channel.eventLoop)
        let handler = NIOHTTP2Handler(
            mode: .server, eventLoop: channel.eventLoop, connectionConfiguration: connection,
            streamConfiguration: streams, streamDelegate: StreamIDs(life: bound)
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                bound.value.opened(stream)
                let window = StreamWindow()
                try stream.pipeline.syncOperations.addHandlers([
                    window, HTTP2FramePayloadToHTTPServerCodec(), ConnectionGuard(.stream),
                    ExchangeHandler(.stream, service: service, window: window),
                ])
            }
        }
        try channel.pipeline.syncOperations.addHandlers([notice, handler, life])
    }
}

/// Ends a connection that has had no streams for a while, or whose server ends, as RFC 9113 §6.8 has it:
/// the client is told to begin no more streams, what it began until it heard of it is answered, and the
/// connection closes behind the last answer. NIO's own handler for this refuses those streams. Ends
/// as well one whose client does not take over the bounds that it is told: until it does, others are in
/// force, by which each stream may send more.
///
/// Lives on its channel's event loop.
private final class StreamsLife: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let service: ExchangeService
    private var context: ChannelHandlerContext?
    private var streams = 0
    fileprivate var lastID = HTTP2StreamID.rootStream
    private var isEnding = false
    /// Whether the client has heard that the connection ends.
    private var isHeard = false
    private var isOver = false
    private var isBound = false
    private var boundTimer: Scheduled<Void>?
    private var timer: Scheduled<Void>?
    private var unreadTimer: Scheduled<Void>?

    private let notice: EndNotice

    init(service: ExchangeService, notice: EndNotice) {
        self.service = service
        self.notice = notice
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        boundTimer = context.eventLoop.scheduleTask(in: .seconds(Bounds.handshakeSeconds)) {
            bound.value.close(promise: nil)
        }
        wait()
        if service.isEnding { end() }
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        context = nil
        timer?.cancel()
        boundTimer?.cancel()
        unreadTimer?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data).payload {
        case .settings(.ack):
            isBound = true
            boundTimer?.cancel()
        case .ping(Self.question, ack: true):
            isHeard = true
            closeIfDone()
        default: break
        }
        context.fireChannelRead(data)
    }

    private static let question = HTTP2PingData(withInteger: 0x726F_7374_6572)

    func opened(_ stream: any Channel) {
        streams += 1
        if !isBound, streams > Bounds.streamsMax { context?.close(promise: nil) }
        timer?.cancel()
        timer = nil
        stream.closeFuture.assumeIsolated().whenComplete { _ in
            self.streams -= 1
            if self.streams == 0 { self.wait() }
            self.closeIfDone()
        }
    }

    /// For the next stream, or for a client that does not say that it has heard.
    private func wait() {
        guard let context else { return }
        timer?.cancel()
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let time = isEnding ? 2 * Bounds.lastRequestSeconds : Bounds.idleSeconds
        timer = context.eventLoop.scheduleTask(in: .seconds(time)) {
            let life = bound.value
            if life.isEnding { life.isHeard = true }
            life.end()
            life.closeIfDone()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { end() }
        context.fireUserInboundEventTriggered(event)
    }

    private func end() {
        guard !isEnding, let context else { return }
        isEnding = true
        notice.send()
        write(.ping(Self.question, ack: false), context)
        context.flush()
        if streams == 0 { wait() }
    }

    private func closeIfDone() {
        guard isEnding, isHeard, streams == 0, !isOver, let context else { return }
        isOver = true
        let sent = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        sent.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
        write(
            .goAway(lastStreamID: lastID, errorCode: .noError, opaqueData: nil), context, sent)
        context.flush()
    }

    private func write(
        _ payload: HTTP2Frame.FramePayload, _ context: ChannelHandlerContext,
        _ promise: EventLoopPromise<Void>? = nil
    ) {
        let frame = HTTP2Frame(streamID: .rootStream, payload: payload)
        context.write(wrapOutboundOut(frame), promise: promise)
    }

    /// A client that takes nothing off the connection has no use of it, whatever its streams do.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        unreadTimer?.cancel()
        unreadTimer = nil
        if !context.channel.isWritable { watch(context) }
        context.fireChannelWritabilityChanged()
    }

    private func watch(_ context: ChannelHandlerContext) {
        TCPFacts.acknowledged(context.channel) { self.scheduleCheck(of: $0, quiet: 0, context) }
    }

    private func scheduleCheck(
        of before: UInt64, quiet: Int64, _ context: ChannelHandlerContext
    ) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let time = TimeAmount.seconds(Bounds.writeSeconds / Bounds.writeChecks)
        unreadTimer = context.eventLoop.scheduleTask(in: time) {
            let (life, context) = bound.value
            TCPFacts.acknowledged(context.channel) { now in
                let quiet = now > before ? 0 : quiet + 1
                if quiet >= Bounds.writeChecks { return context.close(promise: nil) }
                // Cancelled when the client has read meanwhile.
                if life.unreadTimer != nil { life.scheduleCheck(of: now, quiet: quiet, context) }
            }
        }
    }

    /// An error of one stream ends that stream alone (RFC 9113 §5.4.2): NIO has reset it, or refused a
    /// frame of ours to it. One of the connection it has told the client of (§5.4.1).
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is any NIOHTTP2Error, !notice.hasSeenError else {
            return context.close(promise: nil)
        }
    }
}

/// Notes the newest stream of a connection.
private struct StreamIDs: NIOHTTP2StreamDelegate {
    let life: NIOLoopBound<StreamsLife>

    func streamCreated(_ id: HTTP2StreamID, channel: any Channel) {
        life.value.lastID = max(life.value.lastID, id)
    }

    func streamClosed(_ id: HTTP2StreamID, channel: any Channel) {}
}

/// Says that the connection ends (GOAWAY with the largest number, RFC 9113 §6.8), beneath the handler of
/// HTTP/2, which would refuse what the client begins until it has heard of it.
///
/// Lives on its channel's event loop.
private final class EndNotice: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Whether the handler of HTTP/2 has told the client of an error of the whole connection. It says so
    /// no other way: the errors that it passes on do not tell whether they are of one stream.
    private(set) var hasSeenError = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .byteBuffer(let frame) = unwrapOutboundIn(data), Self.isError(frame) {
            hasSeenError = true
        }
        context.write(data, promise: promise)
    }

    /// GOAWAY with another code than none (RFC 9113 §4.1, §6.8). Each frame is written by itself.
    private static func isError(_ frame: ByteBuffer) -> Bool {
        let start = frame.readerIndex
        guard frame.getInteger(at: start + 3, as: UInt8.self) == 7,
            frame.getInteger(at: start + 5, as: UInt32.self) == 0,
            let code = frame.getInteger(at: start + 13, as: UInt32.self)
        else { return false }
        return code != 0
    }

    func send() {
        guard let context else { return }
        // Length 8, type 7, no flags, stream 0; the newest stream, and no error.
        var frame = context.channel.allocator.buffer(capacity: 17)
        frame.writeBytes([0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(frame)), promise: nil)
    }
}
