import Foundation
import Glibc
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

@Suite("The doctor leaves alone what it examines", .serialized)
struct SoundSetupTests {
    @Test("a sound set-up has no failure, and every file stays as it was")
    func sound() async throws {
        try await DoctorStage.run { stage in
            var stage = stage
            try await stage.useCertificate(days: 90)
            try await SMTPServer.run { server in
                stage.settings.mailURL = .server(url: server.url)
                let before = try FolderSnapshot(of: stage.folder)
                let findings = await stage.examine()
                #expect(findings.failures.isEmpty, "\(findings)")
                #expect(try FolderSnapshot(of: stage.folder) == before)
                for subject in [
                    "data", "lock", "database", "secret.file", "tls.certificate", "tls.key", "disk",
                    "clock", "listen", "iam.listen", "publicURL", "open files", "mail.url",
                    "sms.url", "messages", "administrator",
                ] {
                    #expect(findings.about(subject).count == 1, "\(subject): \(findings)")
                }
                for subject in ["database", "secret.file", "mail.url", "tls.certificate"] {
                    #expect(findings.about(subject).first?.level == .fine, "\(findings)")
                }
                #expect(try server.received().isEmpty)
            }
        }
    }

    @Test("a folder that is not there yet is fine, and is not made")
    func firstStart() async throws {
        try await withTemporaryFolder { folder in
            let stage = DoctorStage(folder: folder)
            let findings = await stage.examine()
            #expect(findings.failures.isEmpty, "\(findings)")
            #expect(findings.about("data").first?.text.contains("will be made") == true)
            #expect(findings.about("secret.file").first?.level == .fine)
            let after = try FolderSnapshot(of: folder)
            #expect(after.names == [""], "\(after)")
        }
    }

    @Test("an old database is not migrated, and its files stay as they were")
    func oldDatabase() async throws {
        try await DoctorStage.run { stage in
            try stage.change("DELETE FROM schema_migration WHERE number > 2")
            let before = try FolderSnapshot(of: stage.folder)
            #expect(await stage.examine().about("database").first?.level == .warning)
            #expect(try FolderSnapshot(of: stage.folder) == before)
        }
    }

    @Test("beside a running server, and beside the log that a killed one left, nothing is changed")
    func besideServer() async throws {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess.serve(folder: folder)
            var stage = DoctorStage(folder: folder)
            stage.settings.dataFolder = folder
            stage.settings.secretFile = folder + "/secret.key"
            let ports = try ["Ops", "IAM"].map { try server.client($0).port }
            stage.settings.listen = .loopback(port: ports[0])
            stage.settings.iamListen = .loopback(port: ports[1])
            let running = RunningServer(
                process: Int(server.processID), release: Release.version, ports: ports)
            let beside = await stage.examine(presence: .running(running))
            #expect(beside.failures.isEmpty, "\(beside)")
            #expect(beside.about("server").first?.level == .fine)
            // What the log alone holds is seen.
            #expect(beside.about("administrator").first?.level == .fine, "\(beside)")
            let other = RunningServer(
                process: Int(server.processID), release: "0.0.1", ports: ports)
            let warning = await stage.examine(presence: .running(other)).about("server").first
            #expect(warning?.level == .warning && warning?.mend?.contains("restart") == true)
            // The server still writes.
            _ = try await server.adminToken()

            server.kill(SIGKILL)
            await server.wait()
            let before = try FolderSnapshot(of: folder)
            #expect(before.names.contains("roster.db-wal"), "\(before)")
            let after = await stage.examine()
            #expect(after.failures.isEmpty, "\(after)")
            #expect(after.about("administrator").first?.level == .fine, "\(after)")
            #expect(try FolderSnapshot(of: folder) == before, "\(before)")

            // A copy of the files by hand: SQLite makes the log's index, and touches nothing else.
            try FileManager.default.removeItem(atPath: folder + "/roster.db-shm")
            let copy = try FolderSnapshot(of: folder)
            let again = await stage.examine()
            #expect(again.about("administrator").first?.level == .fine, "\(again)")
            let changed = try FolderSnapshot(of: folder).names(otherThanIn: copy)
            #expect(Set(changed).isSubset(of: ["", "roster.db-shm"]), "\(changed)")
        }
    }
}
