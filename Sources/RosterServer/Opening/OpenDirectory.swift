import Glibc
import Logging
package import RosterCore
import RosterSecurity
package import RosterSettings
import RosterStorage
import StorageSQLite
import SurfaceKit

/// The directory opened from the settings: data folder locked, database migrated, secret loaded,
/// keys ready. The server and every command that needs the database go through it.
package struct OpenDirectory: Sendable {
    package let directory: Directory
    package let environment: DirectoryEnvironment
    /// The schema steps that were applied on the way.
    package let migrations: [String]
    /// Login ids that accounts had to yield on the way.
    package let clashes: [LoginIDClash]
    let hashPool: HashPool
    /// The bytes of the write-ahead log, where the engine has one that grows.
    let logBytes: @Sendable () -> Int
    private let engine: any Engine
    private let hasher: PasswordHasher
    let folder: DataFolder

    /// - Parameters:
    ///   - readsOnly: Whether to leave the database as it is: one of an older release is refused.
    ///   - adjusting: Lets tests decide the clock, and when failures are answered.
    /// - Throws: ``StartFailure``.
    package static func open(
        _ settings: RosterSettings.Settings, readsOnly: Bool = false,
        adjusting: @Sendable (DirectoryEnvironment) -> DirectoryEnvironment = { $0 }
    ) async throws(StartFailure) -> OpenDirectory {
        guard case .sqlite = settings.database else { throw .postgresMissing }
        if !OpenFiles.areEnough { OpenFiles.raiseLimit() }
        guard OpenFiles.areEnough else { throw .openFiles(limit: OpenFiles.softLimit ?? 0) }
        let folder = try DataFolder(owning: settings.dataFolder)
        if case .found(let facts) = FileFacts.look(at: folder.databasePath), !facts.isRegular {
            throw .database(folder.databasePath, .storage(.unavailable))
        }
        // A new secret could not open the keys of an old database, and would stand in the way of
        // the right one when it is brought back.
        if folder.holdsDatabase, unsafe access(settings.secretFile, F_OK) != 0 {
            throw .secretMissing(settings.secretFile, database: folder.databasePath)
        }
        let secret: InstallSecret
        do throws(SecretFileFailure) {
            secret = try SecretFile.load(settings.secretFile)
        } catch {
            throw .secretFile(error)
        }
        try folder.holdDatabase()
        do throws(DirectoryError) {
            let scans = ScanQueues.Bounds(cores: HashPool.coresCount)
            let engine = try SQLiteEngine.open(
                path: folder.databasePath, scansMax: scans.runningMax,
                logBytesMax: settings.databaseLogBytes)
            if readsOnly, try await !Migrator.isUpToDate(engine) {
                await engine.close()
                throw .storage(.olderSchema)
            }
            let pool = HashPool()
            let hasher = try PasswordHasher(algorithm: settings.hashAlgorithm, pool: pool)
            let environment = adjusting(
                settings.environment(secret: secret, slotLength: hasher.slotLength))
            let migration = try await Migrator.migrate(
                engine, now: environment.now(),
                phonesIn: readsOnly ? nil : settings.policy.phoneRegion)
            let directory = Directory(
                store: SQLDirectoryStore(engine: engine), passwords: hasher,
                keyrings: SharedKeyring(),
                signingKeys: SigningKeys(secret: secret, issuer: settings.publicURL),
                files: MediaFolder(path: DataFolder.mediaPath(in: folder.path)),
                environment: environment,
                policy: settings.policy, scans: scans)
            if !readsOnly {
                try await directory.rotateSigningKeys()
                // A disk that takes no note of the time is no reason not to open.
                _ = try? await directory.watchClock()
            }
            return OpenDirectory(
                directory: directory, environment: environment,
                migrations: migration.applied, clashes: migration.clashes, hashPool: pool,
                logBytes: { engine.logBytes }, engine: engine, hasher: hasher, folder: folder)
        } catch {
            throw .database(folder.databasePath, error)
        }
    }

    /// Whether there is a database to open.
    package static func isThere(_ settings: RosterSettings.Settings) -> Bool {
        switch settings.database {
        case .sqlite: unsafe access(DataFolder.databasePath(in: settings.dataFolder), F_OK) == 0
        default: true
        }
    }

    /// Makes the first administrator and the configured keys what the settings say.
    /// - Throws: ``StartFailure``.
    package func bootstrap(
        _ settings: RosterSettings.Settings
    ) async throws(StartFailure) -> Directory.BootstrapOutcome {
        let outcome: Directory.BootstrapOutcome
        do throws(DirectoryError) {
            outcome = try await directory.bootstrap(
                name: settings.adminName, password: settings.adminPassword)
        } catch {
            throw isOfStorage(error)
                ? .database(folder.databasePath, error) : .administrator(error)
        }
        do throws(DirectoryError) {
            try await directory.setConfiguredKey(
                settings.bitanswerKey, scope: RosterCore.SurfaceName("BitAnswer"))
        } catch {
            throw isOfStorage(error)
                ? .database(folder.databasePath, error) : .configuredKey(error)
        }
        return outcome
    }

    /// Removes what uploads that a crash cut off have left. That it cannot is no reason not to serve.
    func removeDrafts(_ logger: Logger) async {
        let media = MediaFolder(path: DataFolder.mediaPath(in: folder.path))
        do throws(DirectoryError) {
            try await media.removeDrafts()
        } catch {
            logger.warning("partial uploads are not removed", metadata: ["reason": "\(error)"])
        }
    }

    /// Whether the database, and no setting, is to blame.
    private func isOfStorage(_ error: DirectoryError) -> Bool {
        switch error {
        case .storage, .busy: true
        default: false
        }
    }

    /// Lets running work finish and gives the data folder back.
    package func close() async {
        // What is lost of it on a full disk is when somebody was last seen; nothing to fail for.
        try? await directory.writePresence(all: true)
        await hasher.shutdown()
        await engine.close()
        folder.release()
    }
}

