import Foundation
import Glibc
import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

@Suite("The doctor finds what is broken", .serialized)
struct BrokenSetupTests {
    @Test("in the database's file", arguments: BrokenSetup.databases)
    func databases(_ setup: BrokenSetup) async throws { try await setup.check() }

    @Test("in what the database tells", arguments: BrokenSetup.rows)
    func rows(_ setup: BrokenSetup) async throws { try await setup.check() }

    @Test("in folders", arguments: BrokenSetup.folders)
    func folders(_ setup: BrokenSetup) async throws { try await setup.check() }

    @Test("in the secret", arguments: BrokenSetup.secrets + BrokenSetup.firstSecrets)
    func secrets(_ setup: BrokenSetup) async throws { try await setup.check() }

    @Test("in certificates and their keys", arguments: BrokenSetup.certificates)
    func certificates(_ setup: BrokenSetup) async throws { try await setup.check() }

    @Test("in a folder that lets this user not in, whose path is told")
    func closedFolder() async throws {
        // The rights of files do not bind root.
        guard geteuid() != 0 else { return }
        try await DoctorStage.run { stage in
            var stage = stage
            try stage.setMode(0, of: stage.settings.dataFolder)
            let closed = stage.settings.dataFolder
            stage.settings.dataFolder += "/deep/data"
            stage.settings.secretFile = stage.settings.dataFolder + "/secret.key"
            stage.settings.mailURL = .folder(stage.settings.dataFolder + "/outbox")
            stage.settings.smsURL = stage.settings.mailURL
            let findings = await stage.examine()
            try stage.setMode(0o700, of: closed)
            BrokenSetup(
                name: "", level: .failure, subject: "data", mend: "write \(closed),",
                prepare: { _ in }
            ).expect(findings)
        }
    }

    @Test("in a configuration file with a secret that others can read; one without may be read")
    func configurationFile() async throws {
        try await DoctorStage.run { stage in
            let file = stage.folder + "/roster.yaml"
            try stage.write("admin.password: geheim123\n", to: file, mode: 0o644)
            let findings = await stage.examine(configurationFile: file)
            BrokenSetup(
                name: "", level: .failure, subject: "config", mend: "chmod 600",
                says: "admin.password", prepare: { _ in }
            ).expect(findings)
            #expect(!"\(findings)".contains("geheim123"))

            try stage.write("listen: 127.0.0.1:0\n", to: file, mode: 0o644)
            let others = await stage.examine(configurationFile: file)
            #expect(others.about("config").isEmpty && others.failures.isEmpty, "\(others)")
        }
    }

    @Test(
        "in a data folder that somebody owns who does not answer, and nobody else's turn is taken")
    func lock() async throws {
        try await DoctorStage.run { stage in
            let owner = try DataFolder(owning: stage.settings.dataFolder)
            BrokenSetup(
                name: "", level: .failure, subject: "lock", mend: "process \(getpid())",
                says: "does not answer", prepare: { _ in }
            ).expect(await stage.examine())
            owner.release()
            #expect(await stage.examine().failures.isEmpty)
            _ = try DataFolder(owning: stage.settings.dataFolder)
        }
    }

    @Test("in addresses that somebody else has, main listener or another")
    func takenPorts() async throws {
        try await DoctorStage.run { stage in
            let taken = try TakenPort()
            for key in ["listen", "iam.listen"] {
                var stage = stage
                let address = ListenAddress.loopback(port: taken.number)
                if key == "listen" {
                    stage.settings.listen = address
                } else {
                    stage.settings.iamListen = address
                }
                BrokenSetup(
                    name: "", level: .failure, subject: key, mend: key,
                    says: "127.0.0.1:\(taken.number)", prepare: { _ in }
                ).expect(await stage.examine())
                let server = RunningServer(
                    process: 1, release: Release.version, ports: [taken.number])
                let findings = await stage.examine(presence: .running(server))
                #expect(findings.failures.isEmpty, "\(findings)")
            }
            withExtendedLifetime(taken) {}
            // A surface that is off asks for nothing.
            var other = stage
            other.settings.iamListen = .loopback(port: taken.number)
            other.settings.surfaces = .only([.tavern])
            #expect(await other.examine().about("iam.listen").isEmpty)
        }
    }

    @Test("in two addresses that no two listeners can have")
    func overlapping() async throws {
        try await DoctorStage.run { stage in
            let port = try freePort()
            for (main, own) in [
                ("0.0.0.0", "127.0.0.1"), ("127.0.0.1", "0.0.0.0"), ("localhost", "127.0.0.1"),
                ("[::]", "127.0.0.1"), ("[::]", "[::1]"),
            ] {
                var stage = stage
                stage.settings.listen = try #require(ListenAddress("\(main):\(port)"))
                stage.settings.iamListen = try #require(ListenAddress("\(own):\(port)"))
                let found = await stage.examine().about("iam.listen")
                #expect(found.map(\.level) == [.failure], "\(main) \(own): \(found)")
                #expect(found.first?.text.contains("one holds the other") == true)
                let start = try ProgramRun.serve(
                    folder: stage.settings.dataFolder,
                    ["--listen", "\(main):\(port)", "--iam-listen", "\(own):\(port)"])
                let end = try await start.end()
                #expect(end.status != 0 && !end.isCrash, "\(main) \(own): \(end)")
            }
            var apart = stage
            apart.settings.listen = try #require(ListenAddress("0.0.0.0:\(port)"))
            apart.settings.iamListen = try #require(ListenAddress("[::1]:\(port)"))
            #expect(await apart.examine().about("iam.listen").map(\.level) == [.fine])
        }
    }

    @Test("in an address of another machine, open to the network without TLS")
    func foreignAddress() async throws {
        try await DoctorStage.run { stage in
            var stage = stage
            stage.settings.listen = try #require(ListenAddress("203.0.113.7:3000"))
            stage.settings.publicURL = "http://203.0.113.7:3000"
            let findings = await stage.examine()
            BrokenSetup(
                name: "", level: .failure, subject: "listen", mend: "address of this machine",
                prepare: { _ in }
            ).expect(findings)
            let warning = try #require(findings.about("publicURL").first)
            #expect(warning.level == .warning && warning.mend?.contains("tls.key") == true)

            stage.settings.listen = try #require(ListenAddress("0.0.0.0:0"))
            stage.settings.publicURL = "https://0.0.0.0:3000"
            let links = await stage.examine().about("publicURL").first
            #expect(links?.level == .warning && links?.text.contains("links") == true)
        }
    }

    @Test("in settings that cannot be loaded, in one finding")
    func badSettings() throws {
        do throws(SettingsError) {
            _ = try SettingsLoader.load(
                arguments: ["--token-ttl", "soon", "--registration", "maybe"], environment: [:],
                isTerminal: false)
            Issue.record("the settings were loaded")
        } catch {
            let finding = Doctor.finding(of: error)
            #expect(finding.level == .failure && finding.subject == "settings")
            #expect(finding.text.contains("token.ttl") && finding.text.contains("registration"))
            #expect(finding.mend?.contains("environment") == true)
        }
    }
}
