import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
@testable import RosterServer
import SurfaceKit
import Testing

/// The guard alone, on a channel whose clock the test turns.
@Suite("The guard of a connection")
struct ConnectionGuardTests {
    private static let post = HTTPRequest(
        method: .post, scheme: "http", authority: "x", path: "/login")
    private static let chunk = ByteBuffer(repeating: 0x20, count: 1024)

    @Test("a body that takes too long to arrive fails the request, not sooner")
    func slowBody() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        // Drops that keep coming do not help.
        for _ in 1..<Bounds.bodySeconds {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            try channel.writeInbound(HTTPRequestPart.body(Self.chunk))
            try channel.throwIfErrorCaught()
        }
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(throws: SlowBody.self) { try channel.throwIfErrorCaught() }
        #expect(channel.isActive, "the answer has still to go out")
        try Self.answer(on: channel, .requestTimeout)
        #expect(
            try channel.readOutbound(as: HTTPResponsePart.self)?.head?.status == .requestTimeout)
    }

    @Test("a body in time is never too slow, and the next request has its own time")
    func bodyInTime() throws {
        let channel = try Self.channel()
        for _ in 0..<3 {
            try channel.writeInbound(HTTPRequestPart.head(Self.post))
            channel.embeddedEventLoop.advanceTime(by: .seconds(Bounds.bodySeconds - 1))
            try channel.writeInbound(HTTPRequestPart.body(Self.chunk))
            try channel.writeInbound(HTTPRequestPart.end(nil))
            try Self.answer(on: channel, .ok)
            // Silence between two requests is another handler's matter.
            channel.embeddedEventLoop.advanceTime(by: .seconds(10 * Bounds.bodySeconds))
            try channel.throwIfErrorCaught()
            #expect(channel.isActive)
            let head = try channel.readOutbound(as: HTTPResponsePart.self)?.head
            #expect(head?.headerFields[.connection] == nil)
            while try channel.readOutbound(as: HTTPResponsePart.self) != nil {}
        }
    }

    @Test("an early answer says close, and what still comes is drained within bounds")
    func drain() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        try Self.answer(on: channel, .contentTooLarge)
        let head = try channel.readOutbound(as: HTTPResponsePart.self)?.head
        #expect(head?.headerFields[.connection] == "close")
        while try channel.readInbound(as: HTTPRequestPart.self) != nil {}
        for _ in 0..<Bounds.drainedBytesMax / 1024 {
            #expect(channel.isActive)
            try channel.writeInbound(HTTPRequestPart.body(Self.chunk))
        }
        #expect(try channel.readInbound(as: HTTPRequestPart.self) == nil, "nobody wants it")
        _ = try? channel.writeInbound(HTTPRequestPart.body(Self.chunk))
        #expect(!channel.isActive, "it was read without bound")
    }

    @Test("after an early answer the connection ends, even if the client stays silent")
    func drainTime() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        try Self.answer(on: channel, .contentTooLarge)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(Bounds.drainSeconds * 1000 - 1))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
    }

    @Test("the end of the body that was refused does not start another request")
    func endWhileDraining() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        try Self.answer(on: channel, .contentTooLarge)
        while try channel.readInbound(as: HTTPRequestPart.self) != nil {}
        try channel.writeInbound(HTTPRequestPart.end(nil))
        _ = try? channel.writeInbound(HTTPRequestPart.head(Self.post))
        #expect(try channel.readInbound(as: HTTPRequestPart.self) == nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(Bounds.bodySeconds))
        try channel.throwIfErrorCaught()
        #expect(!channel.isActive)
    }

    @Test("an interim answer neither closes nor says so")
    func interim() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .continue)))
        let head = try channel.readOutbound(as: HTTPResponsePart.self)?.head
        #expect(head?.status == .continue && head?.headerFields[.connection] == nil)
        #expect(channel.isActive)
    }

    @Test("an answer that asks for it closes a connection whose request was whole, at once")
    func closing() throws {
        let channel = try Self.channel()
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        try Self.answer(on: channel, .ok, [.connection: "close"])
        #expect(!channel.isActive)
    }

    @Test("an HTTP/2 stream has no Connection header, and no timer of a closed one fires")
    func stream() throws {
        let channel = try Self.channel(.stream)
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        try Self.answer(on: channel, .contentTooLarge, [.connection: "close"])
        let head = try channel.readOutbound(as: HTTPResponsePart.self)?.head
        #expect(head?.headerFields[.connection] == nil)
        _ = try channel.finish()
        channel.embeddedEventLoop.advanceTime(by: .seconds(2 * Bounds.bodySeconds))
        try channel.throwIfErrorCaught()
    }

    @Test("a client that does not read is cut off after its time, one that reads again is not")
    func slowReader() throws {
        for readsAgain in [false, true] {
            let channel = try Self.channel()
            channel.isWritable = false
            channel.pipeline.fireChannelWritabilityChanged()
            channel.embeddedEventLoop.advanceTime(by: .seconds(Bounds.writeSeconds - 1))
            #expect(channel.isActive)
            if readsAgain {
                channel.isWritable = true
                channel.pipeline.fireChannelWritabilityChanged()
            }
            channel.embeddedEventLoop.advanceTime(by: .seconds(2))
            #expect(channel.isActive == readsAgain)
        }
    }

    @Test("an answer whose end is not with the system counts as unread, also where little waits")
    func unreadEnd() throws {
        for moves in [false, true] {
            let hold = WriteHold()
            let channel = try Self.answering(through: hold)
            for _ in 0..<3 {
                channel.embeddedEventLoop.advanceTime(by: .seconds(Bounds.writeSeconds - 1))
                if moves { hold.letOneGo() }
                channel.embeddedEventLoop.advanceTime(by: .seconds(1))
                #expect(channel.isActive == moves)
            }
            _ = try? channel.finish()
        }
    }

    @Test("what goes to the system at once buys a client that reads nothing no second minute")
    func earlyProgress() throws {
        let hold = WriteHold()
        let channel = try Self.answering(through: hold)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        hold.letOneGo()
        let look = Bounds.writeSeconds / Bounds.writeChecks
        channel.embeddedEventLoop.advanceTime(by: .seconds(Bounds.writeSeconds - 2))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(look + 1))
        #expect(!channel.isActive)
    }

    @Test("while a body is not wanted its time does not run")
    func paused() throws {
        let channel = try Self.channel()
        channel.triggerUserOutboundEvent(BodyDemand.paused, promise: nil)
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        channel.embeddedEventLoop.advanceTime(by: .seconds(2 * Bounds.bodySeconds))
        try channel.throwIfErrorCaught()
        channel.triggerUserOutboundEvent(BodyDemand.wanted, promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(Bounds.bodySeconds))
        #expect(throws: SlowBody.self) { try channel.throwIfErrorCaught() }
    }

    @Test("a TLS connection without a request is closed after its time, or soon by a shutdown")
    func handshakes() throws {
        let silent = EmbeddedChannel(handler: HandshakeGuard())
        try silent.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        silent.embeddedEventLoop.advanceTime(by: .seconds(Bounds.handshakeSeconds))
        #expect(!silent.isActive)

        let stopped = EmbeddedChannel(handler: HandshakeGuard())
        try stopped.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        stopped.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(stopped.isActive, "its request may be on its way")
        stopped.embeddedEventLoop.advanceTime(by: .seconds(2 * Bounds.lastRequestSeconds))
        #expect(!stopped.isActive)

        let served = EmbeddedChannel(handlers: [
            HandshakeGuard(), HalfCloser(), ConnectionGuard(.connection),
        ])
        try served.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        served.embeddedEventLoop.advanceTime(by: .seconds(2 * Bounds.handshakeSeconds))
        served.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(served.isActive, "its request's handlers decide now")
        _ = try served.finish()
    }

    /// A request whose whole answer was written and waits for its reader.
    private static func answering(through hold: WriteHold) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handlers: [hold, ConnectionGuard(.connection)])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.writeInbound(HTTPRequestPart.head(Self.post))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        channel.write(HTTPResponsePart.head(HTTPResponse(status: .ok)), promise: nil)
        for _ in 0..<3 { channel.write(HTTPResponsePart.body(Self.chunk), promise: nil) }
        channel.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        return channel
    }

    private static func channel(
        _ kind: ConnectionGuard.Kind = .connection
    ) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handlers: [HalfCloser(), ConnectionGuard(kind)])
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    private static func answer(
        on channel: EmbeddedChannel, _ status: HTTPResponse.Status, _ headers: HTTPFields = [:]
    ) throws {
        try channel.writeOutbound(
            HTTPResponsePart.head(HTTPResponse(status: status, headerFields: headers)))
        // The guard may close in the middle of the end; that is no failure of the write.
        _ = try? channel.writeOutbound(HTTPResponsePart.end(nil))
    }
}

/// Closes one direction alone, as a socket does; an ``EmbeddedChannel`` would close both.
private final class HalfCloser: ChannelOutboundHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output {
            promise?.succeed()
        } else {
            context.close(mode: mode, promise: promise)
        }
    }
}

/// A reader that takes one write at a time.
private final class WriteHold: ChannelOutboundHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private var waiting: [EventLoopPromise<Void>?] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        waiting.append(promise)
    }

    func letOneGo() {
        var isBody = false
        while !isBody, !waiting.isEmpty {
            let promise = waiting.removeFirst()
            isBody = promise != nil
            promise?.succeed()
        }
    }
}

extension HTTPResponsePart {
    fileprivate var head: HTTPResponse? {
        if case .head(let head) = self { head } else { nil }
    }
}
