import Foundation
import Glibc
import RosterSettings
import RosterTestSupport
import Testing

/// Certificates and keys with which no start may go on: the setting is named, with its file, what is
/// wrong with it and what to do.
@Suite("Starts with unusable certificates", .serialized) struct RefusedTLSTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let name: String
        /// The setting to blame.
        let key: String
        let says: [String]
        /// Makes the two files.
        let make: @Sendable (_ folder: String) async throws -> (certificate: String, key: String)

        var testDescription: String { name }
    }

    static let pairs = [
        Pair(
            name: "of two pairs", key: "tls.key", says: ["is not the key of", "made together"],
            make: { folder in
                (
                    try await TestCertificate.make(in: folder).file,
                    try await TestCertificate.make(in: folder).keyFile
                )
            }),
        Pair(
            name: "an elliptic key for a certificate of RSA", key: "tls.key",
            says: ["is not the key of"],
            make: { folder in
                let file = folder + "/rsa.pem"
                try await Tool.run(
                    ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x"]
                        + ["-keyout", folder + "/rsa-key.pem", "-out", file])
                return (file, try await TestCertificate.make(in: folder).keyFile)
            }),
        Pair(
            name: "a key under a passphrase", key: "tls.key",
            says: ["passphrase", "openssl pkey -in"],
            make: { folder in
                let made = try await TestCertificate.make(in: folder)
                let file = folder + "/locked.pem"
                try await Tool.run(
                    ["openssl", "pkey", "-in", made.keyFile, "-aes256", "-passout", "pass:geheim"]
                        + ["-out", file])
                return (made.file, file)
            }),
        Pair(
            name: "a key under a passphrase in OpenSSL's older form", key: "tls.key",
            says: ["passphrase"],
            make: { folder in
                let made = try await TestCertificate.make(in: folder)
                let file = folder + "/locked.pem"
                try await Tool.run(
                    ["openssl", "ec", "-in", made.keyFile, "-aes256", "-passout", "pass:geheim"]
                        + ["-out", file])
                return (made.file, file)
            }),
        Pair(
            name: "swapped", key: "tls.certificate", says: ["holds a private key"],
            make: { folder in
                let made = try await TestCertificate.make(in: folder)
                return (made.keyFile, made.file)
            }),
        Pair(
            name: "the certificate twice", key: "tls.key", says: ["something else", "private key"],
            make: { folder in
                let made = try await TestCertificate.make(in: folder)
                return (made.file, made.file)
            }),
        Pair(
            name: "a certificate in DER", key: "tls.certificate", says: ["no PEM certificate"],
            make: { folder in
                let made = try await TestCertificate.make(in: folder)
                let file = folder + "/certificate.der"
                try await Tool.run(
                    ["openssl", "x509", "-in", made.file, "-outform", "der", "-out", file])
                return (file, made.keyFile)
            }),
        Pair(
            name: "a damaged certificate", key: "tls.certificate", says: ["cannot be read"],
            make: { folder in
                let made = try await TestCertificate.make(in: folder)
                try Self.damage(made.file)
                return (made.file, made.keyFile)
            }),
        Pair(
            name: "a damaged key", key: "tls.key", says: ["cannot be read"],
            make: { folder in
                let made = try await TestCertificate.make(in: folder)
                try Self.damage(made.keyFile)
                return (made.file, made.keyFile)
            }),
        Pair(
            name: "a folder for a key", key: "tls.key", says: ["it is a folder"],
            make: { folder in
                (try await TestCertificate.make(in: folder).file, folder)
            }),
        Pair(
            name: "a key that is not there", key: "tls.key", says: ["No such file"],
            make: { folder in
                (try await TestCertificate.make(in: folder).file, folder + "/none.pem")
            }),
        Pair(
            name: "an empty certificate", key: "tls.certificate", says: ["it is empty"],
            make: { folder in
                let file = folder + "/empty.pem"
                try Data().write(to: URL(filePath: file))
                return (file, try await TestCertificate.make(in: folder).keyFile)
            }),
    ]

    @Test("are refused by the setting, before anything is made", arguments: pairs)
    func refused(_ pair: Pair) async throws {
        try await withTemporaryFolder { folder in
            let files = try await pair.make(folder)
            let words = ["--tls-certificate", files.certificate, "--tls-key", files.key]
            let end = try await ProgramRun.serve(folder: folder + "/data", words).end()
            #expect(end.status == 1 && !end.isCrash && end.output.isEmpty, "\(end)")
            let line = try #require(end.errors.onlyLine, "\(end)")
            let blamed = pair.key == "tls.key" ? files.key : files.certificate
            for word in [pair.key, blamed] + pair.says {
                #expect(line.contains(word), "no \(word): \(line)")
            }
            #expect(!FileManager.default.fileExists(atPath: folder + "/data"))
            // The doctor says the same of the same setting.
            let doctor = try await ServerProcess.run(
                ["doctor", "--data", folder + "/data"] + words)
            #expect(doctor.status == 1 && doctor.output.contains(pair.key), "\(doctor)")
            for word in pair.says { #expect(doctor.output.contains(word), "\(doctor)") }
        }
    }

    @Test("a certificate that has expired serves, with a warning in the log")
    func expired() async throws {
        try await DoctorStage.run { stage in
            let made = try await stage.certificate(days: -1)
            let run = try ProgramRun.serve(
                folder: stage.settings.dataFolder,
                ["--tls-certificate", made.file, "--tls-key", made.keyFile])
            try await run.waitUntilServing()
            #expect(run.errors.contains("expired"), "\(run.errors)")
            run.kill(SIGTERM)
            #expect(try await run.end().status == 0)
        }
    }

    /// Cuts a piece out of the middle, and leaves the frame.
    private static func damage(_ path: String) throws {
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        lines.remove(at: 1)
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}
