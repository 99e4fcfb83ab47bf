import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import SurfaceKit

/// A request's body on the wire, read when it is wanted.
struct WireBody: BodyReading {
    let request: Request
    let channel: any Channel

    func read(upTo limit: Int) async throws(TransportFailure) -> [UInt8] {
        let declared = request.headers[.contentLength].map { Int($0) ?? Int.max }
        if declared == 0 { return [] }
        // A GET that announces no body has none; other methods of HTTP/2 may send one unannounced.
        let isAnnounced = declared != nil || request.headers[.transferEncoding] != nil
        if !isAnnounced, request.method == .get || request.method == .head { return [] }
        if let declared, declared > limit { throw TransportFailure(.bodyTooLarge) }
        await tellToContinue()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(declared ?? 0, limit))
        do {
            for try await chunk in request.body {
                guard bytes.count + chunk.readableBytes <= limit else {
                    throw TransportFailure(.bodyTooLarge)
                }
                bytes.append(contentsOf: chunk.readableBytesView)
            }
        } catch let error as TransportFailure {
            throw error
        } catch is SlowBody {
            throw TransportFailure(.bodyTooSlow)
        } catch {
            throw TransportFailure(.bodyCutShort)
        }
        // A connection that closes in the middle ends the stream as a whole body would.
        if let declared, declared != bytes.count { throw TransportFailure(.bodyCutShort) }
        return bytes
    }

    /// A client that asks for leave before it sends a body gets it when the body is wanted
    /// (RFC 9110 §10.1.1); one that is refused never needs to send.
    private func tellToContinue() async {
        guard request.headers[.expect]?.lowercased() == "100-continue" else { return }
        // A channel that fails here fails the read that follows, and is told there.
        try? await channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)))
    }
}
