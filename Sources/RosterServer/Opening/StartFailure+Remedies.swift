import Glibc
import RosterControl
import RosterCore
import RosterSecurity
import RosterSettings

/// What to do about a refusal of the system or of the database.
extension StartFailure {
    static let dataFolder = SettingsTable.key(of: \.dataFolder)

    /// A setting by its key and its flag: `data (--data)`.
    static func spelt(_ key: SettingKey) -> String { "\(key) (\(key.flag))" }

    /// - Parameters:
    ///   - path: The file or folder that the system refused.
    ///   - key: The setting that names it, or the folder that it lies in.
    static func remedy(for number: Int32, _ path: String, _ key: SettingKey) -> String {
        let other = "set \(spelt(key)) to another place"
        return switch number {
        case ENOSPC, EDQUOT: "make room on the disk of \(path), or \(other)"
        case EROFS: "make the file system of \(path) writable, or \(other)"
        case EACCES, EPERM: "let the user that runs roster read and write \(path), or \(other)"
        case EMFILE, ENFILE: "raise the limit of open files, `ulimit -n`"
        case EIO: "look for the disk in the system's log, or \(other)"
        default: other
        }
    }

    /// - Parameter key: The setting that asks for the address.
    static func remedy(for number: Int32, listening key: SettingKey) -> String {
        switch number {
        case EADDRINUSE:
            "end the program that has the port (`ss -ltnp` names it), or set \(spelt(key)) to "
                + "another one"
        case EACCES, EPERM:
            "set \(spelt(key)) to a port from 1024 on, or run: setcap cap_net_bind_service=+ep on "
                + "the program"
        case EMFILE, ENFILE: "raise the limit of open files, `ulimit -n`"
        default: "set \(spelt(key)) to an address of this machine"
        }
    }

    /// Nil where the failure's own words say what to do.
    static func remedy(for failure: SecretFileFailure) -> String? {
        let other = "set \(spelt(SettingsTable.key(of: \.secretFile))) to another file"
        return switch failure {
        case .openToOthers, .malformed: nil
        case .notRegularFile: "move it away and bring back the file that was there, or \(other)"
        case .unreadable(let path, _): "let the user that runs roster read \(path), or \(other)"
        case .cannotCreate:
            "make room in its folder and let the user that runs roster write there, or \(other)"
        }
    }

    /// What is wrong with the database at `path`, and what to do, in one line.
    static func text(of error: DirectoryError, _ path: String) -> String {
        let words = OperatorWords.text(of: error)
        switch error {
        case .busy:
            return "another program has it locked; end that program, such as a backup or sqlite3, "
                + "and try again"
        case .storage(let fault): return text(of: fault, words, path)
        default: return words
        }
    }

    private static func text(
        of fault: StorageFault, _ words: String, _ path: String
    ) -> String {
        let other = "set \(spelt(dataFolder)) to another folder"
        switch fault {
        case .full: return "\(words); make room on the disk of \(path)"
        case .unavailable, .inputOutput, .failed: return refusal(of: path) ?? remedied(words, path)
        case .corrupt:
            return "\(words); bring back your last copy of the data folder, or \(other)"
        case .secretMismatch:
            return "\(words); bring back the file of secret.file that was backed up with it"
        case .constraint: return "\(words); report it, with the log"
        // Their words say what to do.
        case .newerSchema, .olderSchema: return words
        }
    }

    private static func remedied(_ words: String, _ path: String) -> String {
        "\(words); look for the disk of \(path) in the system's log, or set "
            + "\(spelt(dataFolder)) to another folder"
    }

    /// Drivers tell what failed and seldom why: what the system says of the files themselves.
    private static func refusal(of path: String) -> String? {
        if case .found(let facts) = FileFacts.look(at: path), !facts.isRegular {
            return "it is no regular file; move it away, or bring back your last copy of the data "
                + "folder"
        }
        let folder = FolderState.parent(of: path) ?? "."
        for place in [folder, path, path + "-wal", path + "-shm"] {
            guard case .found(let facts) = FileFacts.look(at: place),
                !FileFacts.mayChange(place, isFolder: facts.isFolder)
            else { continue }
            let number = errno
            return "\(place): \(text(of: number)); \(remedy(for: number, place, dataFolder))"
        }
        guard let space = DiskSpace.of(folder), space.freeBytes < 1 << 20 || space.isOutOfFiles
        else { return nil }
        return "the disk is full; make room on the disk of \(path)"
    }
}
