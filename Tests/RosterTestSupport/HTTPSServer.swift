package import Foundation

/// A real HTTPS server on a loopback port that takes POSTs, for tests of webhooks.
package final class HTTPSServer: Sendable {
    package struct Received: Decodable, Sendable {
        package let path: String
        /// Names in lower case.
        package let headers: [String: String]
        package let body: Data
    }

    private let server: PythonServer
    private let words: [String]

    private init(folder: String, words: [String]) throws {
        server = try PythonServer("https-server.py", folder: folder)
        self.words = words
    }

    /// Starts a server, hands it to `body`, and ends it after.
    /// - Parameters:
    ///   - status: of every answer.
    ///   - isSilent: reads requests and never answers.
    package static func run<Value>(
        certificate: TestCertificate, status: Int = 200, bodyBytes: Int = 2,
        isSilent: Bool = false, _ body: (HTTPSServer) async throws -> Value
    ) async throws -> Value {
        let words =
            [
                "--certificate", certificate.file, "--key", certificate.keyFile,
                "--status", String(status), "--body-bytes", String(bodyBytes),
            ] + (isSilent ? ["--silent"] : [])
        return try await withTemporaryFolder { folder in
            let server = try HTTPSServer(folder: folder, words: words)
            try await server.start()
            do {
                let value = try await body(server)
                try await server.stop()
                return value
            } catch {
                try? await server.stop()
                throw error
            }
        }
    }

    package var port: Int { server.port }
    package var url: String { "https://127.0.0.1:\(port)/sms" }

    /// Every request until now, oldest first.
    package func received() throws -> [Received] { try server.received(Received.self) }

    /// Starts it again after ``stop()``, on the same port.
    package func start() async throws { try await server.start(words) }

    package func stop() async throws { try await server.stop() }
}
