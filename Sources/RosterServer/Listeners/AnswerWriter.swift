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
        let sent = context.eventLoop.makePromise(of: Void.self)
        if reply.body.count > Bounds.answerPartBytes {
            AnswerPortions(reply.body, reply.lease, context, sent: sent).write()
        } else {
            if !reply.body.isEmpty {
                let bytes = channel.allocator.buffer(bytes: reply.body)
                context.write(NIOAny(HTTPResponsePart.body(bytes)), promise: nil)
            }
            context.write(NIOAny(HTTPResponsePart.end(nil)), promise: sent)
        }
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
