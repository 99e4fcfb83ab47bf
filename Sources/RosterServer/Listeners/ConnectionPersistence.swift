import NIOCore
import NIOHTTP1
import SurfaceKit

/// Whether an HTTP/1 connection goes on after a request (RFC 9112 §9.3), and that it does after an
/// offer to change the protocol, which is always declined (RFC 9110 §7.8).
///
/// Stands before the conversion to version-independent types, which drops the version. Within, a
/// request after which the connection ends says `Connection: close` whatever its client wrote;
/// ``ConnectionGuard`` acts on that.
///
/// Lives on its channel's event loop.
final class ConnectionPersistence: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let decoder: RequestDecoder
    private let meter: HeadMeter?
    /// How the request on its way through the pipeline was written.
    private(set) var form = RequestForm()
    private var isReadingOffer = false
    /// Whether each request that waits for its answer is of HTTP/1.0, in order: clients may
    /// pipeline.
    private var unanswered = CircularBuffer<Bool>(initialCapacity: 2)

    init(_ decoder: RequestDecoder, meter: HeadMeter? = nil) {
        self.decoder = decoder
        self.meter = meter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        meter?.partCame()
        switch unwrapInboundIn(data) {
        case .head(let head):
            unanswered.append(Self.isOld(head))
            form = RequestForm(
                isHTTP10: Self.isOld(head), targetAuthority: RequestTarget.authority(of: head.uri))
            let offer = OfferedUpgrade(head)
            isReadingOffer = offer == .stopsDecoder
            let ends = Self.ends(after: head, offering: offer)
            // Most are handed on as they came: to wrap one anew costs as much as all of the above.
            guard ends || Self.isOld(head) else { return context.fireChannelRead(data) }
            var changed = head
            if ends { changed.headers.replaceOrAdd(name: "Connection", value: "close") }
            // A client of HTTP/1.0 cannot take an interim answer (RFC 9110 §10.1.1).
            if Self.isOld(head) { changed.headers.remove(name: "Expect") }
            context.fireChannelRead(wrapInboundOut(.head(changed)))
        case .body:
            context.fireChannelRead(data)
        case .end:
            if isReadingOffer { decoder.declineOffer() }
            isReadingOffer = false
            context.fireChannelRead(data)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // A client of HTTP/1.0 that asked for it must be told, else it waits for the end.
        guard case .head(var head) = unwrapOutboundIn(data), !Self.isInterim(head.status),
            unanswered.popFirst() == true, !head.headers.contains(name: "Connection")
        else { return context.write(data, promise: promise) }
        head.headers.add(name: "Connection", value: "keep-alive")
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    private static func ends(
        after head: HTTPRequestHead, offering offer: OfferedUpgrade
    ) -> Bool {
        if !head.isKeepAlive || offer == .unclear { return true }
        if head.method == .CONNECT {
            // What follows is no body whatever its fields say, and a proxy may see it differently.
            return head.headers.contains(name: "Transfer-Encoding")
                || head.headers.contains(name: "Content-Length")
        }
        guard isOld(head) else { return false }
        // It knows no transfer codings (RFC 9112 §6.1). Of its options the decoder looks for
        // `keep-alive` alone, but `close` decides (§9.3).
        return head.headers.contains(name: "Transfer-Encoding")
            || head.headers[canonicalForm: "Connection"].contains { option in
                option.utf8.elementsEqual("close".utf8) { $0 | 0x20 == $1 }
            }
    }

    /// Versions other than 1.0 and 1.1 do not get here.
    private static func isOld(_ head: HTTPRequestHead) -> Bool { head.version == .http1_0 }

    private static func isInterim(_ status: HTTPResponseStatus) -> Bool {
        (100..<200).contains(status.code)
    }
}

/// What version-independent types do not say of a request of HTTP/1.
struct RequestForm: Equatable {
    var isHTTP10 = false
    /// Host and port of a target in absolute form.
    var targetAuthority: String?
}

/// Whether a request offers another protocol, as the decoder within NIO reads it (llhttp).
enum OfferedUpgrade {
    case none
    /// The decoder stops after the request.
    case stopsDecoder
    /// Spelt so that the decoder may or may not take it for an offer: nothing is decoded after it.
    case unclear

    init(_ head: HTTPRequestHead) {
        self = .none
        if head.method == .CONNECT {
            self = .stopsDecoder
            return
        }
        guard head.headers.contains(name: "Upgrade") else { return }
        for name in ["Connection", "Proxy-Connection"] {
            for value in head.headers[name] {
                switch Self.names(upgrade: value) {
                case .none: break
                case .stopsDecoder: self = .stopsDecoder
                case .unclear:
                    self = .unclear
                    return
                }
            }
        }
    }

    /// Whether the option `upgrade` stands in a field's list of options.
    private static func names(upgrade list: String) -> OfferedUpgrade {
        var found = OfferedUpgrade.none
        let (space, tab) = (UInt8(ascii: " "), UInt8(ascii: "\t"))
        for option in list.utf8.split(separator: UInt8(ascii: ",")) {
            // As the decoder takes it, which after an option looks for spaces alone.
            let start = option.drop { $0 == space || $0 == tab }
            let word =
                start.lastIndex { $0 != space }.map { start[...$0] } ?? start[..<start.startIndex]
            // A field that was folded over lines, for one.
            guard word.allSatisfy({ $0 >= space || $0 == tab }) else { return .unclear }
            if word.elementsEqual("upgrade".utf8, by: { $0 | 0x20 == $1 }) { found = .stopsDecoder }
        }
        return found
    }
}
