import NIOCore
import NIOSSL
import NIOTLS
import RosterSettings
import SurfaceKit
import Synchronization

/// A connection within TLS: HTTP/2 where the client asks for it by ALPN (RFC 7301), else HTTP/1.1.
enum SecureConnection {
    /// Called on the channel's event loop.
    static func configure(
        _ channel: any Channel, certificate: CurrentCertificate, service: ExchangeService
    ) throws {
        let negotiation = ApplicationProtocolNegotiationHandler { result, channel in
            channel.eventLoop.makeCompletedFuture {
                switch result {
                case .negotiated("h2"):
                    try HTTP2Connection.configure(channel, service: service)
                case .negotiated, .fallback:
                    try HTTP1Connection.configure(channel, service: service)
                }
                let guardian = try? channel.pipeline.syncOperations.handler(
                    type: HandshakeGuard.self)
                guardian?.finish()
            }
        }
        try channel.pipeline.syncOperations.addHandlers([
            HandshakeGuard(isLate: service.isEnding),
            NIOSSLServerHandler(context: certificate.context), negotiation,
        ])
    }
}

/// The certificate that new connections are shown. It can be replaced while the server runs; connections
/// that are there go on with the one that they began with.
final class CurrentCertificate: Sendable {
    private let current: Mutex<NIOSSLContext>

    private init(_ context: NIOSSLContext) { current = Mutex(context) }

    /// The pair of the settings.
    /// - Throws: ``StartFailure/tls(_:)``.
    static func files(
        _ files: RosterSettings.Settings.TLSFiles
    ) throws(StartFailure) -> CurrentCertificate {
        CurrentCertificate(try context(files))
    }

    var context: NIOSSLContext { current.withLock { $0 } }

    /// Shows another pair from now on; the old one stays where the new one cannot be used.
    /// - Throws: ``StartFailure/tls(_:)``.
    func replace(with files: RosterSettings.Settings.TLSFiles) throws(StartFailure) {
        let new = try Self.context(files)
        current.withLock { $0 = new }
    }

    private static func context(
        _ files: RosterSettings.Settings.TLSFiles
    ) throws(StartFailure) -> NIOSSLContext {
        var configuration = try TLSConfiguration.files(files)
        configuration.applicationProtocols = ["h2", "http/1.1"]
        // Many clients never say that they have heard.
        configuration.shutdownTimeout = .seconds(Bounds.lastRequestSeconds)
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw .tls(.differentPair(files))
        }
        return context
    }
}
