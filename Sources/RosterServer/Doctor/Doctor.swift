package import RosterSettings

/// Examines a set-up without changing anything: no migration, no folder, no secret is made, and
/// nothing is sent.
package enum Doctor {
    /// Examines what the settings name. What cannot be examined because something before it is
    /// broken is left out.
    /// - Parameters:
    ///   - configurationFile: The file that settings came from, if one did.
    ///   - presence: The server that runs on this data folder, if one does.
    package static func examine(
        _ settings: RosterSettings.Settings, configurationFile: String?,
        presence: RunningServer.Presence
    ) async -> [Finding] {
        let folder = DataFolderCheck.findings(settings.dataFolder)
        let isFolderSound = !folder.contains { $0.level == .failure }
        let brokenFolder = isFolderSound ? nil : settings.dataFolder + "/"
        // Servers far away may take their time, while the rest goes on.
        async let mail = MailCheck.findings(settings, brokenFolder: brokenFolder)
        async let textMessages = TextMessageCheck.findings(settings, brokenFolder: brokenFolder)
        let database = await ExaminedDatabase.examine(settings, isFolderSound: isFolderSound)
        var findings = folder
        if isFolderSound {
            findings += LockCheck.findings(settings.dataFolder, presence)
        }
        findings += database.findings
        findings += await SecretFileCheck.findings(
            settings, database, brokenFolder: brokenFolder)
        findings += PrivateFileCheck.findings(settings, configurationFile: configurationFile)
        findings += TLSCheck.findings(settings, now: ClockCheck.now())
        if isFolderSound { findings += DiskCheck.findings(settings.dataFolder) }
        findings += await ClockCheck.findings(database)
        findings += ListenerCheck.findings(settings, presence)
        findings += PublicURLCheck.findings(settings)
        findings += OpenFilesCheck.findings(limit: OpenFiles.hardLimit)
        findings += await mail + textMessages
        findings += await WaitingMessagesCheck.findings(database, now: ClockCheck.now())
        findings += await AdministratorCheck.findings(settings, database)
        findings += await YieldedLoginIDCheck.findings(database)
        findings += await MediaCheck.findings(settings.dataFolder, database)
        if isFolderSound { findings += OpenPlace.ofServer(settings).map(\.finding) }
        await database.close()
        return findings
    }

    /// The one finding for settings that cannot be loaded.
    package static func finding(of error: SettingsError) -> Finding {
        .failure(
            "settings", error.problems.map(\.description).joined(separator: "; "),
            mend: "correct them where they are set: a flag, the environment or the file of --config"
        )
    }
}
