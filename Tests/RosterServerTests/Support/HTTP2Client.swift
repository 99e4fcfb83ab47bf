import Foundation
import Glibc
import RosterTestSupport

/// The client of `http2-client.py`: what no library lets a client do.
enum HTTP2Client {
    /// Sends what it is told on one connection, runs `look` while nothing more is sent, and ends.
    /// - Returns: how much was sent, and the status of each stream that was answered.
    static func run(
        port: Int, _ kind: String, streams: Int, path: String, fields: [String] = [],
        look: () async throws -> Void
    ) async throws -> (sent: String, answers: [String]) {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "RosterTestSupport/http2-client.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, "\(port)", kind, "\(streams)", path] + fields
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        let reader = output.fileHandleForReading
        let sent = try await onThread {
            var line: [UInt8] = []
            while let byte = try reader.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
            return String(decoding: line, as: UTF8.self)
        }
        try await look()
        let writer = input.fileHandleForWriting
        let rest = try await onThread {
            try? writer.write(contentsOf: Data("\n".utf8))
            return String(decoding: try reader.readToEnd() ?? Data(), as: UTF8.self)
        }
        return (sent, rest.split(separator: "\n").map(String.init))
    }
}

/// Runs `body` with the program behind a certificate of its own, in a folder of its own.
func withHTTPSProcess(
    flags: [String] = [], _ body: (ServerProcess, String) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        let (certificate, key) = (folder + "/certificate.pem", folder + "/key.pem")
        try await Tool.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "200", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
        ])
        let server = try await ServerProcess.serve(
            folder: folder + "/data",
            flags: ["--tls-certificate", certificate, "--tls-key", key] + flags)
        try await body(server, folder)
        server.kill(SIGTERM)
        let status = await server.wait()
        guard status == 0 else { throw FixtureFailure(text: "\(status): \(server.errors)") }
    }
}
