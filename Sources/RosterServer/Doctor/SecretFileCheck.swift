import RosterControl
import RosterCore
import RosterSecurity
import RosterSettings

/// `secret.file` is there when it must be, is its owner's alone, can be read, and opens the database's
/// signing keys.
enum SecretFileCheck {
    /// - Parameter brokenFolder: The data folder, with a slash, when it cannot be used.
    static func findings(
        _ settings: RosterSettings.Settings, _ database: ExaminedDatabase, brokenFolder: String?
    ) async -> [Finding] {
        let path = settings.secretFile
        if let brokenFolder, path.hasPrefix(brokenFolder) { return [] }
        let key = SettingsTable.key(of: \.secretFile)
        switch FileFacts.look(at: path) {
        case .missing:
            guard database.isThere else {
                return [.fine(key, "\(key) \(path) will be made by the first start")]
            }
            let failure = StartFailure.secretMissing(path, database: database.path)
            return [.failure(key, line: failure.description, mend: bringBack)]
        case .refused(let number):
            return [
                refusal(
                    .unreadable(path: path, reason: StartFailure.text(of: number)), key, database)
            ]
        case .found(let facts):
            guard facts.isRegular else {
                return [refusal(.notRegularFile(path: path), key, database)]
            }
            guard facts.permissions & 0o077 == 0 else {
                return [refusal(.openToOthers(path: path, mode: facts.permissions), key, database)]
            }
            guard [0o600, 0o400].contains(facts.permissions) else {
                return [
                    .failure(
                        key, "\(key) \(path) has the mode \(facts.permissionsText), not 0600",
                        mend: "run: chmod 600 \(path.shellWord)")
                ]
            }
        }
        do throws(SecretFileFailure) {
            // Gone since it was looked at: whoever changes the folder will look again.
            guard let secret = try SecretFile.read(path) else { return [] }
            return [await match(secret, settings, database, key)]
        } catch {
            return [refusal(error, key, database)]
        }
    }

    private static let bringBack = "bring back the file that was backed up with this database"

    private static func refusal(
        _ failure: SecretFileFailure, _ key: SettingKey, _ database: ExaminedDatabase
    ) -> Finding {
        let mend =
            switch failure {
            case .notRegularFile, .openToOthers, .malformed, .cannotCreate:
                database.isThere
                    ? bringBack : "set \(key) (\(key.flag)) to a file, which the first start makes"
            case .unreadable(let path, _): "let the user that runs roster read \(path)"
            }
        return .failure(key, line: failure.description, mend: mend)
    }

    private static func match(
        _ secret: InstallSecret, _ settings: RosterSettings.Settings,
        _ database: ExaminedDatabase, _ key: SettingKey
    ) async -> Finding {
        let path = settings.secretFile
        let records = await database.read { storage throws(DirectoryError) in
            try storage.signingKeys()
        }
        guard let records, !records.isEmpty else {
            return .fine(key, "\(key) \(path) can be read, by its owner alone")
        }
        do throws(DirectoryError) {
            let keys = SigningKeys(secret: secret, issuer: settings.publicURL)
            _ = try keys.keyring(of: records)
        } catch {
            return .failure(
                key, line: StartFailure.database(database.path, error).description,
                mend: bringBack)
        }
        return .fine(key, "\(key) \(path) opens the database's signing keys")
    }
}
