// The compiler says that `stat` is CoreFoundation's when it builds the module whole (6.3.1).
import CoreFoundation
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
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            // ENOTDIR: a part of the path is a file, so there is nothing below it.
            return [ENOENT, ENOTDIR].contains(errno) ? .missing : .refused(errno)
        }
        return .found(FileFacts(mode: status.st_mode, bytesCount: Int64(status.st_size)))
    }

    var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    var isRegular: Bool { mode & S_IFMT == S_IFREG }

    /// The bits that chmod(1) sets.
    var permissions: UInt32 { mode & 0o7777 }

    /// As chmod(1) takes them, e.g. `0600`.
    var permissionsText: String { "0" + String(permissions, radix: 8) }
}
