import RosterCore
import RosterSettings

/// Somebody can administer the directory.
enum AdministratorCheck {
    static func findings(
        _ settings: RosterSettings.Settings, _ database: ExaminedDatabase
    ) async -> [Finding] {
        let found = await database.read { storage throws(DirectoryError) in
            try storage.firstActiveAdministrator()?.name
        }
        guard let found else { return [] }
        if let name = found {
            return [.fine("administrator", "\(name) is an active administrator")]
        }
        let key = SettingsTable.key(of: \.adminName)
        return [
            .warning(
                "administrator", "there is no active administrator",
                mend: "run `roster serve`, which makes one called \(settings.adminName) (\(key))")
        ]
    }
}
