import Logging
package import RosterSettings
import ServiceLifecycle
import UnixSignals

/// What `roster serve` can read again while it runs.
package struct Reloading: Sendable {
    /// The settings, from the same sources as at the start.
    let settings: @Sendable () throws -> RosterSettings.Settings
    let level: LogLevel

    package init(
        settings: @escaping @Sendable () throws -> RosterSettings.Settings, level: LogLevel
    ) {
        self.settings = settings
        self.level = level
    }
}

/// SIGHUP: reads the settings again, and with them the certificate and the level of the log. What cannot
/// be used stays as it was, and the log says why.
struct ReloadService: Service, CustomStringConvertible {
    let reload: Reloading?
    let settings: RosterSettings.Settings
    let certificate: CurrentCertificate?
    let logger: Logger

    var description: String { "reload" }

    func run() async throws {
        guard let reload else {
            try? await gracefulShutdown()
            return
        }
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) { apply(reload) }
        }
    }

    private func apply(_ reload: Reloading) {
        let new: RosterSettings.Settings
        do {
            new = try reload.settings()
        } catch {
            logger.error(
                "settings not reloaded",
                metadata: [
                    "reason": "\(error)",
                    "remedy": "mend them and send SIGHUP again; the old ones are in use",
                ])
            return
        }
        reload.level.set(Logger.Level(rawValue: new.logLevel.rawValue) ?? .info)
        let isReplaced = replaceCertificate(new)
        // TLS itself is not switched on or off.
        let isLive = { (key: SettingKey) in
            key == Self.level || Self.pair.contains(key) && isReplaced != nil
        }
        let names = SettingsTable.rows.filter { row in
            !isLive(row.key) && row.differs(between: settings, and: new)
        }.map { "\($0.key)" }
        if !names.isEmpty {
            logger.warning(
                "changed settings need a restart",
                metadata: ["settings": "\(names.joined(separator: ", "))"])
        }
        var metadata: Logger.Metadata = ["log.level": "\(new.logLevel.rawValue)"]
        if let isReplaced { metadata["certificate"] = isReplaced ? "reloaded" : "kept" }
        logger.notice("settings reloaded", metadata: metadata)
    }

    /// Nil where the server has none.
    private func replaceCertificate(_ new: RosterSettings.Settings) -> Bool? {
        guard let certificate, let files = new.tls else { return nil }
        do throws(StartFailure) {
            try certificate.replace(with: files)
            return true
        } catch {
            logger.error(
                "certificate not reloaded",
                metadata: [
                    "reason": "\(error)",
                    "remedy": "mend it and send SIGHUP again; the old certificate is in use",
                ])
            return false
        }
    }

    private static let level = SettingsTable.key(of: \.logLevel)
    private static let pair: Set<SettingKey> = [
        SettingsTable.key(of: \.tlsCertificate), SettingsTable.key(of: \.tlsKey),
    ]
}
