import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import SurfaceKit

/// Writes an answer in parts, so that its lease sees each one go.
enum AnswerWriter {
    /// Writes, and does not flush.
    /// - Parameter connection: The value of `Connection`, where the answer has none.
    /// - Returns: when the last part is with the system.
    static func write(
        _ reply: Reply, says connection: String?, _ context: ChannelHandlerContext
    ) -> EventLoopFuture<Void> {
        var head = HTTPResponse(status: reply.status, headerFields: reply.headers)
        head.headerFields[.date] = HTTPDate.now()
        if let connection { head.headerFields[.connection] = connection }
        let channel = context.channel
        reply.lease?.closing { channel.close(promise: nil) }
        context.write(NIOAny(HTTPResponsePart.head(head)), promise: nil)
        var rest = channel.allocator.buffer(bytes: reply.body)
        while rest.readableBytes > 0 {
            let length = min(rest.readableBytes, Bounds.answerPartBytes)
            guard let part = rest.readSlice(length: length) else { break }
            let isLast = rest.readableBytes == 0
            let sent = isLast ? nil : progress(of: reply.lease, context)
            context.write(NIOAny(HTTPResponsePart.body(part)), promise: sent)
        }
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.write(NIOAny(HTTPResponsePart.end(nil)), promise: sent)
        return sent.futureResult
    }

    /// Ends a connection on which something else than a whole request came. What is no request has no
    /// shape of a surface either.
    static func end(
        with error: any Error, on kind: ConnectionGuard.Kind, _ context: ChannelHandlerContext
    ) {
        var reply: Reply
        switch error {
        case is HTTPParserError where kind == .connection: reply = Reply(.badRequest)
        case is HeadRefused:
            reply = Reply(.serviceUnavailable)
            reply.headers[.retryAfter] = String(Bounds.overloadRetrySeconds)
        default: return context.close(promise: nil)
        }
        reply.headers[.contentLength] = "0"
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        write(reply, says: "close", context).whenComplete { _ in bound.value.close(promise: nil) }
        context.flush()
    }

    private static func progress(
        of lease: AnswerLease?, _ context: ChannelHandlerContext
    ) -> EventLoopPromise<Void>? {
        guard let lease else { return nil }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenSuccess { lease.progress() }
        return promise
    }
}

extension TransportRefusal {
    /// Why a body does not come whole.
    init(of error: any Error) {
        self =
            switch error {
            case is SlowBody: .bodyTooSlow
            case is HeadRefused: .overloaded(retryAfterSeconds: Bounds.overloadRetrySeconds)
            default: .bodyCutShort
            }
    }
}
