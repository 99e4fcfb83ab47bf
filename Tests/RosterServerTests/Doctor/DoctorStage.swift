import Foundation
import GRDB
import RosterServer
import RosterSettings
import RosterTestSupport

/// A set-up on which the doctor finds nothing broken: a data folder that a start has made, closed
/// again, listeners on free ports, messages into a folder.
struct DoctorStage: Sendable {
    /// Holds the data folder and whatever else a test makes.
    let folder: String
    var settings = RosterSettings.Settings()

    /// - Parameter hasAdministrator: Whether the start made one, as `roster serve` does.
    static func run(
        hasAdministrator: Bool = true, _ body: (DoctorStage) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let stage = DoctorStage(folder: folder)
            let open = try await OpenDirectory.open(stage.settings)
            if hasAdministrator { _ = try await open.bootstrap(stage.settings) }
            await open.close()
            try await body(stage)
        }
    }

    init(folder: String) {
        self.folder = folder
        settings.dataFolder = folder + "/data"
        settings.secretFile = settings.dataFolder + "/secret.key"
        settings.mailURL = .folder(settings.dataFolder + "/outbox")
        settings.smsURL = .folder(settings.dataFolder + "/outbox")
        settings.listen = .loopback(port: 0)
        settings.iamListen = .loopback(port: 0)
        settings.adminPassword = ServerFixture.adminPassword
        // Quick to hash.
        settings.passwordAlgorithm = .bcrypt
    }

    var database: String { settings.dataFolder + "/roster.db" }

    func examine(
        configurationFile: String? = nil, presence: RunningServer.Presence = .nobody
    ) async -> [Finding] {
        await Doctor.examine(settings, configurationFile: configurationFile, presence: presence)
    }

    /// Changes the closed database as no release of Roster would.
    func change(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Writes `text` into the file at `path`, in the place of what is there.
    func write(_ text: String, to path: String, mode: Int = 0o600) throws {
        try? FileManager.default.removeItem(atPath: path)
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        guard isMade else { throw FixtureFailure(text: "cannot write \(path)") }
    }

    func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Makes a key and a certificate that signs itself and ends in `days`; -1: it has ended.
    func certificate(days: Int) async throws -> TestCertificate {
        let made = try await TestCertificate.make(in: folder)
        let request = made.file + ".request"
        try await Tool.run(
            ["openssl", "req", "-new", "-key", made.keyFile, "-subj", "/CN=localhost", "-out"]
                + [request])
        try await Tool.run(
            ["openssl", "x509", "-req", "-in", request, "-signkey", made.keyFile, "-days"]
                + ["\(days)", "-out", made.file])
        return made
    }
}

extension [Finding] {
    /// Those that are not fine, as text for a failed test.
    var complaints: [Finding] { filter { $0.level != .fine } }

    var failures: [Finding] { filter { $0.level == .failure } }

    func about(_ subject: String) -> [Finding] { filter { $0.subject == subject } }
}
