import Foundation

/// A certificate for `localhost` and 127.0.0.1 that signs itself, so its file is its authority, too.
package struct TestCertificate: Sendable {
    package let file: String
    package let keyFile: String

    /// Makes one by openssl.
    package static func make(in folder: String) async throws -> TestCertificate {
        let name = UUID().uuidString
        let made = TestCertificate(
            file: "\(folder)/\(name)-certificate.pem", keyFile: "\(folder)/\(name)-key.pem")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", made.keyFile,
            "-out", made.file,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            Thread.detachNewThread {
                process.waitUntilExit()
                continuation.resume()
            }
        }
        guard process.terminationStatus == 0 else {
            throw FixtureFailure(text: "openssl made no certificate")
        }
        return made
    }
}
