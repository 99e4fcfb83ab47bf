import Foundation
import Glibc
import RosterTestSupport
import Testing

/// Signals that operators and their tools send by habit.
@Suite("Signals", .serialized)
struct SignalTests {
    @Test("SIGHUP, SIGUSR1 and SIGUSR2 never end a server, from its first moment on")
    func harmless() async throws {
        try await withTemporaryFolder { folder in
            let server = try ProgramRun.serve(
                folder: folder,
                environment: ["ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword])
            // Once the program is there, in the place of the shell that started it.
            let program = URL(filePath: ServerProcess.program).lastPathComponent
            #expect(
                try await eventually {
                    let status = try? String(
                        contentsOfFile: "/proc/\(server.processID)/status", encoding: .utf8)
                    // A process that may not be dumped shows its name and no more.
                    guard status?.hasPrefix("Name:\t\(program)\n") == true else { return false }
                    // Who starts the tests may have told them to ignore others.
                    let ignored = status?.firstMatch(of: /SigIgn:\t([0-9a-f]+)\n/)?.1
                    return ignored.flatMap { UInt64($0, radix: 16) }.map { $0 & 0xA01 } == 0xA01
                })
            var count = 0
            while !server.output.contains("Administrator"), count < 2000 {
                for signal in [SIGHUP, SIGUSR1, SIGUSR2] { server.kill(signal) }
                count += 1
                try await Task.sleep(for: .milliseconds(5))
            }
            try await server.waitUntilServing()
            for signal in [SIGHUP, SIGUSR1, SIGUSR2] { server.kill(signal) }
            #expect(try await server.client("Ops").send("GET", "/healthz").status == 200)
            #expect(server.isRunning)
            server.kill(SIGTERM)
            for signal in [SIGHUP, SIGUSR1, SIGUSR2] { server.kill(signal) }
            let end = try await server.end()
            #expect(end.status == 0 && !end.isCrash, "\(end)")
        }
    }

    @Test("SIGHUP reads the level of the log again, and names what needs a restart")
    func level() async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/roster.yaml"
            let write = { (text: String) in
                try text.write(toFile: file, atomically: true, encoding: .utf8)
            }
            try write("log:\n  level: info\n  format: json\n")
            let server = try await ServerProcess.serve(
                folder: folder + "/data", flags: ["--config", file])
            let ops = try server.client("Ops")
            _ = try await ops.send("GET", "/healthz?first")
            #expect(!server.errors.contains("\"request\""))

            try write("log:\n  level: debug\n  format: json\ntrash:\n  days: 9\n")
            server.kill(SIGHUP)
            #expect(try await eventually { server.errors.contains("settings reloaded") })
            #expect(server.errors.contains("changed settings need a restart"))
            #expect(server.errors.contains("trash.days"))
            _ = try await ops.send("GET", "/healthz")
            #expect(try await eventually { server.errors.contains("\"path\":\"/healthz\"") })

            try write("log:\n  level: nonsense\n")
            server.kill(SIGHUP)
            #expect(try await eventually { server.errors.contains("settings not reloaded") })
            #expect(server.errors.contains("log.level"))
            #expect(try await ops.send("GET", "/healthz").status == 200)
            server.kill(SIGTERM)
            #expect(await server.wait() == 0, "\(server.errors)")
        }
    }

    @Test("SIGHUP shows new connections the new certificate; a bad pair keeps the old one")
    func certificate() async throws {
        try await withTemporaryFolder { folder in
            let (certificate, key) = (folder + "/certificate.pem", folder + "/key.pem")
            try await Self.makePair("first", certificate, key)
            let server = try await ServerProcess.serve(
                folder: folder + "/data",
                flags: [
                    "--tls-certificate", certificate, "--tls-key", key, "--log-format", "json",
                ])
            let port = try server.client("Ops").port
            #expect(try await Self.subject(port).contains("first"))

            try await Self.makePair("second", certificate, key)
            server.kill(SIGHUP)
            #expect(try await eventually { server.errors.contains("settings reloaded") })
            #expect(try await Self.subject(port).contains("second"))

            // The key of another certificate.
            try await Self.makePair("third", folder + "/other.pem", key)
            server.kill(SIGHUP)
            #expect(try await eventually { server.errors.contains("certificate not reloaded") })
            #expect(server.errors.contains("tls.key"))
            #expect(try await Self.subject(port).contains("second"))
            server.kill(SIGTERM)
            #expect(await server.wait() == 0, "\(server.errors)")
        }
    }

    private static func makePair(
        _ name: String, _ certificate: String, _ key: String
    ) async throws {
        try await Tool.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-days", "200", "-subj", "/CN=\(name)",
            "-keyout", key, "-out", certificate,
        ])
    }

    private static func subject(_ port: Int) async throws -> String {
        try await Tool.run([
            "sh", "-c",
            "openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null"
                + " | openssl x509 -noout -subject",
        ])
    }
}
