import NIOCore
import SurfaceKit

/// Takes room for what has come on an HTTP/1 connection and is no part of a request yet, which the
/// decoder keeps: an unfinished head, or the fields behind a body in chunks. Stands before the decoder;
/// ``ConnectionPersistence`` behind it says that a part came out.
///
/// Lives on its channel's event loop.
final class HeadMeter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let heads: HeadBudget
    private let block: ClientAddress?
    private var unfinishedBytes = 0
    private var rooms: [HeadRoom] = []
    private var hasPart = false
    private var isRefused = false

    init(_ heads: HeadBudget, peer: ClientAddress?) {
        self.heads = heads
        block = peer?.bucketKey
    }

    func handlerRemoved(context: ChannelHandlerContext) { release() }

    func partCame() { hasPart = true }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        let count = unwrapInboundIn(data).readableBytes
        hasPart = false
        context.fireChannelRead(data)
        // What came behind the part in the same read is not worth telling apart.
        unfinishedBytes = hasPart ? 0 : unfinishedBytes + count
        if unfinishedBytes == 0 { return release() }
        let missing = unfinishedBytes - Bounds.freeHeadBytes - rooms.reduce(0) { $0 + $1.bytes }
        guard missing > 0 else { return }
        guard let room = heads.takeUnfinished(max(missing, Bounds.headStepBytes), for: block)
        else {
            isRefused = true
            release()
            return context.fireErrorCaught(HeadRefused())
        }
        rooms.append(room)
    }

    private func release() {
        for room in rooms { room.release() }
        rooms = []
    }
}

/// There was no room for what a client sends.
struct HeadRefused: Error {}
