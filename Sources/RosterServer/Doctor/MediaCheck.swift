import RosterCore
import RosterStorage

/// The files of uploads are where the database says. The newest are looked at: a folder that is
/// missing, or another installation's, has none of them.
enum MediaCheck {
    private static let filesMax = 10

    static func findings(_ folder: String, _ database: ExaminedDatabase) async -> [Finding] {
        let path = DataFolder.mediaPath(in: folder)
        if case .found = FileFacts.look(at: path), !FileFacts.mayChange(path, isFolder: true) {
            return [
                .failure(
                    "media", "the folder of uploads \(path) cannot be written by this user",
                    mend: "let the user that runs roster read and write \(path) and what is in it")
            ]
        }
        let nodes = await database.ask { facts throws(DirectoryError) in
            try await facts.newestMedia(limit: filesMax)
        }
        guard let nodes, !nodes.isEmpty else { return [] }
        let media = MediaFolder(path: path)
        var missing = 0
        for node in nodes where await (try? media.bytes(of: node.fileName)) ?? nil == nil {
            missing += 1
        }
        if missing == 0 {
            return [.fine("media", "the newest uploads are in \(path)")]
        }
        return [
            .failure(
                "media",
                "\(missing) of the \(nodes.count) newest uploads are not in \(path), or cannot be "
                    + "read there",
                mend: "bring back \(path) from the last copy of the data folder")
        ]
    }
}
