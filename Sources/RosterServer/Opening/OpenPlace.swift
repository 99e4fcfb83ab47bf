import Glibc
import RosterControl
import RosterSettings

/// A file or folder that others than its owner may read or write, though it must be its owner's alone:
/// refused at a start with the command that mends it, as `secret.file` is, and told by `roster doctor`.
/// Links are followed, and access lists (ACLs) are not looked at.
package struct OpenPlace: Error, Sendable, Equatable, CustomStringConvertible {
    /// What others must not be let do.
    enum Privacy: Sendable {
        /// Not written by group or others.
        case ownersToWrite
        /// Not written by others; a group may have work in it.
        case notForOthersToWrite
        /// Nor read by others; a group may be meant to read it, as `ssl-cert` does on Debian.
        case secret

        fileprivate var mask: UInt32 {
            switch self {
            case .ownersToWrite: 0o022
            case .notForOthersToWrite: 0o002
            case .secret: 0o027
            }
        }
    }

    /// The setting it is about, or a word such as `database`.
    let subject: String
    let path: String
    private let permissions: UInt32
    private let isFolder: Bool
    private let privacy: Privacy

    /// Nil for what is not there, and for what is private enough.
    init?(_ subject: some CustomStringConvertible, _ path: String, _ privacy: Privacy) {
        guard case .found(let facts) = FileFacts.look(at: path),
            facts.permissions & privacy.mask != 0
        else { return nil }
        self.subject = subject.description
        self.path = path
        self.privacy = privacy
        permissions = facts.permissions
        isFolder = facts.isFolder
    }

    var text: String {
        let access = privacy == .secret ? "read or written" : "written"
        return "\(path) may be \(access) by others than its owner "
            + "(mode 0\(String(permissions, radix: 8)))"
    }

    var remedy: String { "run: chmod \(isFolder ? "700" : "600") \(path.shellWord)" }

    package var description: String { "\(subject): \(text); \(remedy)" }

    /// What it is to an examination: the start is refused.
    var finding: Finding { .failure(subject, text, mend: remedy) }
}

extension OpenPlace {
    /// The data folder and its database: who may write there owns the directory.
    static func ofData(_ folder: String) -> [OpenPlace] {
        let database = DataFolder.databasePath(in: folder)
        return [OpenPlace(SettingsTable.key(of: \.dataFolder), folder, .ownersToWrite)]
            .compactMap { $0 }
            + [database, database + "-wal", database + "-shm"].compactMap {
                OpenPlace("database", $0, .ownersToWrite)
            }
    }

    /// What else a server uses, as the settings name it.
    static func ofServer(_ settings: RosterSettings.Settings) -> [OpenPlace] {
        let media = DataFolder.mediaPath(in: settings.dataFolder)
        return [OpenPlace("media", media, .ownersToWrite)].compactMap { $0 }
            + ofOutbox(settings.mailURL, SettingsTable.key(of: \.mailURL))
            + ofOutbox(settings.smsURL, SettingsTable.key(of: \.smsURL))
    }

    static func ofOutbox(_ target: DeliveryTarget, _ key: SettingKey) -> [OpenPlace] {
        guard case .folder(let path) = target else { return [] }
        return [OpenPlace(key, path, .notForOthersToWrite)].compactMap { $0 }
    }

    /// A configuration file that holds secrets.
    package static func ofConfiguration(_ path: String?) -> OpenPlace? {
        guard let path, !SecretsInFile.keys(path: path).isEmpty else { return nil }
        return OpenPlace(SettingsTable.configurationFile, path, .secret)
    }
}
