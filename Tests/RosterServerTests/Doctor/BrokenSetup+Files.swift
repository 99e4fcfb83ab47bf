import Foundation
import RosterServer
import RosterSettings
import RosterTestSupport

extension BrokenSetup {
    static let folders = [
        BrokenSetup(
            name: "a file in the place of the data folder", level: .failure, subject: "data",
            mend: "--data", says: "no folder",
            prepare: { stage in
                stage.settings.dataFolder = stage.folder + "/file"
                stage.settings.secretFile = stage.folder + "/file/secret.key"
                stage.settings.mailURL = .folder(stage.folder + "/file/outbox")
                stage.settings.smsURL = stage.settings.mailURL
                try stage.write("x", to: stage.folder + "/file")
            }),
        BrokenSetup(
            name: "a data folder below a file", level: .failure, subject: "data",
            mend: "--data", says: "/dev/null",
            prepare: { $0.settings.dataFolder = "/dev/null/roster" }),
        BrokenSetup(
            name: "a data folder that others may enter", level: .warning, subject: "data",
            mend: "chmod 700", says: "0755",
            prepare: { try $0.setMode(0o755, of: $0.settings.dataFolder) }),
        BrokenSetup(
            name: "a data folder that a group may write", level: .failure, subject: "data",
            mend: "run: chmod 700", says: "0770",
            prepare: { try $0.setMode(0o770, of: $0.settings.dataFolder) }),
        BrokenSetup(
            name: "an outbox that others may write", level: .failure, subject: "mail.url",
            mend: "run: chmod 700", says: "0777",
            prepare: { stage in
                let box = stage.folder + "/box"
                try FileManager.default.createDirectory(
                    atPath: box, withIntermediateDirectories: false)
                try stage.setMode(0o777, of: box)
                stage.settings.mailURL = .folder(box)
            }),
        BrokenSetup(
            name: "the same with a blank in its name, which a shell would cut", level: .warning,
            subject: "data", mend: "chmod 700 '", says: "0755",
            prepare: { stage in
                stage.settings.dataFolder = stage.folder + "/two words"
                stage.settings.secretFile = stage.folder + "/two words/secret.key"
                try FileManager.default.createDirectory(
                    atPath: stage.settings.dataFolder, withIntermediateDirectories: false)
                try stage.setMode(0o755, of: stage.settings.dataFolder)
            }),
        BrokenSetup(
            name: "an outbox that is a file", level: .failure, subject: "mail.url",
            mend: "mail.url", says: "no folder",
            prepare: { stage in
                try stage.write("x", to: stage.folder + "/box")
                stage.settings.mailURL = .folder(stage.folder + "/box")
            }),
    ]

    static let secrets = [
        BrokenSetup(
            name: "another secret than the one that wrapped the keys", level: .failure,
            subject: "secret.file", mend: "bring back", says: "another secret.file",
            prepare: { stage in
                let other = Data((0..<32).map { UInt8($0) }).base64EncodedString()
                try stage.write(other + "\n", to: stage.settings.secretFile)
            }),
        BrokenSetup(
            name: "no secret beside a database", level: .failure, subject: "secret.file",
            mend: "bring it back", says: "missing",
            prepare: { try FileManager.default.removeItem(atPath: $0.settings.secretFile) }),
        BrokenSetup(
            name: "a secret that others can read", level: .failure, subject: "secret.file",
            mend: "chmod 600", says: "0644",
            prepare: { try $0.setMode(0o644, of: $0.settings.secretFile) }),
        BrokenSetup(
            name: "half a secret", level: .failure, subject: "secret.file", mend: "backup",
            says: "base64", prepare: { try $0.write("geheim", to: $0.settings.secretFile) }),
        BrokenSetup(
            name: "a folder in the place of the secret", level: .failure, subject: "secret.file",
            mend: "bring back", says: "not a regular file",
            prepare: { stage in
                try FileManager.default.removeItem(atPath: stage.settings.secretFile)
                try FileManager.default.createDirectory(
                    atPath: stage.settings.secretFile, withIntermediateDirectories: false)
            }),
    ]

    static let firstSecrets = [
        BrokenSetup(
            name: "a folder in the place of a secret that the first start would make",
            level: .failure, subject: "secret.file", mend: "first start makes",
            says: "not a regular file",
            prepare: { stage in
                stage.settings.dataFolder = stage.folder + "/new"
                stage.settings.secretFile = stage.folder + "/keys"
                try FileManager.default.createDirectory(
                    atPath: stage.settings.secretFile, withIntermediateDirectories: false)
            })
    ]

    static let certificates = [
        BrokenSetup(
            name: "a certificate that has expired", level: .failure, subject: "tls.certificate",
            mend: "renew", says: "expired",
            prepare: { try await $0.useCertificate(days: -1) }),
        BrokenSetup(
            name: "a certificate that expires soon", level: .warning, subject: "tls.certificate",
            mend: "renew", says: "expires",
            prepare: { try await $0.useCertificate(days: 13) }),
        BrokenSetup(
            name: "the key of another certificate", level: .failure, subject: "tls.key",
            mend: "made together",
            prepare: { stage in
                try await stage.useCertificate(days: 90)
                stage.settings.tlsKey = try await TestCertificate.make(in: stage.folder).keyFile
            }),
        BrokenSetup(
            name: "a certificate that is none", level: .failure, subject: "tls.certificate",
            mend: "tls.certificate", says: "no PEM",
            prepare: { stage in
                try await stage.useCertificate(days: 90)
                stage.settings.tlsCertificate = stage.folder + "/none"
                try stage.write("none", to: stage.folder + "/none")
            }),
        BrokenSetup(
            name: "a key of TLS that others can read", level: .failure, subject: "tls.key",
            mend: "chmod 600", says: "0604",
            prepare: { stage in
                try await stage.useCertificate(days: 90)
                try stage.setMode(0o604, of: stage.settings.tlsKey ?? "")
            }),
        BrokenSetup(
            name: "a key of TLS that a group can read", level: .warning, subject: "tls.key",
            mend: "chmod 600", says: "0640",
            prepare: { stage in
                try await stage.useCertificate(days: 90)
                try stage.setMode(0o640, of: stage.settings.tlsKey ?? "")
            }),
    ]
}

extension DoctorStage {
    mutating func useCertificate(days: Int) async throws {
        let made = try await certificate(days: days)
        settings.tlsCertificate = made.file
        settings.tlsKey = made.keyFile
    }
}
