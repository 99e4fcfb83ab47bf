import NIOCore
import NIOHTTPTypes
import SurfaceKit

/// The body of a large answer on its way, a portion at a time, the next one when the last is with the
/// system: the event loop is not held by copying it as a whole, and what nobody reads is not copied.
///
/// Lives on its channel's event loop.
final class AnswerPortions {
    private let body: [UInt8]
    private let lease: AnswerLease?
    private let context: ChannelHandlerContext
    private let sent: EventLoopPromise<Void>
    private var offset = 0

    /// - Parameter sent: Succeeds when the end of the answer is with the system.
    init(
        _ body: [UInt8], _ lease: AnswerLease?, _ context: ChannelHandlerContext,
        sent: EventLoopPromise<Void>
    ) {
        self.body = body
        self.lease = lease
        self.context = context
        self.sent = sent
    }

    /// Writes the next portion, and does not flush.
    func write() {
        let end = min(offset + Bounds.answerPortionBytes, body.count)
        while offset < end {
            let part = body[offset..<min(offset + Bounds.answerPartBytes, end)]
            offset = part.endIndex
            let bytes = context.channel.allocator.buffer(bytes: part)
            let isLast = offset == end
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenComplete { result in
                self.wrote(result, isLastOfPortion: isLast)
            }
            context.write(NIOAny(HTTPResponsePart.body(bytes)), promise: written)
        }
        if offset == body.count {
            context.write(NIOAny(HTTPResponsePart.end(nil)), promise: sent)
        }
    }

    private func wrote(_ result: Result<Void, any Error>, isLastOfPortion: Bool) {
        switch result {
        case .success:
            lease?.progress()
            guard isLastOfPortion, offset < body.count else { return }
            write()
            context.flush()
        case .failure(let error):
            if isLastOfPortion, offset < body.count { sent.fail(error) }
        }
    }
}
