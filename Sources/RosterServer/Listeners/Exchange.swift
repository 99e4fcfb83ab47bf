import HTTPTypes
import NIOCore
import SurfaceKit

/// One request on a connection, or on a stream of HTTP/2, and its body, which is read off the wire when
/// it is wanted and as fast as it is wanted.
final class Exchange: BodyReading {
    let head: HTTPRequest
    let form: RequestForm
    let length: BodyLength
    let eventLoop: any EventLoop
    private let handler: NIOLoopBound<ExchangeHandler>
    /// A body that came with its head and is whole: no turn of the event loop is needed for it.
    private let early: WholeParts

    init(
        head: HTTPRequest, form: RequestForm, arrived: [ByteBuffer], isWhole: Bool,
        handler: ExchangeHandler, eventLoop: any EventLoop
    ) {
        self.head = head
        self.form = form
        self.eventLoop = eventLoop
        self.handler = NIOLoopBound(handler, eventLoop: eventLoop)
        early = WholeParts(isWhole ? arrived : nil)
        if isWhole {
            length = .known(arrived.reduce(0) { $0 + $1.readableBytes })
        } else if let text = head.headerFields[.contentLength] {
            length = .known(Int(text) ?? .max)
        } else {
            length = .unknown
        }
    }

    func next() async throws(TransportFailure) -> [UInt8]? {
        if let parts = early.take() { return parts.isEmpty ? nil : Self.bytes(parts) }
        let promise = eventLoop.makePromise(of: [ByteBuffer].self)
        if eventLoop.inEventLoop {
            handler.value.pull(self, promise)
        } else {
            eventLoop.execute { self.handler.value.pull(self, promise) }
        }
        do {
            let parts = try await promise.futureResult.get()
            return parts.isEmpty ? nil : Self.bytes(parts)
        } catch let failure as TransportFailure {
            throw failure
        } catch {
            throw TransportFailure(.bodyCutShort)
        }
    }

    /// Sends the answer.
    func finish(_ reply: Reply) {
        eventLoop.execute { self.handler.value.answer(self, reply) }
    }

    private static func bytes(_ parts: [ByteBuffer]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(0) { $0 + $1.readableBytes })
        for part in parts { bytes.append(contentsOf: part.readableBytesView) }
        return bytes
    }
}
