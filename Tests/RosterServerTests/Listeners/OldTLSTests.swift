import Foundation
import RosterTestSupport
import Testing

/// THREATS 40.
@Suite("Old versions of TLS", .serialized) struct OldTLSTests {
    @Test("get no connection; 1.2 and 1.3 do")
    func versions() async throws {
        try await withTemporaryFolder { folder in
            let made = try await TestCertificate.make(in: folder)
            let server = try await ServerProcess.serve(
                folder: folder + "/data",
                flags: ["--tls-certificate", made.file, "--tls-key", made.keyFile])
            for surface in ["Ops", "IAM"] {
                let port = try server.client(surface).port
                for (version, isTaken) in [
                    ("tls1", false), ("tls1_1", false), ("tls1_2", true), ("tls1_3", true),
                ] {
                    let output = try await Tool.run([
                        "sh", "-c",
                        """
                        openssl s_client -connect 127.0.0.1:\(port) -\(version) \
                            -cipher 'ALL:@SECLEVEL=0' </dev/null 2>&1 || true
                        """,
                    ])
                    let isOpen = output.contains("Cipher is ") && !output.contains("(NONE)")
                    #expect(isOpen == isTaken, "\(surface) \(version): \(output)")
                    #expect(isTaken || output.contains("alert protocol version"), "\(output)")
                }
            }
        }
    }
}
