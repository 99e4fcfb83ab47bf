import RosterSettings

/// A folder for messages, in place of a server, can be written or made.
enum OutboxFolderCheck {
    /// - Parameter brokenFolder: The data folder, with a slash, when it cannot be used; what is said of it is not said
    ///   again of a folder in it.
    static func findings(
        _ path: String, _ key: SettingKey, brokenFolder: String?
    ) -> [Finding] {
        if let brokenFolder, path.hasPrefix(brokenFolder) { return [] }
        return [finding(path, key)]
    }

    private static func finding(_ path: String, _ key: SettingKey) -> Finding {
        let place: String
        let reason: String
        switch FolderState.look(at: path) {
        case .ready, .creatable:
            return .fine(key, "messages are written into \(path), and reach nobody")
        case .notFolder(let path): (place, reason) = (path, "is no folder")
        case .refused(let path, let number):
            (place, reason) = (path, StartFailure.text(of: number))
        }
        return .failure(
            key, "messages cannot be written into \(path): \(place): \(reason)",
            mend: "let the user that runs roster write \(place), or set \(key) (\(key.flag)) to "
                + "another folder or to a server")
    }
}
