import CPlatform
import Glibc

/// What the system says of a file, without opening it: closing a file that SQLite has open in the
/// same process would drop SQLite's locks.
struct FileFacts: Sendable {
    private let mode: UInt32
    let bytesCount: Int64

    /// What there is under a path; links are followed.
    enum Lookup: Sendable {
        case found(FileFacts)
        case missing
        /// By its errno.
        case refused(Int32)
    }

    static func look(at path: String) -> Lookup {
        var facts = roster_facts()
        guard unsafe roster_facts_at(path, &facts) == 0 else {
            // ENOTDIR: a part of the path is a file, so there is nothing below it.
            return [ENOENT, ENOTDIR].contains(errno) ? .missing : .refused(errno)
        }
        return .found(FileFacts(mode: facts.mode, bytesCount: facts.bytes))
    }

    /// Whether this process, whoever started it, may read and write what is there; enter it, too, if it
    /// is a folder.
    static func mayChange(_ path: String, isFolder: Bool = false) -> Bool {
        let mode = R_OK | W_OK | (isFolder ? X_OK : 0)
        return unsafe faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
    }

    var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    var isRegular: Bool { mode & S_IFMT == S_IFREG }

    /// The bits that chmod(1) sets.
    var permissions: UInt32 { mode & 0o7777 }

    /// As chmod(1) takes them, e.g. `0600`.
    var permissionsText: String { "0" + String(permissions, radix: 8) }
}
