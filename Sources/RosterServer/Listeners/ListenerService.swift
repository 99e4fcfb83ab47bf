import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import RosterSettings
import ServiceLifecycle
import SurfaceKit

/// One address that the server listens on, as a service: HTTP/1.1, or HTTPS with HTTP/2 when a
/// certificate is set.
struct ListenerService: Service, CustomStringConvertible {
    /// Its place in the plan; 0 is the main listener.
    let number: Int
    let address: ListenAddress
    /// The setting that asks for the address.
    let key: SettingKey
    let dispatcher: Dispatcher
    let tls: TLSConfiguration?
    let logger: Logger
    let readiness: Readiness
    /// How many connections it holds at once; the rest wait in the queue of the system.
    let connectionsMax: Int

    var description: String { "listener \(address)" }

    func run() async throws {
        let configuration = ServerConfiguration(
            address: .hostname(address.host, port: address.port), backlog: 1024,
            availableConnectionsDelegate: .maximum(connectionsMax, logger: logger))
        let respond = responder
        let server = try builder.buildServer(
            configuration: configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger, responder: respond,
            onServerRunning: { channel in
                readiness.listens(number: number, port: channel.localAddress?.port ?? address.port)
            })
        do {
            try await server.run()
        } catch let error as IOError {
            throw StartFailure.cannotListen(address.description, key, errno: error.errnoCode)
        } catch let error as SocketAddressError {
            throw StartFailure.listener(
                address.description, key, reason: Self.reason(of: error))
        }
    }

    private static func reason(of error: SocketAddressError) -> String {
        switch error {
        case .unknown: "this machine does not know the name"
        default: "it is no address to listen on"
        }
    }

    private var builder: HTTPServerBuilder {
        guard let tls else { return HTTPServerBuilder { HTTP1Connection(responder: $0) } }
        return HTTPServerBuilder {
            HandshakeGuardedChannel(base: try SecureConnection(tls, responder: $0))
        }
    }

    private var responder: HTTPChannelHandler.Responder {
        let dispatcher = dispatcher
        return { request, writer, channel in
            let form = RequestForm(scheme: request.head.scheme)
            let incoming = IncomingRequest(
                method: request.method, target: request.head.path ?? "/",
                authority: request.head.authority, headers: request.headers,
                peer: channel.remoteAddress?.ipAddress.flatMap { ClientAddress($0) },
                isHTTP10: form.isHTTP10, targetAuthority: form.targetAuthority)
            let body = WireBody(request: request, channel: channel)
            let reply = await dispatcher.respond(to: incoming, body: body)
            try await writer.write(response: Self.head(of: reply), body: Self.body(of: reply))
        }
    }

    private static func head(of reply: Reply) -> HTTPResponse {
        var headers = reply.headers
        headers[.date] = HTTPDate.now()
        return HTTPResponse(status: reply.status, headerFields: headers)
    }

    private static func body(of reply: Reply) -> ResponseBody {
        reply.body.isEmpty
            ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body))
    }
}
