import HTTPTypes
import NIOCore
import NIOHTTPTypes
import SurfaceKit

/// The end of a connection's pipeline, or of a stream's of HTTP/2: takes requests to ``ExchangeService``
/// one after the other and their answers back.
///
/// Nothing more is read than is wanted: not the next request before the answer to this one is with the
/// system, and a body only as fast as its reader takes it. What is not wanted waits with the sender and
/// costs what came with one read (THREATS 22).
///
/// Lives on its channel's event loop.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPResponsePart

    private enum Phase {
        case idle
        /// A head is there, its exchange begins with the end of this read.
        case received(HTTPRequest, RequestForm)
        case working(Exchange)
        case answering
        /// What still comes of a request is dropped.
        case discarding
        case over
    }

    let kind: ConnectionGuard.Kind
    private let service: ExchangeService
    private let form: () -> RequestForm
    private let window: StreamWindow?
    private var context: ChannelHandlerContext?
    private var phase = Phase.idle
    /// Of the request that is worked on.
    private var body: [ByteBuffer] = []
    private var isWhole = false
    private var isWanted = false
    private var grantedBytes = 0
    private var consumedBytes = 0
    private var failure: TransportRefusal?
    private var reader: EventLoopPromise<[ByteBuffer]>?
    /// Of requests that came behind it.
    private var later = CircularBuffer<(part: HTTPRequestPart, form: RequestForm)>()
    private var holdsRead = false
    private var isEnding = false
    private var lastActive = NIODeadline.now()
    private var idleTimer: Scheduled<Void>?

    /// - Parameters:
    ///   - form: How the request that is just passing was written.
    ///   - window: Of a stream of HTTP/2.
    init(
        _ kind: ConnectionGuard.Kind, service: ExchangeService, window: StreamWindow? = nil,
        form: @escaping () -> RequestForm = { RequestForm() }
    ) {
        self.kind = kind
        self.service = service
        self.window = window
        self.form = form
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if kind == .connection {
            scheduleIdleCheck(.seconds(Bounds.idleSeconds))
            if service.isEnding { end() }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.bodyCutShort)
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        phase = .over
        context = nil
        idleTimer?.cancel()
        idleTimer = nil
        later.removeAll()
        body = []
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActive = .now()
        let part = unwrapInboundIn(data)
        switch phase {
        case .discarding, .over: return
        case .idle: take(part, form())
        case .received, .working, .answering:
            if isWhole { later.append((part, form())) } else { take(part, RequestForm()) }
        }
    }

    private func take(_ part: HTTPRequestPart, _ form: RequestForm) {
        switch part {
        case .head(let head):
            isWhole = false
            isWanted = false
            grantedBytes = 0
            consumedBytes = 0
            failure = nil
            body = []
            phase = .received(head, form)
            context?.triggerUserOutboundEvent(BodyDemand.paused, promise: nil)
        case .body(let bytes):
            if bytes.readableBytes > 0 { body.append(bytes) }
            hand()
        case .end:
            isWhole = true
            hand()
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        begin()
        context.fireChannelReadComplete()
    }

    private func begin() {
        guard case .received(let head, let form) = phase, let context else { return }
        let exchange = Exchange(
            head: head, form: form, arrived: body, isWhole: isWhole, handler: self,
            eventLoop: context.eventLoop)
        if isWhole { body = [] }
        phase = .working(exchange)
        service.begin(exchange, on: context.channel)
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { holdsRead = true }
    }

    private var mayRead: Bool {
        switch phase {
        case .idle, .received, .discarding, .over: true
        case .working: !isWhole && isWanted && body.isEmpty
        case .answering: false
        }
    }

    private func readOn() {
        guard holdsRead, mayRead else { return }
        holdsRead = false
        context?.read()
    }

    // MARK: - Bodies

    /// The next parts of the body, for whoever wants it; none at the end.
    func pull(_ exchange: Exchange, _ promise: EventLoopPromise<[ByteBuffer]>) {
        guard case .working(let current) = phase, current === exchange, let context else {
            promise.fail(TransportFailure(failure ?? .bodyCutShort))
            return
        }
        if !isWanted {
            isWanted = true
            context.triggerUserOutboundEvent(BodyDemand.wanted, promise: nil)
            if !isWhole, exchange.head.headerFields[.expect]?.lowercased() == "100-continue" {
                // A client that asks for leave before it sends a body gets it when the body is wanted
                // (RFC 9110 §10.1.1); one that is refused never needs to send.
                let head = HTTPResponse(status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
            }
        }
        reader = promise
        hand()
        grant(exchange)
        readOn()
    }

    private func hand() {
        guard let promise = reader else { return }
        if !body.isEmpty {
            reader = nil
            let parts = body
            body = []
            consumedBytes += parts.reduce(0) { $0 + $1.readableBytes }
            promise.succeed(parts)
        } else if let failure {
            reader = nil
            promise.fail(TransportFailure(failure))
        } else if isWhole {
            reader = nil
            promise.succeed([])
        }
    }

    /// Lets the sender of a stream send on, so that a bounded part of the body is here or on its way.
    private func grant(_ exchange: Exchange) {
        guard let window, !isWhole else { return }
        var limit = consumedBytes + Bounds.bodyStepBytes
        switch exchange.length {
        case .known(let count): limit = min(limit, count)
        // The end may be here already, unseen: there is nothing to grant then. A sender that has more
        // uses up what it has.
        default:
            let arrived = body.reduce(consumedBytes) { $0 + $1.readableBytes }
            guard arrived >= grantedBytes + Bounds.readBytesMax / 2 else { return }
        }
        let missing = limit - Bounds.readBytesMax - grantedBytes
        guard missing > 0 else { return }
        window.grant(missing)
        grantedBytes += missing
    }

    private func fail(_ refusal: TransportRefusal) {
        if failure == nil { failure = refusal }
        hand()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch phase {
        case .received, .working:
            // What comes behind a whole request is no request; this one gets its answer.
            guard !isWhole else { return isEnding = true }
            fail(TransportRefusal(of: error))
            begin()
        case .idle:
            phase = .discarding
            AnswerWriter.end(with: error, on: kind, context)
        case .answering: isEnding = true
        case .discarding, .over: context.close(promise: nil)
        }
    }

    // MARK: - Answers

    func answer(_ exchange: Exchange, _ reply: Reply) {
        defer { service.ended() }
        guard case .working(let current) = phase, current === exchange, let context else {
            reply.lease?.release()
            return
        }
        guard !reply.isAbandoned else {
            context.close(promise: nil)
            return
        }
        phase = .answering
        let lease = reply.lease
        let ends = isEnding && !hasNext
        let sent = AnswerWriter.write(reply, says: ends ? "close" : nil, context)
        let closes =
            ends || reply.closesConnection || !isWhole
            || exchange.head.headerFields[.connection] == "close"
        let stopsSender = !isWhole
        sent.assumeIsolated().whenComplete { _ in
            lease?.release()
            self.answered(closes: closes, stopsSender: stopsSender)
        }
        context.flush()
        if stopsSender, case .answering = phase {
            // Its sender may not read before it has sent.
            phase = .discarding
            body = []
            readOn()
        }
    }

    /// Whether another request came whole behind this one: it gets its answer too, whatever ends then.
    private var hasNext: Bool {
        later.contains { next in
            if case .end = next.part { return true }
            return false
        }
    }

    private func answered(closes: Bool, stopsSender: Bool) {
        lastActive = .now()
        guard let context else { return }
        if closes {
            // The guard ends an HTTP/1 connection; of a stream the sender is told to stop.
            if stopsSender, kind == .stream { window?.stopSender(context) }
            phase = .discarding
            return
        }
        guard case .answering = phase else { return }
        phase = .idle
        if isEnding, !hasNext { return context.close(promise: nil) }
        isWhole = false
        while case .idle = phase, let (part, form) = later.popFirst() {
            take(part, form)
            while !isWhole, let next = later.first {
                if case .head = next.part { break }
                later.removeFirst()
                take(next.part, next.form)
            }
        }
        begin()
        readOn()
    }

    // MARK: - Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent where kind == .connection: end()
        case ChannelEvent.inputClosed where kind == .connection: inputClosed(context)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func inputClosed(_ context: ChannelHandlerContext) {
        isEnding = true
        switch phase {
        case .idle, .discarding: context.close(promise: nil)
        case .received, .working: if !isWhole { fail(.bodyCutShort) }
        case .answering, .over: break
        }
    }

    /// The server ends. A request that is worked on gets its whole answer, and so does one that is on its
    /// way already.
    private func end() {
        guard !isEnding, let context else { return }
        isEnding = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .seconds(Bounds.lastRequestSeconds)) {
            let (handler, context) = bound.value
            if case .idle = handler.phase { context.close(promise: nil) }
        }
    }

    private func scheduleIdleCheck(_ time: TimeAmount) {
        guard let context else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        idleTimer = context.eventLoop.scheduleTask(in: time) {
            let (handler, context) = bound.value
            let rest = handler.lastActive + .seconds(Bounds.idleSeconds) - .now()
            if case .idle = handler.phase, rest <= .zero {
                context.close(promise: nil)
            } else {
                handler.scheduleIdleCheck(rest > .zero ? rest : .seconds(Bounds.idleSeconds))
            }
        }
    }
}