extension RosterSettings.Settings {
    /// The live environment, with the times that people are told in the zone of the settings.
    fileprivate func environment(
        secret: InstallSecret, slotLength: Duration
    ) -> DirectoryEnvironment {
        var environment = DirectoryEnvironment.live(secret: secret)
        environment.slots = .continuous(slotLength)
        let times = TimeFormat(zone: timeZone.zone)
        let zone = timeZone.identifier
        environment.localTime = { "\(times.local($0)) (\(zone))" }
        return environment
    }

    /// What the settings decide for the rules of the core.
    var policy: DirectoryPolicy {
        DirectoryPolicy(
            tokenTTLSeconds: Int64(tokenTTLSeconds), sessionTTLSeconds: Int64(sessionTTLSeconds),
            isRegistrationOpen: registration == .open, trashDays: Int64(trashDays),
            presenceWindowSeconds: Int64(presenceWindowSeconds), quotas: quotas,
            auditDays: Int64(auditDays), auditAddressDays: Int64(auditAddressDays),
            reservedNames: [try? AccountName(parsing: adminName)].compactMap { $0 },
            // The table of settings has refused what the library does not know.
            phoneRegion: PhoneRegion(phoneRegion) ?? .china,
            mailsPerHour: limitsMailsPerHour, textsPerHour: limitsTextsPerHour)
    }

    private var quotas: Quotas {
        var quotas = Quotas()
        quotas.cards = Int64(quotaCards)
        quotas.cardBytes = Int64(quotaCardBytes)
        quotas.snapshotBytes = Int64(quotaSnapshotBytes)
        quotas.answerBytes = Int64(quotaAnswerBytes)
        quotas.keys = Int64(quotaKeys)
        quotas.uploads = Int64(quotaUploads)
        quotas.follows = Int64(quotaFollows)
        quotas.renames = Int64(quotaRenames)
        return quotas
    }

    var hashAlgorithm: RosterSecurity.PasswordAlgorithm {
        switch passwordAlgorithm {
        case .argon2id: .argon2id
        case .bcrypt: .bcrypt
        }
    }
}
