import RosterControl
import RosterSettings

/// The data folder is there, or can be made, is its owner's alone, and can be written.
enum DataFolderCheck {
    static func findings(_ path: String) -> [Finding] {
        let key = SettingsTable.key(of: \.dataFolder)
        switch FolderState.look(at: path) {
        case .ready(let facts):
            guard facts.permissions & 0o077 != 0 else {
                return [.fine(key, "the data folder \(path) can be written, by its owner alone")]
            }
            if let open = OpenPlace(key, path, .ownersToWrite) { return [open.finding] }
            return [
                .warning(
                    key,
                    "the data folder \(path) is open to others than its owner "
                        + "(mode \(facts.permissionsText))",
                    mend: "run: chmod 700 \(path.shellWord)")
            ]
        case .creatable:
            return [.fine(key, "the data folder \(path) will be made by the first start")]
        case .notFolder(let place):
            return [
                .failure(
                    key, "the data folder \(path) cannot be used: \(place) is no folder",
                    mend: "set \(key) (\(key.flag)) to a folder")
            ]
        case .refused(let place, let number):
            let reason = StartFailure.text(of: number)
            return [
                .failure(
                    key, "the data folder \(path) cannot be used: \(place): \(reason)",
                    mend: "let the user that runs roster write \(place), or set \(key) "
                        + "(\(key.flag)) to another folder")
            ]
        }
    }
}
