import Foundation
import RosterSettings
import RosterTestSupport
import Testing

@Suite("HTTPS", .serialized)
struct TLSTests {
    @Test("login, a read and a write work over HTTP/1.1 and HTTP/2 with a certificate set")
    func bothVersions() async throws {
        try await withTLSServer { server, folder in
            let base = "https://localhost:\(server.iam.port)"
            for (flag, version) in [("--http1.1", "1.1"), ("--http2", "2")] {
                let login = try await curl(
                    folder, flag, "-d", #"{"username":"admin","password":"Admin@2021"}"#,
                    base + "/login")
                #expect(login.version == version && login.status == 200, "\(login)")
                let token = try #require(login.object["token"] as? String)
                let credential = "Authorization: Bearer \(token)"
                let read = try await curl(folder, flag, "-H", credential, base + "/v1/users/admin")
                #expect(read.version == version && read.status == 200, "\(read)")
                #expect(read.object["nickname"] as? String == "admin")
                let made = try await curl(
                    folder, flag, "-H", credential, "-d",
                    userBody("made-by-\(version.replacing(".", with: "-"))"), base + "/v1/users")
                #expect(made.status == 200, "\(made)")
                let missing = try await curl(folder, flag, base + "/v1/users")
                #expect(missing.status == 401 && missing.object["code"] as? Int == 100204)
                let main = "https://localhost:\(server.main.port)/readyz"
                #expect(try await curl(folder, flag, main).status == 200)
            }
        }
    }

    @Test("a body over the limit is refused over HTTP/2 too, and other streams live on")
    func largeBody() async throws {
        try await withTLSServer { server, folder in
            let large = folder + "/large"
            try Data(repeating: 0x20, count: 3 << 20).write(to: URL(filePath: large))
            let base = "https://localhost:\(server.iam.port)"
            for flag in ["--http1.1", "--http2"] {
                let answer = try await curl(
                    folder, flag, "-H", "Expect:", "--data-binary", "@\(large)", base + "/login")
                #expect(answer.status == 413, "\(flag): \(answer)")
                #expect(answer.object["code"] as? Int == 100003)
            }
        }
    }

    @Test("plain HTTP on an HTTPS port gets no answer, and harms nobody")
    func plainText() async throws {
        try await withTLSServer { server, folder in
            await #expect(throws: WireFailure.self) {
                try await server.iam.send("GET", "/healthz")
            }
            let url = "https://localhost:\(server.iam.port)/healthz"
            let answer = try await curl(folder, "--http2", url)
            #expect(answer.status == 200)
        }
    }

    @Test("connections that never shake hands do not hold a shutdown")
    func silentConnections() async throws {
        try await withTemporaryFolder { folder in
            let (certificate, key) = try await makeCertificate(in: folder)
            let server = try await ServerProcess.serve(
                folder: folder + "/data",
                flags: ["--tls-certificate", certificate, "--tls-key", key])
            let port = try server.client("IAM").port
            let silent = try (0..<3).map { _ in try WireConnection(port: port) }
            let start = ContinuousClock.now
            server.kill(SIGTERM)
            #expect(await server.wait() == 0, "\(server.errors)")
            #expect(ContinuousClock.now - start < .seconds(8))
            silent.forEach { $0.close() }
        }
    }

    private struct Answer {
        let body: String
        let status: Int
        let version: String

        var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
        }
    }

    private func curl(_ folder: String, _ words: String...) async throws -> Answer {
        let body = folder + "/answer"
        let text = try await Tool.run(
            [
                "curl", "-sS", "--max-time", "20", "--cacert", folder + "/certificate.pem", "-o",
                body,
                "-w", "%{http_code} %{http_version}",
            ] + words)
        let parts = text.split(separator: " ")
        return Answer(
            body: (try? String(contentsOfFile: body, encoding: .utf8)) ?? "",
            status: parts.first.flatMap { Int($0) } ?? 0, version: parts.last.map(String.init) ?? ""
        )
    }

    private func withTLSServer(
        _ body: @Sendable (ServerFixture, String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let (certificate, key) = try await makeCertificate(in: folder)
            try await ServerFixture.run({
                $0.tlsCertificate = certificate
                $0.tlsKey = key
            }) { server in
                try await body(server, folder)
            }
        }
    }

    private func makeCertificate(
        in folder: String
    ) async throws -> (certificate: String, key: String) {
        let (certificate, key) = (folder + "/certificate.pem", folder + "/key.pem")
        try await Tool.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
        ])
        return (certificate, key)
    }
}
