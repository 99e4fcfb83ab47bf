import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
package import RosterCore

/// Hands short messages to a gateway: a signed POST over HTTPS. ``shutdown()`` must be called before
/// the last reference goes.
package final class SMSWebhook: MessageDelivering {
    private static let answerBytesMax = 64 * 1024

    private let configuration: SMSWebhookConfiguration
    private let now: @Sendable () -> Timestamp
    private let client: HTTPClient

    package init(
        _ configuration: SMSWebhookConfiguration, now: @escaping @Sendable () -> Timestamp
    ) {
        self.configuration = configuration
        self.now = now
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let file = configuration.authoritiesFile { tls.trustRoots = .file(file) }
        var settings = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(
                connect: .seconds(Int64(configuration.connectSeconds)),
                read: .seconds(Int64(configuration.answerSeconds))))
        // The outbox tries again by itself, and says why it had to.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            Limits.deliveriesPerChannelMax
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    /// Returns when the gateway has answered with 2xx.
    package func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        guard message.channel == .sms else {
            throw .permanent("the webhook carries short messages only")
        }
        // An id of another form could not stand in a header.
        _ = try LetterID.of(message)
        let body = try SMSBody(message, language: configuration.language).bytes
        let status: UInt
        do {
            status = try await post(body, id: message.id)
        } catch {
            throw .temporary("webhook: " + Self.words(for: error))
        }
        switch status {
        case 200...299: return
        case 408, 429: throw .temporary("webhook: status \(status)")
        case 400...499: throw .permanent("webhook: status \(status)")
        default: throw .temporary("webhook: status \(status)")
        }
    }

    /// Ends the connections; calls that are under way fail.
    package func shutdown() async { try? await client.shutdown() }

    private func post(_ body: [UInt8], id: String) async throws -> UInt {
        let timestamp = String(now().milliseconds / 1000)
        var request = HTTPClientRequest(url: configuration.url)
        request.method = .POST
        request.headers = [
            "Content-Type": "application/json",
            "X-Roster-Timestamp": timestamp,
            "X-Roster-Signature": "sha256="
                + configuration.signature(timestamp: timestamp, body: body),
            "Idempotency-Key": id,
        ]
        if let authorization = configuration.authorization {
            request.headers.add(name: "Authorization", value: authorization)
        }
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await client.execute(
            request, deadline: .now() + .seconds(Int64(configuration.answerSeconds)))
        // Read so that the connection can be used again; the status has said it all, so it does not
        // matter how that goes.
        _ = try? await response.body.collect(upTo: Self.answerBytesMax)
        return response.status.code
    }

    /// Never what the error itself says, which may quote the peer.
    private static func words(for error: any Error) -> String {
        switch error {
        case let error as HTTPClientError:
            switch error {
            case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
                "no connection in time"
            case .deadlineExceeded, .readTimeout, .writeTimeout: "no answer in time"
            case .remoteConnectionClosed: "the connection was closed before an answer"
            case .cancelled, .alreadyShutdown: "cancelled"
            default: "the request failed"
            }
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: "TLS failed"
        case let error as IOError: "no connection (errno \(error.errnoCode))"
        case is NIOConnectionError: "no connection"
        case is CancellationError: "cancelled"
        default: "the request failed"
        }
    }
}
